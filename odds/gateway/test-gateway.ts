import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';

import { accountId, ServerMessageSchema, type ServerMessage } from '#contracts/mod.ts';
import { createMetrics, parserOf, silentLogger, systemClock, type Nats } from '#platform/mod.ts';
import { startTestNats, type TestNats } from '#test/harness/mod.ts';

import { startGateway, type Gateway, type GatewayOptions } from './mod.ts';
import { ReferenceClient } from './test-client.ts';
import { TestHost } from './test-host.ts';

/** Of the tokens `bettor` and `trader`. */
export const ACCOUNTS = {
  bettor: accountId('00000000-0000-7000-8000-000000000001'),
  trader: accountId('00000000-0000-7000-8000-000000000002'),
} as const;

const HOUR_MS = 3_600_000;
const checked = parserOf(ServerMessageSchema);

type Request = Record<string, unknown>;

/** A client on a real socket that keeps everything it is told. */
export type TestReader = Readonly<{
  socket: WebSocket;
  reference: ReferenceClient;
  messages: ServerMessage[];
  /** Of the server's messages, as they came. */
  sizes: { data: Buffer; isBinary: boolean }[];
  of<Op extends ServerMessage['op']>(op: Op): Extract<ServerMessage, { op: Op }>[];
  closed(): Readonly<{ code: number; reason: string }> | undefined;
  send(message: Request): void;
  /** Sends a request and waits for its answer. */
  ask(message: Request & { id: number }): Promise<ServerMessage>;
}>;

/** NATS, a host and gateways for the tests of one file, ended after each test. */
export function useGateways() {
  let nats: TestNats;
  const gateways: Gateway[] = [];
  const sockets: WebSocket[] = [];
  const made: { host: TestHost | undefined } = { host: undefined };
  beforeAll(async () => {
    nats = await startTestNats();
  });
  afterAll(() => nats.stop());
  beforeEach(() => {
    made.host = new TestHost(nats.nats);
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.terminate();
    for (const gateway of gateways.splice(0)) await gateway.stop();
    await made.host?.stop();
  });

  async function start(options: Partial<GatewayOptions> = {}): Promise<Gateway> {
    const gateway = await startGateway({
      port: 0,
      nats: nats.nats,
      clock: systemClock,
      log: silentLogger(),
      metrics: createMetrics('gateway'),
      verifyToken: (token) => {
        if (token === 'broken') throw new Error('the key store is away');
        if (token !== 'trader' && token !== 'bettor') return undefined;
        const expiresAt = systemClock.now() + HOUR_MS;
        return { username: token, role: token, accountId: ACCOUNTS[token], expiresAt };
      },
      ...options,
    });
    gateways.push(gateway);
    await nats.nats.connection.flush();
    return gateway;
  }

  async function connect(
    options: ClientOptions & { protocols?: string[]; decode?: (data: Buffer) => unknown } = {},
  ): Promise<TestReader> {
    const { decode, protocols, ...socketOptions } = options;
    const url = gateways.at(-1)?.url ?? '';
    const socket = new WebSocket(url, protocols, socketOptions);
    sockets.push(socket);
    const reader = readerOf(socket, decode);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return reader;
  }

  return {
    start,
    connect,
    get host(): TestHost {
      if (made.host === undefined) throw new Error('there is a host only within a test');
      return made.host;
    },
    get nats(): Nats {
      return nats.nats;
    },
    get testNats(): TestNats {
      return nats;
    },
    /** The headers of the answer to a request for a WebSocket that is refused. */
    refusalOf: (url = gateways.at(-1)?.url ?? '') =>
      new Promise<IncomingHttpHeaders>((resolve, reject) => {
        const socket = new WebSocket(url);
        sockets.push(socket);
        socket.on('unexpected-response', (_, { headers }) => {
          resolve(headers);
        });
        socket.on('open', () => {
          reject(new Error('it was let in'));
        });
        socket.on('error', reject);
      }),
    /** What the server answers to the request for a WebSocket. */
    statusOf: (options: ClientOptions, url = gateways.at(-1)?.url ?? '', protocols?: string[]) =>
      new Promise<number>((resolve, reject) => {
        const socket = new WebSocket(url, protocols, options);
        sockets.push(socket);
        socket.on('unexpected-response', (_, { statusCode = 0 }) => {
          resolve(statusCode);
        });
        socket.on('open', () => {
          resolve(101);
        });
        socket.on('error', reject);
      }),
  };
}

function readerOf(socket: WebSocket, decode?: (data: Buffer) => unknown): TestReader {
  const reference = new ReferenceClient();
  const messages: ServerMessage[] = [];
  const sizes: { data: Buffer; isBinary: boolean }[] = [];
  let closed: Readonly<{ code: number; reason: string }> | undefined;
  socket.on('message', (data: Buffer, isBinary) => {
    sizes.push({ data, isBinary });
    const text = decode === undefined ? data.toString() : JSON.stringify(decode(data));
    messages.push(checked(reference.receive(text)));
  });
  socket.on('close', (code, reason) => {
    closed = { code, reason: reason.toString() };
  });
  const send = (message: Request): void => {
    socket.send(JSON.stringify(message));
  };
  return {
    socket,
    reference,
    messages,
    sizes,
    of: <Op extends ServerMessage['op']>(op: Op) =>
      messages.filter(
        (message): message is Extract<ServerMessage, { op: Op }> => message.op === op,
      ),
    closed: () => closed,
    send,
    ask: (message) => {
      send(message);
      return found(() =>
        messages.find(
          (each) => (each.op === 'status' || each.op === 'error') && each.id === message.id,
        ),
      );
    },
  };
}

async function found<T>(read: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const value = read();
    if (value !== undefined) return value;
    await pause(5);
  }
  throw new Error('it did not happen within 5 s');
}
