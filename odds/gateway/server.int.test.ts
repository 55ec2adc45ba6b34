import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import { fixtureId, subjects, type FixtureId, type OddsMessage } from '#contracts/mod.ts';
import { sendJson, systemClock } from '#platform/mod.ts';

import { boardOf } from './test-client.ts';
import { ACCOUNTS, useGateways } from './test-gateway.ts';
import {
  FIXTURE,
  OTHER_FIXTURE,
  sampleBook,
  sampleDelta,
  sampleInfo,
  sampleMarket,
  sampleOdds,
  type SampleFields,
} from './test-samples.ts';

const world = useGateways();
const { start, connect } = world;

const delta = (seq: number, fields: SampleFields = {}): OddsMessage =>
  sampleDelta(seq, { markets: [sampleMarket(2, seq)], ...fields });

describe('a client of the gateway', () => {
  it('is greeted, gets the image of what it asks for, then deltas without a gap', async () => {
    const { host } = world;
    host.boards.set(FIXTURE, sampleOdds({ seq: 3 }));
    await start();
    host.alive();
    const client = await connect();
    expect(await client.ask({ op: 'subscribe', id: 1, channel: 'odds' })).toMatchObject({
      op: 'status',
      id: 1,
      ok: true,
    });
    await expect.poll(() => client.reference.counts.image).toBe(1);
    for (let seq = 4; seq < 40; seq += 1) host.publish(delta(seq));
    await expect.poll(() => client.reference.boards.get(FIXTURE)?.seq).toBe(39);
    expect(client.messages[0]).toMatchObject({
      op: 'hello',
      protocol: 1,
      encoding: 'json',
      heartbeatMs: 2000,
      limits: { subscriptions: 500, windowMs: 5000, closeAboveBytes: 1_048_576 },
    });
    expect(host.asked).toEqual([FIXTURE]);
  });

  it('gets fixtures that begin later, from images that nobody asked for', async () => {
    await start();
    const client = await connect();
    await client.ask({ op: 'subscribe', id: 1, channel: 'odds' });
    world.host.publish(sampleOdds({ fixtureId: OTHER_FIXTURE }));
    await expect.poll(() => [...client.reference.boards.keys()]).toEqual([OTHER_FIXTURE]);
  });

  it('gets only the competition, markets and lines that it chose', async () => {
    await start();
    const client = await connect();
    await client.ask({
      op: 'subscribe',
      id: 1,
      channel: 'odds',
      competition: 'Cup',
      marketTypes: ['total-goals'],
      mainOnly: true,
    });
    const markets = [sampleMarket(2, 1), sampleMarket(3, 1, { odds: 45_000 })];
    world.host.publish(sampleOdds({ info: sampleInfo('Cup'), markets }));
    world.host.publish(sampleOdds({ info: sampleInfo('League'), fixtureId: OTHER_FIXTURE }));
    await expect.poll(() => client.reference.counts.image).toBe(1);
    const main = () => Object.keys(client.reference.boards.get(FIXTURE)?.markets ?? {});
    expect(main()).toEqual([sampleMarket(2, 1).key]);
    world.host.publish(sampleDelta(2, { markets: [sampleMarket(3, 2, { odds: 20_000 })] }));
    await expect.poll(main).toEqual([sampleMarket(3, 1).key]);
    expect(client.reference.boards.size).toBe(1);
  });

  it('does not notice that the gateway lost a message, except that it is told', async () => {
    const { host } = world;
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
    expect(client.reference.counts).toMatchObject({ image: 1, delta: 1 });
    expect(client.reference.conflated).toEqual([undefined, 'upstream']);
  });

  it('never sees an owner that was fenced off', async () => {
    const { host } = world;
    await start();
    const client = await connect();
    await client.ask({ op: 'subscribe', id: 1, channel: 'odds' });
    host.publish(sampleOdds({ epoch: 2, seq: 1 }));
    await expect.poll(() => client.reference.counts.image).toBe(1);
    host.publish(sampleOdds({ epoch: 1, seq: 90 }));
    host.publish(delta(2, { epoch: 2 }));
    await expect.poll(() => client.reference.boards.get(FIXTURE)?.seq).toBe(2);
    expect(client.reference.counts).toMatchObject({ image: 1, delta: 1 });
  });

  it('is told the state of the hosts, early when it changes', async () => {
    await start({ limits: { staleAfterMs: 400 } });
    world.host.alive([]);
    const client = await connect();
    await expect.poll(() => client.of('heartbeat').at(-1)?.upstream).toBe('up');
    await expect.poll(() => client.of('heartbeat').at(-1)?.upstream).toBe('stale');
    world.host.alive([]);
    await expect.poll(() => client.of('heartbeat').at(-1)?.upstream).toBe('up');
  });

  it('has every board again after NATS was away', async () => {
    const { host } = world;
    host.boards.set(FIXTURE, sampleOdds({ seq: 1 }));
    await start();
    host.alive();
    const client = await connect();
    await client.ask({ op: 'subscribe', id: 1, channel: 'odds' });
    await expect.poll(() => client.reference.counts.image).toBe(1);
    // What changed meanwhile is published to nobody, and nothing follows it that would show the gap.
    await world.testNats.restart(() => {
      host.boards.set(FIXTURE, sampleOdds({ seq: 2, markets: [sampleMarket(9, 1)] }));
      return Promise.resolve();
    });
    await expect.poll(() => client.reference.boards.get(FIXTURE)?.seq, { timeout: 20_000 }).toBe(2);
    expect(client.closed()).toBeUndefined();
  });

  it('of all fixtures gets a thousand of them', async () => {
    const { host } = world;
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
    sendJson(world.nats, subjects.book('football', FIXTURE), sampleBook(1));
    await expect.poll(() => client.of('book')[0]?.book).toEqual(sampleBook(1));
  });

  it('sees the outcome of a login that was sent just before', async () => {
    await start({
      verifyToken: async () => {
        await pause(50);
        return {
          username: 't',
          role: 'trader',
          accountId: ACCOUNTS.trader,
          expiresAt: systemClock.now() + 3_600_000,
        };
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
        accountId: ACCOUNTS.trader,
        expiresAt: systemClock.now() + 300,
      }),
    });
    const client = await connect();
    await client.ask({ op: 'authenticate', id: 1, token: 'trader' });
    await client.ask({ op: 'subscribe', id: 2, channel: 'book' });
    await expect.poll(() => client.of('error').at(-1)?.error.code).toBe('UNAUTHENTICATED');
    sendJson(world.nats, subjects.book('football', FIXTURE), sampleBook(1));
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
