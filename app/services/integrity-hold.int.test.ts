import { afterAll, beforeAll, expect, test } from 'vitest';

import { ManualClock, newId, silentLogger } from '#platform/mod.ts';
import { startIntegrityWatch } from '#risk/integrity-watch/mod.ts';
import { listHolds, releaseHold } from '#settlement/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { holdByAlert } from './integrity-hold.ts';

const QUARTER_MS = 15 * 60_000;
const START = Date.UTC(2026, 0, 10);
const PAST = 1_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

/** Past matches with some bets each, and two to come: on one of them somebody bets far more than anybody does. */
async function world(): Promise<void> {
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
  await pool.query(
    `INSERT INTO fixture (fixture_id, sport, competition, home_id, home, away_id, away, starts_at, producer, version, status)
     SELECT 'past-' || n, 'football', 'League', 'a', 'A', 'b', 'B', $1::bigint - n::bigint * 3600000, 'simulator', 1, 'closed'
     FROM generate_series(1, ${PAST}) AS n
     UNION ALL
     SELECT name, 'football', 'League', 'a', 'A', 'b', 'B', $1::bigint, 'simulator', 1, 'not-started'
     FROM unnest(ARRAY['calm', 'fixed']) AS name`,
    [START],
  );
  // In each of the last four stretches one bet on either side; on one match fifty on the home side.
  await pool.query(
    `WITH wanted AS (
       SELECT f.fixture_id, f.starts_at - (stretch + 1) * ${QUARTER_MS}::bigint + 1 AS at, side,
         CASE WHEN f.fixture_id = 'fixed' AND side = 'home' THEN 50 ELSE 1 END AS times
       FROM fixture AS f, generate_series(1, 4) AS stretch, unnest(ARRAY['home', 'away']) AS side
     ), placed AS (
       SELECT gen_random_uuid() AS id, w.* FROM wanted AS w, generate_series(1, w.times)
     ), bets AS (
       INSERT INTO bet (id, account_id, status, currency, stake_minor, potential_payout_minor, policy,
         received_at, due_at, decided_at, state_hash, in_play, open_legs)
       SELECT id, $1, 'accepted', 'EUR', 100, 200, 'none', at, at, at, '', false, 1 FROM placed RETURNING id
     )
     INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, requested_odds, odds)
     SELECT id, 0, fixture_id, 'match-result', side, 20000, 20000 FROM placed`,
    [account],
  );
}

test('settlement of the match on which somebody bets far more is held once, until a person decides', async () => {
  await world();
  const { pool } = database;
  const clock = new ManualClock(START - QUARTER_MS);
  const watches = [0, 1].map(() =>
    startIntegrityWatch({
      pool,
      clock,
      log: silentLogger(),
      everyMs: 60_000,
      hold: (alert, at) => holdByAlert(pool, alert, at),
    }),
  );
  await clock.advance(60_000);
  await expect.poll(async () => (await listHolds(pool, { open: true, limit: 10 })).length).toBe(1);
  const [hold] = await listHolds(pool, { open: true, limit: 10 });
  expect(hold).toMatchObject({ fixtureId: 'fixed', marketKey: null, heldBy: 'integrity' });
  expect(hold?.reason).toContain('bets on match-result/home where');

  const act = { by: 'anna', at: START, reason: 'a cup final' };
  expect(await releaseHold(pool, hold?.id ?? '', act)).toBe(true);
  await clock.advance(60_000);
  await Promise.all(watches.map((watch) => watch.stop()));
  expect(await listHolds(pool, { open: true, limit: 10 })).toEqual([]);
  expect(await listHolds(pool, { open: false, limit: 10 })).toHaveLength(1);
});
