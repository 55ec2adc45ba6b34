import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';
import { newId } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { EDGE_TEST, edgeVerdict } from '../customers/mod.ts';
import { edgesOf } from './closing-values.ts';
import { reviewCustomers } from './review.ts';
import {
  changeFactor,
  factorHistory,
  factorLimits,
  factorOf,
  flags,
  setFactorLimits,
  undoFactor,
} from './store.ts';

const DEED = { actor: 'anna', reason: 'looked at the bets', at: 1_000 };
let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

async function newAccount(): Promise<string> {
  const { pool } = database;
  const [user, account] = [newId(), newId()];
  await pool.query(
    `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, $2, 'x', 'bettor')`,
    [user, `user-${user}`],
  );
  await pool.query(`INSERT INTO account (id, user_id, currency) VALUES ($1, $2, 'EUR')`, [
    account,
    user,
  ]);
  return account;
}

async function newBet(account: string, selection: string, receivedAt: number): Promise<void> {
  const { pool } = database;
  const bet = newId();
  await pool.query(
    `INSERT INTO bet (id, account_id, status, currency, stake_minor, potential_payout_minor, policy,
       received_at, due_at, decided_at, state_hash, in_play, open_legs)
     VALUES ($1, $2, 'accepted', 'EUR', 100, 200, 'none', $3, $3, $3, '', false, 1)`,
    [bet, account, receivedAt],
  );
  await pool.query(
    `INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, requested_odds, odds, catalogue_version)
     VALUES ($1, 0, $2, 'match-result', 'home', 20000, 20000, 1)`,
    [bet, selection],
  );
}

/** So many bets on fixtures that nobody else bets on. */
const betAlone = (account: string, count: number) =>
  database.pool.query(
    `WITH placed AS (
       INSERT INTO bet (id, account_id, status, currency, stake_minor, potential_payout_minor, policy,
         received_at, due_at, decided_at, state_hash, in_play, open_legs)
       SELECT gen_random_uuid(), $1, 'accepted', 'EUR', 100, 200, 'none', n, n, n, '', false, 1
       FROM generate_series(1, $2::int) AS n RETURNING id, received_at)
     INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, requested_odds)
     SELECT id, 0, 'alone-' || received_at, 'match-result', 'home', 20000 FROM placed`,
    [account, count],
  );

const person = (toBps: number) => ({ cause: 'person', toBps }) as const;

describe('the factor of a customer', () => {
  test('is ordinary until somebody changes it, and every change stays on record', async () => {
    const account = await newAccount();
    expect(await factorOf(database.pool, account)).toBe(10_000);
    await changeFactor(database.pool, account, person(4_000), DEED);
    await changeFactor(database.pool, account, person(20_000), { ...DEED, reason: 'a good one' });
    const undone = await undoFactor(database.pool, account, { ...DEED, reason: 'a mistake' });
    expect(undone).toMatchObject({ seq: 3, fromBps: 20_000, toBps: 4_000, cause: 'undo' });
    expect(await factorOf(database.pool, account)).toBe(4_000);
    const reasons = (await factorHistory(database.pool, account)).map(({ reason }) => reason);
    expect(reasons).toEqual(['a mistake', 'a good one', 'looked at the bets']);
  });

  test('cannot be taken back twice, or without a change', async () => {
    const account = await newAccount();
    await expect(undoFactor(database.pool, account, DEED)).rejects.toThrow(InputError);
    await changeFactor(database.pool, account, person(4_000), DEED);
    await undoFactor(database.pool, account, DEED);
    await expect(undoFactor(database.pool, account, DEED)).rejects.toThrow(InputError);
  });

  test('of an excluded customer is never raised, by a person or by taking back; lowering works', async () => {
    const account = await newAccount();
    await changeFactor(database.pool, account, person(4_000), DEED);
    await database.pool.query(`UPDATE account SET status = 'excluded' WHERE id = $1`, [account]);
    for (const raise of [
      () => changeFactor(database.pool, account, person(4_001), DEED),
      () => undoFactor(database.pool, account, DEED),
    ]) {
      await expect(raise()).rejects.toThrow('responsible gambling outranks risk');
    }
    await changeFactor(database.pool, account, person(1_000), DEED);
    expect(await factorOf(database.pool, account)).toBe(1_000);
  });

  test('is not changed or erased behind the record', async () => {
    for (const table of ['customer_factor_change', 'customer_flag', 'customer_factor_limits']) {
      await expect(database.pool.query(`DELETE FROM ${table}`)).rejects.toThrow('append-only');
    }
  });

  test.for([99, 100_001, 0.5])('of %d is refused', async (bps) => {
    const account = await newAccount();
    await expect(changeFactor(database.pool, account, person(bps), DEED)).rejects.toThrow(
      InputError,
    );
  });
});

describe('a review', () => {
  const HOUR = 3_600_000;
  const scope = { sinceMs: 1, nowMs: 99 * HOUR, dryRun: false };

  test('flags a ring once, lowers factors only within the limits of a person, and can be undone', async () => {
    const ring = await Promise.all([newAccount(), newAccount(), newAccount()]);
    for (let tip = 0; tip < 6; tip += 1) {
      for (const [at, account] of ring.entries()) {
        await newBet(account, `tip-${tip}`, (tip + 1) * HOUR + at * 1_000);
      }
    }
    await betAlone(await newAccount(), 2_000);
    const dry = await reviewCustomers(database.pool, undefined, { ...scope, dryRun: true });
    expect(dry.map(({ accountId, toBps }) => [accountId, toBps])).toEqual(
      ring.toSorted().map((account) => [account, null]),
    );
    expect(await flags(database.pool, 10)).toEqual([]);

    expect(await factorLimits(database.pool)).toBeUndefined();
    await setFactorLimits(database.pool, { leastBps: 3_000, mostStepBps: 6_000 }, DEED);
    const found = await reviewCustomers(database.pool, undefined, scope);
    expect(found.map(({ kind, fromBps, toBps }) => [kind, fromBps, toBps])).toEqual(
      ring.map(() => ['ring', 10_000, 4_000]),
    );
    const stored = await flags(database.pool, 10);
    expect(stored).toHaveLength(3);
    expect(stored[0]?.words).toContain('One of 3 accounts that hang together');
    expect(stored[0]?.factorBps).toBe(4_000);
    expect(await reviewCustomers(database.pool, undefined, scope)).toEqual([]);

    const [first] = ring;
    await undoFactor(database.pool, first, DEED);
    expect(await factorOf(database.pool, first)).toBe(10_000);
    expect(await reviewCustomers(database.pool, undefined, scope)).toEqual([]);
  });

  test.for([
    { leastBps: 99, mostStepBps: 1 },
    { leastBps: 100, mostStepBps: -1 },
    { leastBps: 10_001, mostStepBps: 1 },
  ])('takes no limits like $leastBps and $mostStepBps', async (limits) => {
    await expect(setFactorLimits(database.pool, limits, DEED)).rejects.toThrow(InputError);
  });
});

test('closing values of all customers tell how much they deviate, and of one whether he has an edge', () => {
  const wave = (at: number): number => (at % 2 === 0 ? 0.08 : -0.08);
  const values = ['crowd', 'sharp'].flatMap((accountId) =>
    Array.from({ length: 400 }, (_, at) => ({
      accountId,
      taken: 2 * (1 + wave(at) + (accountId === 'sharp' ? 0.03 : -0.04)),
      fairClose: 2,
    })),
  );
  const edges = edgesOf(values);
  const [crowd, sharp] = [edges.get('crowd'), edges.get('sharp')];
  if (crowd === undefined || sharp === undefined) throw new Error('both have bets');
  expect(Math.sqrt(sharp.variance / sharp.bets)).toBeCloseTo(0.08, 3);
  expect(edgeVerdict(EDGE_TEST, sharp).flagged).toBe(true);
  expect(edgeVerdict(EDGE_TEST, crowd).flagged).toBe(false);
});
