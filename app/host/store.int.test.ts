import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { betId, fixtureId, type BetId, type BetStatus, type Odds } from '#contracts/mod.ts';
import { newId } from '#platform/mod.ts';

import { openSumOf } from '../open-sum.ts';
import { createHostStore, type HostStore } from './store.ts';
import { HOME, MATCH_RESULT } from './test-fixture.ts';
import { HostWorld } from './test-world.ts';

let world: HostWorld;
let store: HostStore;
beforeAll(async () => {
  world = await HostWorld.start();
  store = createHostStore(world.pool);
});
afterAll(async () => {
  await world.stop();
});

const onFixture = (name: string) => ({
  fixtureId: fixtureId(name),
  marketKey: MATCH_RESULT,
  outcomeId: HOME,
  odds: 21_000 as Odds,
});
const freshBet = (): BetId => betId(newId());

async function bet(name: string, status: BetStatus = 'accepted'): Promise<BetId> {
  const id = freshBet();
  await world.writeBet(id, onFixture(name), { status });
  return id;
}

async function fixture(name: string, status: string): Promise<void> {
  await world.pool.query(
    `INSERT INTO fixture (fixture_id, sport, competition, home_id, home, away_id, away, starts_at,
       status, producer, version)
     VALUES ($1, 'football', 'Test League', 'h', 'Harbour', 'a', 'Albion', 0, $2, 'test', 1)`,
    [name, status],
  );
}

/** Whether a promise is settled a little later. */
const settlesSoon = (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    promise.then(() => true),
    new Promise<boolean>((resolve) =>
      setTimeout(() => {
        resolve(false);
      }, 150),
    ),
  ]);

describe('openFixtures', () => {
  it('are those not closed, and closed ones as long as a bet on them is open', async () => {
    await fixture('coming', 'not-started');
    await fixture('running', 'in-play');
    await fixture('over', 'ended');
    await fixture('done', 'closed');
    await fixture('done-with-bet', 'closed');
    await fixture('done-and-paid', 'closed');
    await bet('done-with-bet');
    await bet('done-and-paid', 'settled');
    await bet('done', 'rejected');
    await bet('unheard-of');
    expect([...(await store.openFixtures())].sort()).toEqual([
      'coming',
      'done-with-bet',
      'over',
      'running',
      'unheard-of',
    ]);
  });
});

describe('openBets', () => {
  it('are the accepted ones of the fixtures asked for, as their messages tell them', async () => {
    const accepted = await bet('with-bets');
    for (const status of ['delayed', 'rejected', 'settled', 'void'] as const)
      await bet('with-bets', status);
    await bet('elsewhere');
    expect(await store.openBets([fixtureId('with-bets')])).toEqual([
      {
        betId: accepted,
        version: 2,
        accountId: world.account,
        status: 'accepted',
        currency: 'EUR',
        stakeMinor: '1000',
        payoutMinor: null,
        policy: 'none',
        reason: null,
        receivedAt: 1_000,
        decidedAt: 2_000,
        ownerEpoch: 1,
        at: 2_000,
        legs: [{ leg: 0, ...onFixture('with-bets'), catalogueVersion: 1, result: null }],
      },
    ]);
    expect(await store.openBets([])).toEqual([]);
  });

  it('are told apart by their versions alone', async () => {
    const accepted = await bet('with-versions');
    for (const status of ['delayed', 'rejected', 'settled', 'void'] as const)
      await bet('with-versions', status);
    await bet('elsewhere');
    expect(await store.openVersions(fixtureId('with-versions'))).toEqual(new Map([[accepted, 2]]));
    expect(await store.openVersions(fixtureId('without'))).toEqual(new Map());
  });

  it('have a sum that the host works out, too', async () => {
    const versions: [BetId, number][] = [];
    for (let count = 0; count < 20; count += 1) versions.push([await bet('with-sum'), 2]);
    for (const status of ['settled', 'void'] as const) await bet('with-sum', status);
    expect(await store.openSum(fixtureId('with-sum'))).toEqual(openSumOf(versions));
    expect(await store.openSum(fixtureId('without'))).toEqual(openSumOf([]));
  });

  it('tell a multiple whole, whichever of its fixtures is asked for', async () => {
    const id = await bet('leg-one');
    await world.pool.query(
      `INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, requested_odds)
       VALUES ($1, 1, 'leg-two', 'match-result', 'away', 30000)`,
      [id],
    );
    const [one] = await store.openBets([fixtureId('leg-one')]);
    const [two] = await store.openBets([fixtureId('leg-two')]);
    expect(one).toEqual(two);
    expect(one?.legs.map((leg) => [leg.fixtureId, leg.odds])).toEqual([
      ['leg-one', 21_000],
      ['leg-two', 30_000],
    ]);
    expect(await store.bet(id)).toEqual(one);
    expect(await store.bet(freshBet())).toBeUndefined();
  });
});

describe('commands', () => {
  it('come in the order in which they were given, of one fixture', async () => {
    const command = async (name: string, seq: number, kind: string): Promise<void> => {
      const body = { commandId: newId(), fixtureId: name, actor: 't', at: seq, kind };
      await world.pool.query(
        `INSERT INTO trader_command (command_id, fixture_id, command_seq, actor, at, body)
         VALUES ($1, $2, $3, 't', $3, $4)`,
        [body.commandId, name, seq, JSON.stringify(body)],
      );
    };
    await command('traded', 2, 'resume');
    await command('traded', 1, 'suspend');
    await command('other', 1, 'suspend');
    const commands = await store.commands(fixtureId('traded'));
    expect(commands.map(({ kind }) => kind)).toEqual(['suspend', 'resume']);
  });
});

describe('buryReservation', () => {
  const FIXTURE = fixtureId('buried');
  const tombstones = async (id: BetId): Promise<number> => {
    const { rowCount } = await world.pool.query('SELECT FROM bet_tombstone WHERE bet_id = $1', [
      id,
    ]);
    return rowCount ?? 0;
  };

  it.each(['accepted', 'settled', 'void'] as const)(
    'finds a bet that is %s firm, and writes nothing',
    async (status) => {
      const id = await bet('buried', status);
      expect(await store.buryReservation(id, FIXTURE, 5_000)).toBe(true);
      expect(await tombstones(id)).toBe(0);
    },
  );

  it.each(['delayed', 'rejected'] as const)('buries a bet that is %s', async (status) => {
    const id = await bet('buried', status);
    expect(await store.buryReservation(id, FIXTURE, 5_000)).toBe(false);
    expect(await tombstones(id)).toBe(1);
  });

  it('buries what was never written, and the second time the same', async () => {
    const id = freshBet();
    expect(await store.buryReservation(id, FIXTURE, 5_000)).toBe(false);
    expect(await store.buryReservation(id, FIXTURE, 6_000)).toBe(false);
    const { rows } = await world.pool.query('SELECT at FROM bet_tombstone WHERE bet_id = $1', [id]);
    expect(rows).toEqual([{ at: 5_000n }]);
  });

  it('waits for an acceptance under way, and then it is firm', async () => {
    const id = await bet('buried', 'delayed');
    const placement = await world.pool.connect();
    try {
      await placement.query('BEGIN');
      await placement.query('SELECT pg_advisory_xact_lock_shared(fixture_fence_key($1))', [
        FIXTURE,
      ]);
      await placement.query(
        `UPDATE bet SET status = 'accepted', decided_at = 2000, version = 2 WHERE id = $1`,
        [id],
      );
      const burial = store.buryReservation(id, FIXTURE, 5_000);
      expect(await settlesSoon(burial)).toBe(false);
      await placement.query('COMMIT');
      expect(await burial).toBe(true);
      expect(await tombstones(id)).toBe(0);
    } finally {
      placement.release();
    }
  });
});

describe('passFence', () => {
  it('waits for placements of its shard that are under way, and for no others', async () => {
    const placement = await world.pool.connect();
    try {
      await placement.query('BEGIN');
      await placement.query('SELECT pg_advisory_xact_lock_shared(shard_fence_key(7))');
      const fence = store.passFence(7);
      expect(await settlesSoon(fence)).toBe(false);
      await store.passFence(8);
      await placement.query('COMMIT');
      await fence;
      // Passed is passed: the fence is not kept.
      await placement.query('SELECT pg_advisory_xact_lock_shared(shard_fence_key(7))');
    } finally {
      placement.release();
    }
  });
});
