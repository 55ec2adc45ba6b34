import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '#platform/mod.ts';

import { isOpen, type TestMatch } from './test-match.ts';
import { HostWorld, QUICK_POLICY, type RunningHost } from './test-world.ts';

let world: HostWorld;
let match: TestMatch;
let host: RunningHost;
beforeAll(async () => {
  world = await HostWorld.start();
  match = world.match();
  host = await world.host('a', { wanted: [match.shard] });
  await match.open();
});
afterAll(async () => {
  await world.stop();
});

describe('a producer that falls silent', () => {
  it('suspends the match until it is heard again', async () => {
    const before = match.odds.length;
    match.pauseAlive();
    const suspended = await match.sees(({ state }) => state.suspended.includes('feed'), before);
    expect(suspended.markets).toEqual([]);
    match.keepAlive();
    await match.sees(({ state }) => state.suspended.length === 0, before);
  });
});

describe('a host whose connection breaks for a moment', () => {
  it('says the whole board again, because readers cannot know what they missed', async () => {
    const before = match.odds.length;
    const seq = match.odds.at(-1)?.seq;
    await host.reconnect();
    const again = await match.sees(() => true, before);
    expect(again).toMatchObject({ kind: 'image', epoch: 1, seq });
    expect(again.markets.length).toBeGreaterThan(10);
  });
});

describe('a NATS server that stops and comes back', () => {
  it('leaves fixtures suspended by silence, and then they open and take events as before', async () => {
    const before = match.odds.length;
    const lastSeq = match.odds.at(-1)?.seq ?? 0;
    await world.nats.restart(() => systemClock.sleep(QUICK_POLICY.feedSilenceMs + 500));
    const first = await match.sees(() => true, before);
    // The board changed meanwhile, which only silence can have done. Nobody could hear it, but everybody sees
    // that something is missing, or hears the whole board.
    expect(first.kind === 'image' ? first.seq : first.prev).toBeGreaterThan(lastSeq);
    await expect
      .poll(async () => (await match.image().catch(() => undefined))?.state.suspended, {
        timeout: 10_000,
      })
      .toEqual([]);
    await match.report(match.goal('home', 20));
    const goal = await match.sees(({ feedVersion }) => feedVersion === 4, before);
    expect(goal.state).toMatchObject({ score: { home: 1, away: 0 }, suspended: ['score'] });
    await match.sees((message) => isOpen(message) && message.feedVersion === 4, before);
  });

  it('does not keep a host from stopping', async () => {
    const last = world.match();
    const other = await world.host('b', { wanted: [last.shard] });
    await last.open();
    await world.nats.restart(async () => {
      await other.stop();
      const { rows } = await world.pool.query('SELECT owner FROM shard WHERE id = $1', [
        last.shard,
      ]);
      expect(rows).toEqual([{ owner: null }]);
    });
  });
});
