import { expect, it } from 'vitest';

import { STREAMS, type OddsMessage } from '#contracts/mod.ts';
import { ensureStreams, seededRandom } from '#platform/mod.ts';

import { useGateways, type TestReader } from './test-gateway.ts';
import { FIXTURE, sampleDelta, sampleMarket, sampleOdds } from './test-samples.ts';

const world = useGateways();
const { start, connect, statusOf } = world;

const delta = (seq: number): OddsMessage =>
  sampleDelta(seq, { markets: [sampleMarket(2, seq, { odds: 15_000 + seq })] });

const positionsOf = ({ reference }: TestReader) =>
  Object.fromEntries([...reference.boards].map(([id, { epoch, seq }]) => [id, { epoch, seq }]));

/** Takes what another client held to a new connection, and subscribes with it. */
async function resumeWith(before: TestReader): Promise<TestReader> {
  const after = await connect();
  for (const [id, board] of before.reference.boards) after.reference.boards.set(id, board);
  after.send({ op: 'subscribe', id: 1, channel: 'odds', resume: positionsOf(before) });
  return after;
}

async function followed(seq: number): Promise<TestReader> {
  const reader = await connect();
  await reader.ask({ op: 'subscribe', id: 1, channel: 'odds' });
  await expect.poll(() => reader.reference.boards.get(FIXTURE)?.seq).toBe(seq);
  return reader;
}

it('a gateway that stops asks everyone to go, serves them until they have, and lets no one in', async () => {
  world.host.boards.set(FIXTURE, sampleOdds({ seq: 1 }));
  const gateway = await start({ drainMs: 4000, random: seededRandom('drain') });
  world.host.alive();
  const readers = [await followed(1), await followed(1)];
  const stopped = gateway.stop();
  for (const reader of readers) await expect.poll(() => reader.of('goaway')).toHaveLength(1);
  const pauses = readers.map((reader) => reader.of('goaway')[0]?.reconnectInMs ?? -1);
  expect(new Set(pauses).size).toBe(2);
  for (const pause of pauses) {
    expect(pause).toBeGreaterThanOrEqual(0);
    expect(pause).toBeLessThan(4000);
  }
  expect(await statusOf({}, gateway.url)).toBe(503);
  const health = gateway.url.replace('ws:', 'http:').replace('/v1/stream', '/healthz');
  expect((await fetch(health)).status).toBe(503);
  world.host.publish(delta(2));
  for (const { reference } of readers)
    await expect.poll(() => reference.boards.get(FIXTURE)?.seq).toBe(2);
  for (const { socket } of readers) socket.close(1000);
  await stopped;
  expect(readers.map((reader) => reader.closed()?.code)).toEqual([1000, 1000]);
});

it('who does not go is closed at the end of the time', async () => {
  const gateway = await start({ drainMs: 200 });
  const reader = await connect();
  await gateway.stop();
  await expect.poll(() => reader.closed()?.code).toBe(1001);
  expect(reader.of('goaway')).toHaveLength(1);
});

it('clients go on at another gateway from what they hold', async () => {
  world.host.boards.set(FIXTURE, sampleOdds({ seq: 1 }));
  const first = await start();
  world.host.alive();
  const before = await followed(1);
  world.host.boards.set(FIXTURE, sampleOdds({ seq: 1 }));
  await start();
  world.host.alive();
  const witness = await followed(1);
  await first.stop();
  for (const seq of [2, 3]) world.host.publish(delta(seq));
  await expect.poll(() => witness.reference.boards.get(FIXTURE)?.seq).toBe(3);
  const after = await resumeWith(before);
  await expect.poll(() => after.reference.boards.get(FIXTURE)?.seq).toBe(3);
  expect(after.reference.counts).toMatchObject({ image: 0, delta: 1, checksums: 1 });
  expect(after.of('status')).toEqual([{ op: 'status', id: 1, ok: true, fixtures: 1, resumed: 1 }]);
});

it('clients go on at a gateway that has only just started, from what the stream remembers', async () => {
  await ensureStreams(world.nats, STREAMS);
  world.host.boards.set(FIXTURE, sampleOdds({ seq: 1 }));
  const first = await start();
  world.host.alive();
  for (const seq of [2, 3]) world.host.publish(delta(seq));
  const before = await followed(3);
  await first.stop();
  for (const seq of [4, 5]) world.host.publish(delta(seq));
  world.host.boards.set(FIXTURE, sampleOdds({ seq: 5, markets: delta(5).markets }));
  await start({ limits: { heartbeatMs: 200 } });
  const after = await resumeWith(before);
  await expect.poll(() => after.of('heartbeat').at(-1)?.tops).toEqual({ [FIXTURE]: null });
  world.host.alive();
  await expect.poll(() => after.reference.boards.get(FIXTURE)?.seq).toBe(5);
  expect(after.reference.counts).toMatchObject({ image: 0, delta: 1, checksums: 1 });
  expect(after.reference.boards.get(FIXTURE)?.markets).toEqual({
    [sampleMarket(2, 0).key]: sampleMarket(2, 5, { odds: 15_005 }),
  });
});

it('a fixture that a new gateway never learns of is gone after a while', async () => {
  await start({ limits: { heartbeatMs: 50 } });
  const reader = await connect();
  const resume = { [FIXTURE]: { epoch: 1, seq: 1 } };
  await reader.ask({ op: 'subscribe', id: 1, channel: 'odds', resume });
  await expect.poll(() => reader.of('heartbeat').at(-1)?.tops).toEqual({ [FIXTURE]: null });
  await expect.poll(() => reader.of('heartbeat').at(-1)?.tops).toEqual({});
});

it('a gateway that waits until it is ready has the boards when it lets the first client in', async () => {
  world.host.boards.set(FIXTURE, sampleOdds({ seq: 1 }));
  setTimeout(() => {
    world.host.alive();
  }, 300);
  await start({ readyWithinMs: 10_000 });
  const reader = await connect();
  expect(await reader.ask({ op: 'subscribe', id: 1, channel: 'odds' })).toMatchObject({
    fixtures: 1,
  });
  await expect.poll(() => reader.reference.boards.get(FIXTURE)?.seq).toBe(1);
  expect(reader.of('heartbeat')[0]?.tops).toEqual({});
});

it('a gateway without any host lets clients in all the same', async () => {
  await start({ readyWithinMs: 100 });
  const reader = await connect();
  await expect.poll(() => reader.of('heartbeat')[0]?.upstream).toBe('stale');
});
