import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { shardOf } from '#contracts/mod.ts';
import { balanceOf, verifyLedger } from '#ledger/mod.ts';
import { withTransaction, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { codeOf, createCustomer, PlacementRig } from '../testing/mod.ts';
import type { BetRow } from './bet-row.ts';

let database: TestDatabase;
let pool: Pool;
let rig: PlacementRig;
beforeAll(async () => {
  database = await freshDatabase({ maxConnections: 20 });
  pool = database.pool;
});
afterAll(async () => {
  const verdict = await verifyLedger(pool);
  expect(verdict.results.filter(({ failure }) => failure)).toEqual([]);
  await database.drop();
});
beforeEach(() => {
  rig = new PlacementRig(pool);
});
afterEach(() => rig.stop());

describe('what PostgreSQL says at the last moment', () => {
  const bury = async (bet: BetRow): Promise<string | undefined> => {
    const { rows } = await pool.query<{ said: string }>(
      'SELECT bury_reservation($1, $2, $3) AS said',
      [bet.betId, bet.legs[0].fixtureId, rig.clock.now()],
    );
    return rows[0]?.said;
  };

  test('a tombstone stops the commit that comes too late', async () => {
    const account = await createCustomer(pool);
    const bet = await rig.heldBet(rig.order(account));
    expect(await bury(bet)).toBe('tombstone');
    expect(codeOf((await rig.finish(bet)).answer)).toBe('DECISION_EXPIRED');
    expect(await balanceOf(pool, account)).toBe(100_00n);
    expect(await bury(bet)).toBe('tombstone');
  });

  test('a bet that was accepted is firm', async () => {
    const bet = await rig.heldBet(rig.order(await createCustomer(pool)));
    expect((await rig.finish(bet)).kind).toBe('accepted');
    expect(await bury(bet)).toBe('firm');
  });

  test('burying and accepting at once agree, whoever is first', async () => {
    const account = await createCustomer(pool, { balanceMinor: 1_000_00n });
    const bets = [];
    for (let index = 0; index < 24; index += 1) bets.push(await rig.heldBet(rig.order(account)));
    const outcomes = await Promise.all(
      bets.map(async (bet, index) => {
        const both = [() => bury(bet), async () => (await rig.finish(bet)).kind];
        const work = index % 2 ? both : [...both].reverse();
        return (await Promise.all(work.map((start) => start()))).sort().join();
      }),
    );
    for (const outcome of outcomes)
      expect(['accepted,firm', 'rejected,tombstone']).toContain(outcome);
  });

  test('an expired token, an old epoch', async () => {
    const account = await createCustomer(pool);
    const late = await rig.heldBet(rig.order(account));
    const expired = await rig.finish(late, { expiresAt: rig.clock.now() });
    expect(codeOf(expired.answer)).toBe('DECISION_EXPIRED');

    const shard = shardOf(rig.fixture);
    await pool.query('UPDATE shard SET epoch = epoch + 1 WHERE id = $1', [shard]);
    const former = await rig.heldBet(rig.order(account));
    expect(codeOf((await rig.finish(former)).answer)).toBe('DECISION_EXPIRED');
    expect(await balanceOf(pool, account)).toBe(100_00n);
    await pool.query('UPDATE shard SET epoch = epoch - 1 WHERE id = $1', [shard]);
  });

  test('a reservation that was not used is given back to the host', async () => {
    rig.host.onDecide = (request) => rig.host.accepted(request, { expiresAt: rig.clock.now() });
    const wanted = rig.order(await createCustomer(pool));
    expect(codeOf(await rig.answerTo(wanted))).toBe('DECISION_EXPIRED');
    expect(rig.host.released).toEqual([wanted.betId]);
  });

  test.each(['match-result', '*'])(
    'a closing of %s that is under way is waited for',
    async (market) => {
      const bet = await rig.heldBet(rig.order(await createCustomer(pool)));
      const finishing = await withTransaction(pool, async (client) => {
        await client.query('SELECT pg_advisory_xact_lock(fixture_fence_key($1))', [rig.fixture]);
        const result = rig.finish(bet);
        await client.query(
          `INSERT INTO market_closed (fixture_id, market_key, result_version, at) VALUES ($1, $2, 1, 1)`,
          [rig.fixture, market],
        );
        await expectBlocked(1);
        return { result };
      });
      expect(codeOf((await finishing.result).answer)).toBe('MARKET_CLOSED');
    },
  );

  test('a closing waits for placements that are under way', async () => {
    const bet = await rig.heldBet(rig.order(await createCustomer(pool)));
    const tryExclusive = (key: string): Promise<boolean> =>
      withTransaction(pool, async (client) => {
        const sql = `SELECT pg_try_advisory_xact_lock(${key}($1)) AS got`;
        const argument = key === 'shard_fence_key' ? shardOf(rig.fixture) : rig.fixture;
        return (await client.query<{ got: boolean }>(sql, [argument])).rows[0]?.got ?? false;
      });
    const finishing = await withTransaction(pool, async (client) => {
      await client.query('SELECT FROM bet WHERE id = $1 FOR UPDATE', [bet.betId]);
      const result = rig.finish(bet);
      await expectBlocked(1);
      expect(await tryExclusive('fixture_fence_key')).toBe(false);
      expect(await tryExclusive('shard_fence_key')).toBe(false);
      return { result };
    });
    expect((await finishing.result).kind).toBe('accepted');
    expect(await tryExclusive('fixture_fence_key')).toBe(true);
    expect(await tryExclusive('shard_fence_key')).toBe(true);
  });

  async function expectBlocked(count: number): Promise<void> {
    const blocked = async (): Promise<bigint> => {
      const { rows } = await pool.query<{ n: bigint }>(
        `SELECT count(*) AS n FROM pg_stat_activity
         WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`,
      );
      return rows[0]?.n ?? 0n;
    };
    await expect.poll(blocked, { timeout: 5_000 }).toBe(BigInt(count));
  }
});
