import { connect as connectTcp } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { decode } from '@msgpack/msgpack';
import { describe, expect, it } from 'vitest';

import {
  CLOSE_BAD_MESSAGE,
  CLOSE_FLOOD,
  CLOSE_SLOW_CONSUMER,
  CLOSE_TOO_MANY_CONNECTIONS,
  subjects,
  SUBPROTOCOLS,
} from '#contracts/mod.ts';
import { seededRandom, sendJson } from '#platform/mod.ts';

import { boardOf } from './test-client.ts';
import { useGateways, type TestReader } from './test-gateway.ts';
import { FIXTURE, sampleDelta, sampleMarket, sampleOdds } from './test-samples.ts';

const world = useGateways();
const { start, connect, refusalOf, statusOf } = world;

const follow = (reader: TestReader) => reader.ask({ op: 'subscribe', id: 1, channel: 'odds' });
const markets = Array.from({ length: 500 }, (_, line) => sampleMarket(line, 1));

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
    expect(await follow(client)).toMatchObject({ op: 'status' });
    client.socket.send('again');
    await expect.poll(() => client.closed()?.code).toBe(CLOSE_BAD_MESSAGE);
  });

  it('of more than 64 KiB closes the connection', async () => {
    const gateway = await start();
    const client = await connect();
    client.socket.send('x'.repeat(64 * 1024 + 1));
    await expect.poll(() => client.closed()?.code).toBe(1009);
    expect(gateway.clients()).toBe(0);
  });

  it('of more than 64 KiB is not let in by compression either', async () => {
    await start();
    const client = await connect({ perMessageDeflate: { threshold: 0 } });
    client.socket.send('x'.repeat(10_000_000));
    await expect.poll(() => client.closed()?.code).toBe(1009);
  });

  it.each([
    ['a frame that is not masked', [0x81, 0x02, 0x7b, 0x7d], 1002],
    ['an opcode that does not exist', [0x8b, 0x80, 0, 0, 0, 0], 1002],
    ['text that is not UTF-8', [0x81, 0x81, 0, 0, 0, 0, 0xff], 1007],
    ['a continuation of nothing', [0x80, 0x80, 0, 0, 0, 0], 1002],
    ['a control frame of 200 bytes', [0x89, 0xfe, 0, 200, 0, 0, 0, 0], 1002],
  ])('%s closes this connection and no other', async (_, bytes, code) => {
    const { port } = await start();
    const other = await connect();
    await follow(other);
    expect(await closeCodeAfter(port, Buffer.from(bytes))).toBe(code);
    world.host.publish(sampleOdds());
    await expect.poll(() => other.reference.counts.image).toBe(1);
  });

  it('in a flood is refused, then the flood is ended', async () => {
    await start({ limits: { messagesPerSecond: 5, badMessages: 10 } });
    const client = await connect();
    for (let id = 0; id < 8; id += 1) client.send({ op: 'unsubscribe', id, channel: 'odds' });
    await expect.poll(() => client.of('status').length + client.of('error').length).toBe(8);
    expect(client.of('error').map(({ error }) => error.code)).toEqual(
      Array.from({ length: 3 }, () => 'RATE_LIMITED'),
    );
    for (let id = 8; id < 16; id += 1) client.send({ op: 'unsubscribe', id, channel: 'odds' });
    await expect.poll(() => client.closed()?.code).toBe(CLOSE_FLOOD);
  });

  it('from a host is refused and hurts nobody', async () => {
    await start();
    const client = await connect();
    await follow(client);
    world.nats.connection.publish(subjects.odds('football', FIXTURE), 'not json');
    sendJson(world.nats, subjects.odds('football', FIXTURE), { kind: 'image' });
    sendJson(world.nats, subjects.hostAlive, { owner: 1 });
    world.host.publish(sampleOdds());
    await expect.poll(() => client.reference.counts.image).toBe(1);
  });
});

describe('connections', () => {
  it('are refused from other origins, at other paths and beyond the limit', async () => {
    const limits = { connections: 2 };
    const { url } = await start({ allowedOrigins: ['https://bets.example'], limits });
    expect(await statusOf({ origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf({}, url.replace('/v1/stream', '/other'))).toBe(404);
    expect(await statusOf({}, url, ['something.else'])).toBe(400);
    expect(await statusOf({ origin: 'https://bets.example' })).toBe(101);
    expect(await statusOf({})).toBe(101);
    expect(await statusOf({})).toBe(503);
  });

  it('that there is no room for are asked to come again, not all at the same time', async () => {
    await start({ limits: { connections: 0 }, random: seededRandom('refused') });
    const told = await Promise.all(
      Array.from({ length: 20 }, async () => Number((await refusalOf())['retry-after'])),
    );
    expect(new Set(told)).toEqual(new Set([3, 4, 5, 6]));
  });

  it('are counted by the address that a trusted proxy saw', async () => {
    await start({ trustedProxies: 1, limits: { connectionsByAddress: 1 } });
    const from = (address: string) => ({ headers: { 'x-forwarded-for': `forged, ${address}` } });
    const first = await connect(from('203.0.113.7'));
    expect(await statusOf(from('203.0.113.7'))).toBe(429);
    expect(await statusOf(from('203.0.113.8'))).toBe(101);
    first.socket.close();
    await expect.poll(() => statusOf(from('203.0.113.7'))).toBe(101);
  });

  it('of one account are limited, wherever they come from', async () => {
    await start({ limits: { connectionsByAccount: 2 } });
    const clients = [await connect(), await connect(), await connect()];
    for (const [id, client] of clients.entries())
      client.send({ op: 'authenticate', id, token: 'bettor' });
    await expect
      .poll(() => clients.flatMap((client) => client.closed()?.code ?? []))
      .toEqual([CLOSE_TOO_MANY_CONNECTIONS]);
  });

  it('serve health, and say what they are to a browser', async () => {
    const { url } = await start();
    const base = url.replace('ws:', 'http:').replace('/v1/stream', '');
    expect(await (await fetch(`${base}/healthz`)).text()).toBe('ok\n');
    expect((await fetch(base)).status).toBe(426);
  });

  it('of peers that answer no ping are ended', async () => {
    const gateway = await start({ limits: { pingMs: 1500 } });
    const dead = await connect({ autoPong: false });
    const alive = await connect();
    await expect.poll(() => dead.closed()?.code, { timeout: 10_000 }).toBe(1006);
    expect(alive.closed()).toBeUndefined();
    expect(gateway.clients()).toBe(1);
  });

  it('of a reader that stopped are closed; others are not disturbed', async () => {
    const gateway = await start({ limits: { closeAfterMs: 300 } });
    const stopped = await connect({ perMessageDeflate: false });
    const healthy = await connect();
    for (const client of [stopped, healthy]) await follow(client);
    stopped.socket.pause();
    // The kernel takes some megabytes for the stopped reader before the gateway can notice it.
    let seq = 1;
    world.host.publish(sampleOdds({ seq, markets }));
    while (gateway.clients() === 2 && seq < 2000) {
      seq += 1;
      const changed = markets.map((market) => ({ ...market, version: seq }));
      world.host.publish(sampleDelta(seq, { markets: changed }));
      await pause(5);
    }
    await expect
      .poll(() => healthy.reference.boards.get(FIXTURE)?.seq, { timeout: 20_000 })
      .toBe(seq);
    stopped.socket.resume();
    await expect.poll(() => stopped.closed()?.code, { timeout: 20_000 }).toBe(CLOSE_SLOW_CONSUMER);
    expect(healthy.closed()).toBeUndefined();
  });

  it('end in good order when the gateway stops', async () => {
    const gateway = await start();
    const client = await connect();
    await gateway.stop();
    await expect.poll(() => client.closed()).toEqual({ code: 1001, reason: 'going away' });
  });
});

describe('an encoding', () => {
  it('is MessagePack when the client offers it first', async () => {
    await start();
    const reader = await connect({
      protocols: [SUBPROTOCOLS.msgpack, SUBPROTOCOLS.json],
      decode: (data) => decode(data),
    });
    expect(reader.socket.protocol).toBe(SUBPROTOCOLS.msgpack);
    await follow(reader);
    world.host.publish(sampleOdds({ markets }));
    await expect.poll(() => reader.reference.counts.image).toBe(1);
    world.host.publish(sampleDelta(2, { markets: [sampleMarket(7, 2)] }));
    await expect.poll(() => reader.reference.counts.delta).toBe(1);
    expect(reader.sizes.every(({ isBinary }) => isBinary)).toBe(true);
    expect(Object.keys(reader.reference.boards.get(FIXTURE)?.markets ?? {})).toHaveLength(500);
  });

  it('is JSON for those that offer nothing or JSON', async () => {
    await start();
    for (const protocols of [[], [SUBPROTOCOLS.json], ['x.y', SUBPROTOCOLS.json]]) {
      const reader = await connect({ protocols });
      expect(reader.socket.protocol).toBe(protocols.length === 0 ? '' : SUBPROTOCOLS.json);
      await expect.poll(() => reader.of('hello')).toHaveLength(1);
      expect(reader.sizes[0]?.isBinary).toBe(false);
    }
  });

  it('is compressed for those that can read it, plain for the others, and says the same', async () => {
    await start();
    const readers = [
      await connect({ perMessageDeflate: true }),
      await connect({ perMessageDeflate: false }),
      await connect({ perMessageDeflate: { serverMaxWindowBits: 10 } }),
      await connect({
        protocols: [SUBPROTOCOLS.msgpack],
        decode: (data) => decode(data),
      }),
    ];
    const bytesRead = readers.map(({ socket }) => bytesReadBy(socket));
    for (const reader of readers) await follow(reader);
    const image = sampleOdds({ markets });
    world.host.publish(image);
    for (const { reference } of readers) {
      await expect.poll(() => reference.counts.image).toBe(1);
      expect(reference.boards.get(FIXTURE)).toEqual(boardOf(image));
    }
    const [compressed = 0, plain = 0, smallWindow = 0, compressedMsgpack = 0] = bytesRead.map(
      (read) => read(),
    );
    expect(compressed).toBeLessThan(plain / 4);
    expect(compressedMsgpack).toBeLessThan(plain / 4);
    expect(smallWindow).toBeGreaterThan(plain * 0.9);
  });

  it('is never compressed when that is switched off', async () => {
    await start({ limits: { compressAboveBytes: Infinity } });
    const reader = await connect({ perMessageDeflate: true });
    expect(reader.socket.extensions).toBe('');
  });
});

/** How many bytes have come over the wire below the WebSocket. */
function bytesReadBy(socket: TestReader['socket']): () => number {
  const stream: unknown = Reflect.get(socket, '_socket');
  return () =>
    typeof stream === 'object' && stream !== null ? Number(Reflect.get(stream, 'bytesRead')) : 0;
}

/** Opens a WebSocket by hand, sends bytes as they are, and waits for the code of the close frame. */
async function closeCodeAfter(port: number, bytes: Buffer): Promise<number> {
  const socket = connectTcp(port, '127.0.0.1');
  const upgrade = [
    'GET /v1/stream HTTP/1.1',
    'host: gateway',
    'connection: upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==',
  ];
  socket.write(`${upgrade.join('\r\n')}\r\n\r\n`);
  socket.write(bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  const all = Buffer.concat(chunks);
  // The last frame is the close frame: no payload of ours contains its two first bytes.
  const at = all.lastIndexOf(Buffer.from([0x88, 0x02]));
  return at === -1 ? 0 : all.readUInt16BE(at + 2);
}
