import { afterAll, beforeAll, expect, test } from 'vitest';

import { betId, type BetBonus } from '#contracts/mod.ts';
import { newId } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { createBetReader } from './bet-reader.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('a bet is read as its message tells it, with its bonus or without', async () => {
  const { pool } = database;
  const [user, account, plain, promoted] = [newId(), newId(), newId(), newId()];
  const bonus: BetBonus = { kind: 'accumulator', version: 1, capMinor: '1000000' };
  await pool.query(
    `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, 'reader', 'x', 'bettor')`,
    [user],
  );
  await pool.query(`INSERT INTO account (id, user_id, currency) VALUES ($1, $2, 'EUR')`, [
    account,
    user,
  ]);
  for (const [id, taken] of [
    [plain, null],
    [promoted, bonus],
  ] as const) {
    await pool.query(
      `WITH placed AS (
         INSERT INTO bet (id, account_id, status, currency, stake_minor, potential_payout_minor, policy,
           received_at, due_at, decided_at, state_hash, in_play, open_legs, bonus)
         VALUES ($1, $2, 'accepted', 'EUR', 100, 200, 'none', 5, 5, 6, '', false, 1, $3)
       )
       INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, requested_odds, odds)
       VALUES ($1, 0, 'league-1', 'match-result', 'home', 20000, 20000)`,
      [id, account, taken],
    );
  }
  const reader = createBetReader(pool);
  const message = await reader.bet(betId(promoted));
  expect(message).toMatchObject({ betId: promoted, stakeMinor: '100', bonus, at: 6 });
  expect(await reader.bet(betId(plain))).not.toHaveProperty('bonus');
  expect(await reader.openBets()).toHaveLength(2);
});
