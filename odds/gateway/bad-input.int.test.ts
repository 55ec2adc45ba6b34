import { connect as connectTcp, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { decode as decodeMsgpack, encode } from '@msgpack/msgpack';
import { afterEach, describe, expect, it } from 'vitest';

import { CLOSE_BAD_MESSAGE, CLOSE_FLOOD, fixtureId, SUBPROTOCOLS } from '#contracts/mod.ts';

import { useGateways, type TestReader } from './test-gateway.ts';
import { FIXTURE, sampleDelta, sampleMarket, sampleOdds } from './test-samples.ts';

const world = useGateways();
const { start, connect } = world;

/** The tests of a whole run share two cores. */
const PATIENT = { timeout: 20_000 };

const raw: Socket[] = [];
afterEach(() => {
  for (const socket of raw.splice(0)) socket.destroy();
});

/** Someone who does everything right, and must notice nothing of the others. */
async function bystander(): Promise<TestReader> {
  const reader = await connect();
  await reader.ask({ op: 'subscribe', id: 1, channel: 'odds' });
  world.host.publish(sampleOdds());
  await expect.poll(() => reader.reference.counts.image, PATIENT).toBe(1);
  return reader;
}

async function expectUndisturbed(reader: TestReader, seq = 2): Promise<void> {
  world.host.publish(sampleDelta(seq, { markets: [sampleMarket(2, seq)] }));
  await expect.poll(() => reader.reference.boards.get(FIXTURE)?.seq, PATIENT).toBe(seq);
  expect(reader.closed()).toBeUndefined();
  expect(reader.of('error')).toEqual([]);
}

const mask = (opcode: number, text: string): Buffer => {
  const payload = Buffer.from(text);
  const length = Buffer.from([payload.length >> 8, payload.length & 0xff]);
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([Buffer.from([opcode, 0xfe]), length, Buffer.alloc(4), payload]);
};

/** A connection that is written to by hand, and read only when the test does. */
function rawConnection(port: number, ...headers: readonly string[]): Socket {
  const socket = connectTcp(port, '127.0.0.1');
  raw.push(socket);
  socket.on('error', () => undefined);
  const upgrade = [
    'GET /v1/stream HTTP/1.1',
    'host: gateway',
    'connection: upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==',
    ...headers,
  ];
  socket.write(`${upgrade.join('\r\n')}\r\n\r\n`);
  return socket;
}

describe('a client that asks for too much', () => {
  it('of fixtures that do not exist gets none, and gets them when they begin', async () => {
    await start({ limits: { heartbeatMs: 100 } });
    const other = await bystander();
    const reader = await connect();
    const later = fixtureId('not-yet-priced');
    const fixtures = [later, 'never-priced'];
    expect(await reader.ask({ op: 'subscribe', id: 1, channel: 'odds', fixtures })).toEqual({
      op: 'status',
      id: 1,
      ok: true,
      fixtures: 0,
      resumed: 0,
    });
    await expect.poll(() => reader.of('heartbeat').length, PATIENT).toBeGreaterThan(2);
    expect(reader.of('heartbeat').at(-1)?.tops).toEqual({});
    world.host.publish(sampleOdds({ fixtureId: later }));
    await expect.poll(() => [...reader.reference.boards.keys()], PATIENT).toEqual([later]);
    await expectUndisturbed(other);
  });

  it('of subscriptions is refused, and keeps those that it has', async () => {
    await start({ limits: { subscriptions: 3 } });
    const other = await bystander();
    const reader = await connect();
    const ask = (id: number, fixtures: readonly string[]) =>
      reader.ask({ op: 'subscribe', id, channel: 'odds', fixtures });
    expect(await ask(1, [FIXTURE, 'two'])).toMatchObject({ ok: true });
    expect(await ask(2, ['three', 'four'])).toMatchObject({
      error: { code: 'TOO_MANY_SUBSCRIPTIONS' },
    });
    const names = Array.from({ length: 501 }, (_, index) => `match-${String(index)}`);
    expect(await ask(3, names)).toMatchObject({ error: { code: 'BAD_REQUEST' } });
    expect(await ask(4, ['three'])).toMatchObject({ ok: true });
    await expectUndisturbed(other);
    await expect.poll(() => reader.reference.boards.get(FIXTURE)?.seq, PATIENT).toBe(2);
    expect(reader.closed()).toBeUndefined();
  });
});

describe('a client that does not stop', () => {
  it.each([
    ['asking', () => JSON.stringify({ op: 'resync', id: 1, fixtures: [FIXTURE] }), CLOSE_FLOOD],
    ['talking nonsense', () => '{"op":', CLOSE_BAD_MESSAGE],
    ['guessing tokens', () => '{"op":"authenticate","id":1,"token":"?"}', CLOSE_FLOOD],
  ])('%s is closed, whatever it sends after that', async (_, text, code) => {
    const gateway = await start({
      limits: { badMessages: 10, messagesPerSecond: code === CLOSE_FLOOD ? 20 : 1000 },
    });
    const other = await bystander();
    const flooder = await connect();
    for (let sent = 0; sent < 3000; sent += 1) flooder.socket.send(text());
    await expect.poll(() => flooder.closed()?.code, PATIENT).toBe(code);
    await expectUndisturbed(other);
    expect(gateway.clients()).toBe(1);
    expect(flooder.of('error').length).toBeLessThanOrEqual(30);
  });

  it('leaves nothing behind, however often it comes back', async () => {
    const gateway = await start({
      trustedProxies: 1,
      limits: { connectionsByAddress: 2, badMessages: 1, connectsPerSecondByAddress: 1000 },
    });
    const other = await bystander();
    for (let round = 0; round < 60; round += 1) {
      const headers = { 'x-forwarded-for': '203.0.113.7' };
      const client = await connect({ headers });
      client.send({
        op: 'subscribe',
        id: 1,
        channel: 'odds',
        resume: { gone: { epoch: 1, seq: 1 } },
      });
      if (round % 3 === 0) client.socket.terminate();
      else client.socket.send(round % 3 === 1 ? '?' : 'x'.repeat(70_000));
      await expect.poll(() => client.closed()?.code, PATIENT).toBeDefined();
      await expect.poll(() => gateway.clients(), PATIENT).toBe(1);
    }
    await expectUndisturbed(other);
  });
});

const SUBSCRIBE = { op: 'subscribe', id: 1, channel: 'odds' };

describe('a message', () => {
  it.each([
    ['in binary of the JSON subprotocol', 'json', Buffer.from(JSON.stringify(SUBSCRIBE))],
    ['in MessagePack, which only the gateway speaks', 'msgpack', encode(SUBSCRIBE)],
    ['that is no MessagePack either', 'msgpack', Buffer.from([0xc1, 0xdf, 0xff, 0xff])],
    ['nested without end', 'json', '['.repeat(60_000)],
    ['with a name that means something to JavaScript', 'json', '{"__proto__":{"op":"resync"}}'],
  ] as [string, keyof typeof SUBPROTOCOLS, string | Uint8Array][])(
    '%s is refused, and closes the connection with 4002 when it does not stop',
    async (_, encoding, data) => {
      await start({ limits: { badMessages: 3 } });
      const other = await bystander();
      const client = await connect({
        protocols: [SUBPROTOCOLS[encoding]],
        ...(encoding === 'msgpack' && { decode: decodeMsgpack }),
      });
      client.socket.send(data);
      await expect.poll(() => client.of('error')[0]?.error.code, PATIENT).toBe('BAD_REQUEST');
      expect(client.closed()).toBeUndefined();
      for (let sent = 1; sent < 3; sent += 1) client.socket.send(data);
      await expect.poll(() => client.closed()?.code, PATIENT).toBe(CLOSE_BAD_MESSAGE);
      await expectUndisturbed(other);
    },
  );

  it('larger than the limit closes the connection with 1009', async () => {
    await start({ limits: { messageBytes: 2000 } });
    const other = await bystander();
    const client = await connect();
    client.socket.send(JSON.stringify({ ...SUBSCRIBE, sport: 'x'.repeat(2000) }));
    await expect.poll(() => client.closed()?.code, PATIENT).toBe(1009);
    await expectUndisturbed(other);
  });
});

describe('a frame', () => {
  it('that says it is compressed, and is not, closes the connection with 1007', async () => {
    const { port } = await start();
    const other = await bystander();
    const socket = rawConnection(port, 'sec-websocket-extensions: permessage-deflate');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.write(mask(0xc1, '\xff'.repeat(200)));
    await expect
      .poll(() => Buffer.concat(chunks).includes(Buffer.from([0x88, 0x02, 0x03, 0xef])), PATIENT)
      .toBe(true);
    await expectUndisturbed(other);
  });

  it('in many small parts that are too much together closes the connection with 1009', async () => {
    const { port } = await start();
    const other = await bystander();
    const socket = rawConnection(port);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.write(mask(0x01, ' '.repeat(1000)));
    for (let part = 0; part < 70; part += 1) socket.write(mask(0x00, ' '.repeat(1000)));
    await expect
      .poll(() => Buffer.concat(chunks).includes(Buffer.from([0x88, 0x02, 0x03, 0xf1])), PATIENT)
      .toBe(true);
    await expectUndisturbed(other);
  });

  it('that never ends is waited for only as long as a ping', async () => {
    const gateway = await start({ limits: { pingMs: 400 } });
    const other = await bystander();
    const socket = rawConnection(gateway.port);
    await expect.poll(() => gateway.clients(), PATIENT).toBe(2);
    socket.write(mask(0x01, 'x'.repeat(1000)).subarray(0, 100));
    await expect.poll(() => gateway.clients(), PATIENT).toBe(1);
    await expectUndisturbed(other);
  });
});

it('a client that never reads costs no more than its limit, and then nothing', async () => {
  const gateway = await start({ limits: { closeAfterMs: 1000 } });
  const other = await bystander();
  const socket = rawConnection(gateway.port);
  socket.pause();
  socket.write(mask(0x81, JSON.stringify({ op: 'subscribe', id: 1, channel: 'odds' })));
  await expect.poll(() => gateway.clients(), PATIENT).toBe(2);
  const markets = Array.from({ length: 300 }, (_, line) => sampleMarket(line, 1));
  let seq = 1;
  // The kernel takes some megabytes for it before the gateway can notice anything.
  while (gateway.clients() === 2 && seq < 3000) {
    seq += 1;
    const changed = markets.map((market) => ({ ...market, version: seq }));
    world.host.publish(sampleDelta(seq, { markets: changed }));
    await pause(10);
  }
  expect(gateway.clients()).toBe(1);
  await expectUndisturbed(other, seq + 1);
});
