import { createServer, type TLSSocket } from 'node:tls';

import { listen, makeLineSplitter } from '#platform/mod.ts';

import type { MarketBook } from '../book.ts';
import { makeBooks } from '../books.ts';
import { parseMessage, type MarketMessage } from '../message.ts';
import { CERTIFICATE, KEY } from './certificate.ts';

/** What happens in place of, or with, one message of the recording. */
export type Fault =
  /** The connection breaks before it; what comes meanwhile is missed. */
  | 'break'
  | 'twice'
  | 'oversize'
  | 'malformed'
  | 'not-utf8'
  /** Nothing is sent any more over this connection, heartbeats neither. */
  | 'silence'
  /** The token to go on from is refused next time. */
  | 'forget-token'
  /** Byte by byte. */
  | 'drip'
  | 'late';

type Request = Readonly<{
  op: string;
  id: number;
  appKey?: string;
  session?: string;
  clk?: string;
  initialClk?: string;
}>;

type Client = { socket: TLSSocket; subscriptionId: number | undefined; isSilent: boolean };

export type StreamServerOptions = Readonly<{
  /** Market messages, each with a `clk` of its own. */
  recording: readonly MarketMessage[];
  faults?: ReadonlyMap<number, Fault>;
  heartbeatMs?: number;
  session?: string;
  maxLineBytes?: number;
}>;

/**
 * The exchange's side of the protocol over TLS: sessions, subscriptions with an image or a patch from a token,
 * heartbeats, and a recording that goes on whether or not somebody listens.
 */
export async function startStreamServer(options: StreamServerOptions) {
  const { recording, faults = new Map<number, Fault>(), heartbeatMs = 200 } = options;
  const books = makeBooks();
  const clients = new Set<Client>();
  const requests: Request[] = [];
  let played = 0;
  let forgets = false;

  const write = ({ socket, isSilent }: Client, value: object | string | Buffer): void => {
    if (isSilent || socket.destroyed) return;
    socket.write(
      typeof value === 'string' || Buffer.isBuffer(value) ? value : `${JSON.stringify(value)}\r\n`,
    );
  };
  const status = (client: Client, id: number, errorCode?: string): void => {
    const statusCode = errorCode === undefined ? 'SUCCESS' : 'FAILURE';
    const more = errorCode === undefined ? {} : { errorCode, errorMessage: 'as asked' };
    write(client, {
      op: 'status',
      id,
      statusCode,
      connectionClosed: errorCode !== undefined,
      ...more,
    });
    if (errorCode !== undefined) client.socket.end();
  };
  const clkNow = (): string => recording[played - 1]?.clk ?? 'start';

  function subscribe(client: Client, { id, clk, initialClk }: Request): void {
    if (clk !== undefined && (forgets || initialClk !== 'image')) {
      forgets = false;
      status(client, id, 'INVALID_CLOCK');
      return;
    }
    status(client, id);
    client.subscriptionId = id;
    const from = clk === 'start' ? 0 : recording.findIndex((message) => message.clk === clk) + 1;
    const mc =
      clk === undefined
        ? [...books.markets()].map(imageOf)
        : recording.slice(from, played).flatMap((message) => message.mc ?? []);
    const ct = clk === undefined ? 'SUB_IMAGE' : 'RESUB_DELTA';
    const head = { op: 'mcm', id, pt: 1, initialClk: 'image', ct, heartbeatMs, conflateMs: 0 };
    const middle = Math.ceil(mc.length / 2);
    // In two segments, to be joined by the reader; the first has no token of its own.
    write(client, { ...head, segmentType: 'SEG_START', mc: mc.slice(0, middle) });
    write(client, { ...head, segmentType: 'SEG_END', clk: clkNow(), mc: mc.slice(middle) });
  }

  function take(client: Client, request: Request): void {
    requests.push(request);
    if (request.op === 'authentication')
      status(
        client,
        request.id,
        request.session === (options.session ?? 'token')
          ? undefined
          : 'INVALID_SESSION_INFORMATION',
      );
    else subscribe(client, request);
  }

  const server = createServer({ key: KEY, cert: CERTIFICATE }, (socket) => {
    const client: Client = { socket, subscriptionId: undefined, isSilent: false };
    const splitter = makeLineSplitter(65_536);
    clients.add(client);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => clients.delete(client));
    socket.on('data', (bytes: Buffer) => {
      for (const { text } of splitter.take(bytes)) take(client, JSON.parse(text) as Request);
    });
    write(client, { op: 'connection', connectionId: '001' });
  });
  const heartbeats = setInterval(() => {
    for (const client of clients)
      if (client.subscriptionId !== undefined)
        write(client, {
          op: 'mcm',
          id: client.subscriptionId,
          ct: 'HEARTBEAT',
          clk: clkNow(),
          pt: 1,
        });
  }, heartbeatMs);

  function send(client: Client, message: MarketMessage, fault: Fault | undefined): void {
    const own = { ...message, id: client.subscriptionId };
    const line = `${JSON.stringify(own)}\r\n`;
    switch (fault) {
      case 'break':
        client.socket.destroy();
        return;
      case 'silence':
        client.isSilent = true;
        return;
      case 'twice':
        write(client, line + line);
        return;
      case 'oversize':
        write(client, `${' '.repeat((options.maxLineBytes ?? 1_000_000) + 1)}${line}`);
        return;
      case 'malformed':
        write(client, `${line.slice(0, line.length / 2)}\r\n`);
        return;
      case 'not-utf8':
        write(client, Buffer.from([0x7b, 0xff, 0x0a]));
        return;
      case 'drip':
        for (const byte of Buffer.from(line)) write(client, Buffer.from([byte]));
        return;
      case 'late':
        write(client, { ...own, status: 503 });
        return;
      case 'forget-token':
        forgets = true;
        client.socket.destroy();
        return;
      case undefined:
        write(client, line);
    }
  }

  const { port, stop } = await listen(server, 0);
  return {
    port,
    /** Every request so far, for a test to look at. */
    requests,
    clk: clkNow,
    isListenedTo: (): boolean =>
      [...clients].some(
        ({ subscriptionId, isSilent }) => subscriptionId !== undefined && !isSilent,
      ),
    /** The next message happens, whoever hears it; false at the end. */
    next: (): boolean => {
      const message = recording[played];
      if (message === undefined) return false;
      const fault = faults.get(played);
      played += 1;
      books.apply(message);
      for (const client of clients)
        if (client.subscriptionId !== undefined) send(client, message, fault);
      return true;
    },
    stop: async (): Promise<void> => {
      clearInterval(heartbeats);
      for (const { socket } of clients) socket.destroy();
      await stop();
    },
  };
}

const imageOf = ({ id, definition, runners, tv }: MarketBook): object => ({
  ...{ id, img: true, tv, marketDefinition: definition },
  rc: [...runners.values()],
});

/** Lines as market messages with tokens of their own. */
export const asRecording = (lines: readonly string[]): readonly MarketMessage[] =>
  lines.flatMap((line, at) => {
    const message = parseMessage(line);
    if (message.op !== 'mcm') return [];
    const { ct: _ct, initialClk: _initialClk, segmentType: _segment, ...plain } = message;
    return [{ ...plain, clk: `c${at}` }];
  });
