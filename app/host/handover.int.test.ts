import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { betId, subjects, type OddsMessage } from '#contracts/mod.ts';
import { readFeedEvents } from '#feeds/mod.ts';
import { createPool, encodeJson, newId, systemClock } from '#platform/mod.ts';

import type { JournalMessage } from './journal.ts';
import { LEASE_MS, TRUST_MS } from './ownership.ts';
import { homePrice, isOpen, type TestMatch } from './test-match.ts';
import { HostWorld, QUICK_POLICY } from './test-world.ts';

let world: HostWorld;
let match: TestMatch;
beforeAll(async () => {
  world = await HostWorld.start();
});
afterAll(async () => {
  await world.stop();
});
beforeEach(() => {
  match = world.match();
});
afterEach(async () => {
  await world.clear();
});

const byEpoch = (epoch: number): readonly OddsMessage[] =>
  match.odds.filter((message) => message.epoch === epoch);

const TAKEN_BACK = { kind: 'image', epoch: 2, seq: 1, prev: 0, markets: [] };

describe('a host that was killed', () => {
  it('is followed by one with a higher epoch, the same bets and the same prices', async () => {
    const wanted = [match.shard];
    const old = await world.host('old', { wanted });
    await match.open();
    world.lease('old', 'new');
    const request = await match.received('300000');
    const before = homePrice(await match.image());
    expect(await match.decided(request)).toMatchObject({ verdict: 'accept' });
    await world.writeBet(request.betId, request.selection, { stakeMinor: 300_000n });
    await expect.poll(async () => homePrice(await match.image())).toBeLessThan(before);
    const moved = homePrice(await match.image());

    old.freeze();
    old.shift(LEASE_MS);
    await world.endLeases();
    await world.host('new', { wanted });
    world.lease('old', 'new');
    await match.sees((message) => message.epoch === 2 && isOpen(message));
    const [first] = byEpoch(2);
    expect(first).toMatchObject(TAKEN_BACK);
    expect(first?.state.suspended).toEqual(['model', 'handover']);

    // Both hear the question; the old one has noticed by its own clock that it must not answer it.
    const bet = { ...(await receivedByNew()), selection: { ...request.selection, odds: moved } };
    const accepted = { verdict: 'accept', odds: moved, token: { ownerEpoch: 2 } };
    const refused = { verdict: 'reject', code: 'HOST_UNAVAILABLE' };
    await expect.poll(() => repliesTo(bet), { timeout: 5_000 }).toMatchObject([refused, accepted]);
    expect(byEpoch(1).at(-1)?.state.suspended).toContain('handover');

    old.thaw();
    await expect.poll(() => repliesTo(bet), { timeout: 5_000 }).toMatchObject([accepted]);
  });

  /** The first answer counts, and the old host may be quicker with its refusal: then it is asked again. */
  async function receivedByNew(): Promise<Awaited<ReturnType<TestMatch['received']>>> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await match.received();
      } catch (error) {
        if (tries === 50) throw error;
      }
    }
  }

  /** Everybody who serves the shard answers, and not only the first. */
  async function repliesTo(body: object): Promise<readonly Record<string, unknown>[]> {
    const { connection } = world.nats.nats;
    const replies: Record<string, unknown>[] = [];
    const inbox = `_INBOX.${newId()}`;
    const subscription = connection.subscribe(inbox, {
      callback: (_, message) => {
        replies.push(message.json<Record<string, unknown>>());
      },
    });
    connection.publish(subjects.decide(match.shard), encodeJson(body), { reply: inbox });
    await systemClock.sleep(400);
    subscription.unsubscribe();
    return replies.sort((left, right) =>
      String(left['verdict']) > String(right['verdict']) ? -1 : 1,
    );
  }
});

describe('a host that stops', () => {
  it('gives its shards to the next at once', async () => {
    const wanted = [match.shard];
    const first = await world.host('first', { wanted });
    await match.open();
    await match.tell('suspend');
    await first.stop();
    await expect(match.image()).rejects.toMatchObject({ kind: 'no-responders' });
    const count = match.odds.length;
    await match.report(match.goal('home', 5));
    await world.host('second', { wanted });
    const opened = await match.sees((message) => message.epoch === 2 && isOpen(message), count);
    expect(opened.state.score).toEqual({ home: 1, away: 0 });
    expect(byEpoch(2)[0]).toMatchObject(TAKEN_BACK);
    // After its stop the first one has said nothing more.
    expect(match.odds.slice(count).map(({ epoch }) => epoch)).not.toContain(1);
  });
});

describe('a host that takes over', () => {
  it('reads the bets only when no placement of the owner before it is under way', async () => {
    await match.kickOff();
    const placement = await world.pool.connect();
    const request = {
      fixtureId: match.fixtureId,
      marketKey: 'match-result' as never,
      outcomeId: 'home' as never,
      odds: 21_000 as never,
    };
    try {
      await placement.query('BEGIN');
      await placement.query('SELECT pg_advisory_xact_lock_shared(shard_fence_key($1))', [
        match.shard,
      ]);
      await world.host('a', { wanted: [match.shard] });
      // An event arrives meanwhile; it must not open the fixture before the fence is passed.
      await match.report(match.goal('home', 5));
      match.keepAlive();
      await systemClock.sleep(500);
      expect(match.odds).toEqual([]);
      await world.writeBet(betId(newId()), request, { stakeMinor: 300_000n, client: placement });
      await placement.query('COMMIT');
    } finally {
      placement.release();
    }
    await match.sees(isOpen);
    const rebuilt = await match.image();
    expect(rebuilt.feedVersion).toBe(4);
    const rebuild = async () => {
      const subject = subjects.journal(match.fixtureId);
      const [message] = await world.stored<JournalMessage>('JOURNAL', subject);
      return message?.[0]?.input;
    };
    await expect.poll(rebuild).toMatchObject({ type: 'rebuild', bets: [{ status: 'accepted' }] });
  });

  it('keeps its shards and opens the others when one fixture cannot be rebuilt', async () => {
    const broken = world.match();
    await broken.kickOff();
    let isBroken = true;
    const pool = createPool({ url: world.database.url, maxConnections: 2 });
    world.onStop(() => pool.end());
    await world.host('a', {
      wanted: [match.shard, broken.shard],
      readEvents: (fixture, after) =>
        isBroken && fixture === broken.fixtureId
          ? Promise.reject(new Error('a page of the table is damaged'))
          : readFeedEvents(pool, fixture, after),
    });
    await match.open();
    const first = await leaseEnd();
    await expect.poll(leaseEnd, { timeout: 5_000 }).not.toEqual(first);
    expect(broken.odds).toEqual([]);
    expect(await broken.image()).toEqual({ missing: true });
    isBroken = false;
    broken.keepAlive();
    await broken.sees(isOpen);
  });

  const leaseEnd = async (): Promise<unknown> => {
    const { rows } = await world.pool.query<{ expires_at: Date }>(
      'SELECT expires_at FROM shard WHERE id = $1',
      [match.shard],
    );
    return rows[0]?.expires_at;
  };
});

describe('a host that loses PostgreSQL', () => {
  it('suspends when its lease is in doubt, and opens again when it can be renewed', async () => {
    const host = await world.host('a', { wanted: [match.shard] });
    await match.open();
    world.lease('a');
    const request = await match.received();
    const { nats } = world.nats;
    const lock = await world.pool.connect();
    try {
      await lock.query('BEGIN');
      await lock.query('SELECT FROM shard WHERE id = $1 FOR UPDATE', [match.shard]);
      host.shift(TRUST_MS);
      expect(await match.ask(request)).toEqual({ verdict: 'reject', code: 'HOST_UNAVAILABLE' });
      await nats.connection.flush();
      expect(match.odds.at(-1)?.state.suspended).toContain('handover');
      expect(match.odds.at(-1)?.epoch).toBe(1);
      await lock.query('COMMIT');
    } finally {
      lock.release();
    }
    await match.sees((message) => isOpen(message) && message.epoch === 1, match.odds.length);
  });
});

describe('a reservation', () => {
  it('needs a lease, and is buried in PostgreSQL before its exposure is free', async () => {
    const host = await world.host('a', { wanted: [match.shard] });
    await match.open();
    const bet = await match.newBet();
    // Without a lease of its own it takes no risk, whatever the fixture could carry.
    expect(await match.ask(bet)).toMatchObject({ verdict: 'reject', code: 'RISK_BUDGET' });
    world.lease('b');
    expect(await match.ask(bet)).toMatchObject({ verdict: 'reject', code: 'RISK_BUDGET' });
    world.lease('a', 'b');
    const request = await match.received('300000');
    const priced = homePrice(await match.image());
    expect(await match.decided(request)).toMatchObject({ verdict: 'accept' });
    await expect.poll(async () => homePrice(await match.image())).toBeLessThan(priced);
    expect(await tombstones()).toBe(0);
    host.shift(QUICK_POLICY.tokenLifeMs);
    await expect.poll(tombstones).toBe(1);
    await expect.poll(async () => homePrice(await match.image())).toBe(priced);
  });

  const tombstones = async (): Promise<number | null> => {
    const { rowCount } = await world.pool.query('SELECT FROM bet_tombstone WHERE fixture_id = $1', [
      match.fixtureId,
    ]);
    return rowCount;
  };
});
