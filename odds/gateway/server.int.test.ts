import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';

import {
  CLOSE_BAD_MESSAGE,
  CLOSE_SLOW_CONSUMER,
  fixtureId,
  subjects,
  type FixtureId,
  type OddsMessage,
  type ServerMessage,
} from '#contracts/mod.ts';
import { createMetrics, sendJson, silentLogger, systemClock, type Nats } from '#platform/mod.ts';
import { startTestNats, type TestNats } from '#test/harness/mod.ts';

import { startGateway, type Gateway, type GatewayOptions } from './mod.ts';
import { boardOf, ReferenceClient } from './test-client.ts';
import { TestHost } from './test-host.ts';
import { FIXTURE, OTHER_FIXTURE, sampleBook, sampleMarket, sampleOdds } from './test-samples.ts';

let testNats: TestNats;
let nats: Nats;
let host: TestHost;
let gateway: Gateway;
const sockets: WebSocket[] = [];

beforeAll(async () => {
  testNats = await startTestNats();
  nats = testNats.nats;
});
afterAll(async () => {
  await testNats.stop();
});
beforeEach(() => {
  host = new TestHost(nats);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await gateway.stop();
  await host.stop();
});

const HOUR_MS = 3_600_000;

async function start(options: Partial<GatewayOptions> = {}): Promise<void> {
  gateway = await startGateway({
    port: 0,
    nats,
    clock: systemClock,
    log: silentLogger(),
    metrics: createMetrics('gateway'),
    verifyToken: (token) => {
      if (token === 'broken') throw new Error('the key store is away');
      if (token !== 'trader' && token !== 'bettor') return undefined;
      return { username: token, role: token, expiresAt: systemClock.now() + HOUR_MS };
    },
    ...options,
  });
  await nats.connection.flush();
}

type Sent = Record<string, unknown>;

/** A client on a real socket that keeps everything it is told. */
async function connect(options: ClientOptions = {}) {
  const socket = new WebSocket(gateway.url, options);
  sockets.push(socket);
  const reference = new ReferenceClient();
  const messages: ServerMessage[] = [];
  let closed: Readonly<{ code: number; reason: string }> | undefined;
  socket.on('message', (data: Buffer) => messages.push(reference.receive(data.toString())));
  socket.on('close', (code, reason) => {
    closed = { code, reason: reason.toString() };
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const of = <Op extends ServerMessage['op']>(op: Op) =>
    messages.filter((message): message is Extract<ServerMessage, { op: Op }> => message.op === op);
  return {
    socket,
    reference,
    messages,
    of,
    closed: () => closed,
    send: (message: Sent) => {
      socket.send(JSON.stringify(message));
    },
    /** Sends a request and waits for its answer. */
    ask: async (message: Sent & { id: number }) => {
      socket.send(JSON.stringify(message));
      return vitestPoll(() =>
        messages.find(
          (each) => (each.op === 'status' || each.op === 'error') && each.id === message.id,
        ),
      );
    },
  };
}

async function vitestPoll<T>(read: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const value = read();
    if (value !== undefined) return value;
    await pause(5);
  }
  throw new Error('it did not happen within 5 s');
}

const delta = (seq: number, fields: Partial<OddsMessage> = {}): OddsMessage =>
  sampleOdds({ kind: 'delta', seq, prev: seq - 1, markets: [sampleMarket(2, seq)], ...fields });

describe('a client of the gateway', () => {
  it('is greeted, gets the image of what it asks for, then deltas without a gap', async () => {
    host.boards.set(FIXTURE, sampleOdds({ seq: 3 }));
    await start();
    host.alive();
    const client = await connect();
    expect(await client.ask({ op: 'subscribe', id: 1, channel: 'odds' })).toEqual({
      op: 'status',
      id: 1,
      ok: true,
    });
    await expect.poll(() => client.reference.counts.image).toBe(1);
    for (let seq = 4; seq < 40; seq += 1) host.publish(delta(seq));
    await expect.poll(() => client.reference.boards.get(FIXTURE)?.seq).toBe(39);
    expect(client.messages[0]).toEqual({
      op: 'hello',
      protocol: 1,
      heartbeatMs: 2000,
      maxSubscriptions: 500,
    });
    expect(host.asked).toEqual([FIXTURE]);
  });

  it('gets fixtures that begin later, from images that nobody asked for', async () => {
    await start();
    const client = await connect();
    await client.ask({ op: 'subscribe', id: 1, channel: 'odds' });
    host.publish(sampleOdds({ fixtureId: OTHER_FIXTURE }));
    await expect.poll(() => [...client.reference.boards.keys()]).toEqual([OTHER_FIXTURE]);
  });

  it('does not notice that the gateway lost a message', async () => {
    host.boards.set(FIXTURE, sampleOdds({ seq: 1 }));
    await start();
    host.alive();
    const client = await connect();
    await client.ask({ op: 'subscribe', id: 1, channel: 'odds', fixtures: [FIXTURE] });
    await expect.poll(() => client.reference.counts.image).toBe(1);
    const now = sampleOdds({ seq: 5, markets: [sampleMarket(4, 5)] });
    host.boards.set(FIXTURE, now);
    host.publish(delta(5));
    await expect.poll(() => client.reference.boards.get(FIXTURE)?.seq).toBe(5);
    expect(client.reference.boards.get(FIXTURE)).toEqual(boardOf(now));
    expect(client.reference.counts).toEqual({ image: 1, delta: 1 });
  });

  it('never sees an owner that was fenced off', async () => {
    await start();
    const client = await connect();
    await client.ask({ op: 'subscribe', id: 1, channel: 'odds' });
    host.publish(sampleOdds({ epoch: 2, seq: 1 }));
    await expect.poll(() => client.reference.counts.image).toBe(1);
    host.publish(sampleOdds({ epoch: 1, seq: 90 }));
    host.publish(delta(2, { epoch: 2 }));
    await expect.poll(() => client.reference.boards.get(FIXTURE)?.seq).toBe(2);
    expect(client.reference.counts).toEqual({ image: 1, delta: 1 });
  });

  it('is told the state of the hosts, early when it changes', async () => {
    await start({ limits: { staleAfterMs: 400 } });
    host.alive([]);
    const client = await connect();
    await expect.poll(() => client.of('heartbeat').at(-1)?.upstream).toBe('up');
    await expect.poll(() => client.of('heartbeat').at(-1)?.upstream).toBe('stale');
    host.alive([]);
    await expect.poll(() => client.of('heartbeat').at(-1)?.upstream).toBe('up');
  });

  it('has every board again after NATS was away', async () => {
    host.boards.set(FIXTURE, sampleOdds({ seq: 1 }));
    await start();
    host.alive();
    const client = await connect();
    await client.ask({ op: 'subscribe', id: 1, channel: 'odds' });
    await expect.poll(() => client.reference.counts.image).toBe(1);
    // What changed meanwhile is published to nobody, and nothing follows it that would show the gap.
    await testNats.restart(() => {
      host.boards.set(FIXTURE, sampleOdds({ seq: 2, markets: [sampleMarket(9, 1)] }));
      return Promise.resolve();
    });
    await expect.poll(() => client.reference.boards.get(FIXTURE)?.seq, { timeout: 20_000 }).toBe(2);
    expect(client.closed()).toBeUndefined();
  });
});

describe('the book channel', () => {
  it('is for traders only', async () => {
    await start();
    const client = await connect();
    const subscribe = (id: number) => client.ask({ op: 'subscribe', id, channel: 'book' });
    expect(await subscribe(1)).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
    const wrong = await client.ask({ op: 'authenticate', id: 2, token: 'wrong' });
    expect(wrong).toMatchObject({ op: 'error', id: 2, error: { code: 'UNAUTHENTICATED' } });
    await client.ask({ op: 'authenticate', id: 3, token: 'bettor' });
    expect(await subscribe(4)).toMatchObject({ error: { code: 'FORBIDDEN' } });
    await client.ask({ op: 'authenticate', id: 5, token: 'trader' });
    expect(await subscribe(6)).toMatchObject({ op: 'status', ok: true });
    sendJson(nats, subjects.book('football', FIXTURE), sampleBook(1));
    await expect.poll(() => client.of('book')[0]?.book).toEqual(sampleBook(1));
  });

  it('sees the outcome of a login that was sent just before', async () => {
    await start({
      verifyToken: async () => {
        await pause(50);
        return { username: 't', role: 'trader', expiresAt: systemClock.now() + HOUR_MS };
      },
    });
    const client = await connect();
    client.send({ op: 'authenticate', id: 1, token: 'trader' });
    expect(await client.ask({ op: 'subscribe', id: 2, channel: 'book' })).toMatchObject({
      op: 'status',
    });
  });

  it('ends with the token', async () => {
    await start({
      limits: { heartbeatMs: 50 },
      verifyToken: () => ({
        username: 't',
        role: 'trader',
        expiresAt: systemClock.now() + 300,
      }),
    });
    const client = await connect();
    await client.ask({ op: 'authenticate', id: 1, token: 'trader' });
    await client.ask({ op: 'subscribe', id: 2, channel: 'book' });
    await expect.poll(() => client.of('error').at(-1)?.error.code).toBe('UNAUTHENTICATED');
    sendJson(nats, subjects.book('football', FIXTURE), sampleBook(1));
    await client.ask({ op: 'unsubscribe', id: 3, channel: 'book' });
    expect(client.of('book')).toEqual([]);
  });

  it('survives a token check that fails', async () => {
    await start();
    const client = await connect();
    expect(await client.ask({ op: 'authenticate', id: 1, token: 'broken' })).toMatchObject({
      error: { code: 'INTERNAL' },
    });
    expect(await client.ask({ op: 'subscribe', id: 2, channel: 'odds' })).toMatchObject({
      op: 'status',
    });
  });
});

describe('bad input', () => {
  it('is answered with a code, and only ends the connection when it does not stop', async () => {
    await start({ limits: { badMessages: 4 } });
    const client = await connect();
    client.socket.send('{');
    client.socket.send(JSON.stringify({ op: 'subscribe', id: 9, channel: 'everything' }));
    client.socket.send(Buffer.from([1, 2, 3]));
    await expect.poll(() => client.of('error')).toHaveLength(3);
    expect(client.of('error').map(({ id, error }) => [id, error.code])).toEqual([
      [null, 'BAD_REQUEST'],
      [9, 'BAD_REQUEST'],
      [null, 'BAD_REQUEST'],
    ]);
    expect(await client.ask({ op: 'subscribe', id: 1, channel: 'odds' })).toMatchObject({
      op: 'status',
    });
    client.socket.send('again');
    await expect.poll(() => client.closed()?.code).toBe(CLOSE_BAD_MESSAGE);
  });

  it('of more than 16 KiB closes the connection', async () => {
    await start();
    const client = await connect();
    client.socket.send('x'.repeat(16 * 1024 + 1));
    await expect.poll(() => client.closed()?.code).toBe(1009);
    expect(gateway.clients()).toBe(0);
  });

  it('in a flood is refused', async () => {
    await start({ limits: { messagesPerSecond: 5, badMessages: 1000 } });
    const client = await connect();
    for (let id = 0; id < 8; id += 1) client.send({ op: 'unsubscribe', id, channel: 'odds' });
    await expect.poll(() => client.of('status').length + client.of('error').length).toBe(8);
    expect(client.of('error').map(({ error }) => error.code)).toEqual(
      Array.from({ length: 3 }, () => 'RATE_LIMITED'),
    );
  });

  it('from a host is refused and hurts nobody', async () => {
    await start();
    const client = await connect();
    await client.ask({ op: 'subscribe', id: 1, channel: 'odds' });
    nats.connection.publish(subjects.odds('football', FIXTURE), 'not json');
    sendJson(nats, subjects.odds('football', FIXTURE), { kind: 'image' });
    sendJson(nats, subjects.hostAlive, { owner: 1 });
    host.publish(sampleOdds());
    await expect.poll(() => client.reference.counts.image).toBe(1);
  });
});

describe('connections', () => {
  const statusOf = (options: ClientOptions, url = gateway.url): Promise<number> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(url, options);
      sockets.push(socket);
      socket.on('unexpected-response', (_, { statusCode = 0 }) => {
        resolve(statusCode);
      });
      socket.on('open', () => {
        resolve(101);
      });
      socket.on('error', reject);
    });

  it('are refused from other origins, at other paths and beyond the limit', async () => {
    await start({ allowedOrigins: ['https://bets.example'], limits: { connections: 2 } });
    expect(await statusOf({ origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf({}, gateway.url.replace('/v1/stream', '/other'))).toBe(404);
    expect(await statusOf({ origin: 'https://bets.example' })).toBe(101);
    expect(await statusOf({})).toBe(101);
    expect(await statusOf({})).toBe(503);
  });

  it('serves health, and says what it is to a browser', async () => {
    await start();
    const base = gateway.url.replace('ws:', 'http:').replace('/v1/stream', '');
    expect(await (await fetch(`${base}/healthz`)).text()).toBe('ok\n');
    expect((await fetch(base)).status).toBe(426);
  });

  it('of peers that answer no ping are ended', async () => {
    await start({ limits: { pingMs: 1500 } });
    const dead = await connect({ autoPong: false });
    const alive = await connect();
    await expect.poll(() => dead.closed()?.code, { timeout: 10_000 }).toBe(1006);
    expect(alive.closed()).toBeUndefined();
    expect(gateway.clients()).toBe(1);
  });

  it('of a reader that stopped are closed; others are not disturbed', async () => {
    await start({ limits: { closeAfterMs: 300 } });
    const stopped = await connect();
    const healthy = await connect();
    for (const { ask } of [stopped, healthy])
      await ask({ op: 'subscribe', id: 1, channel: 'odds' });
    stopped.socket.pause();
    // The kernel takes some megabytes for the stopped reader before the gateway can notice it.
    const markets = Array.from({ length: 500 }, (_, line) => sampleMarket(line, 1));
    let seq = 1;
    host.publish(sampleOdds({ seq, markets }));
    while (gateway.clients() === 2 && seq < 2000) {
      seq += 1;
      const changed = markets.map((market) => ({ ...market, version: seq }));
      host.publish(delta(seq, { markets: changed }));
      await pause(5);
    }
    await expect.poll(() => healthy.reference.boards.get(FIXTURE)?.seq).toBe(seq);
    stopped.socket.resume();
    await expect.poll(() => stopped.closed()?.code).toBe(CLOSE_SLOW_CONSUMER);
    expect(healthy.closed()).toBeUndefined();
  });

  it('end in good order when the gateway stops', async () => {
    await start();
    const client = await connect();
    await gateway.stop();
    await expect.poll(() => client.closed()).toEqual({ code: 1001, reason: 'going away' });
  });
});

it('serves a thousand fixtures to a client that subscribes to all', async () => {
  const ids: FixtureId[] = Array.from({ length: 1000 }, (_, index) =>
    fixtureId(`league-${String(index)}`),
  );
  for (const id of ids) host.boards.set(id, sampleOdds({ fixtureId: id }));
  await start();
  const client = await connect();
  await client.ask({ op: 'subscribe', id: 1, channel: 'odds' });
  host.alive();
  await expect.poll(() => client.reference.boards.size, { timeout: 20_000 }).toBe(1000);
  expect(host.asked).toHaveLength(1000);
});
