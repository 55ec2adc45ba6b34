import { afterAll, beforeAll, expect, test } from 'vitest';

import { ManualClock, newId, silentLogger } from '#platform/mod.ts';
import { startIntegrityWatch } from '#risk/integrity-watch/mod.ts';
import { listHolds, releaseHold } from '#settlement/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { holdByAlert } from './integrity-hold.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 10);
/** What both watches need. */
const PAST = 1_999;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

/**
 * Matches that are over and two that are played, all with a goal in the 12th minute: until the 40th one bet on each side in
 * five minutes, on one match thirty on the home side from the 20th on. Everybody rushes in with the goal, and only with it.
 */
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
     FROM generate_series(1, ${String(PAST)}) AS n
     UNION ALL
     SELECT name, 'football', 'League', 'a', 'A', 'b', 'B', $1::bigint, 'simulator', 1, 'in-play'
     FROM unnest(ARRAY['calm', 'fixed']) AS name`,
    [START],
  );
  // Each match begins seven minutes late.
  await pool.query(
    `INSERT INTO feed_event (fixture_id, version, event_id, kind, producer, occurred_at, received_at, published_at, body)
     SELECT f.fixture_id, e.version, 'e' || e.version, e.kind, 'simulator', e.at, e.at, e.at, '{"clock":{"phase":"first-half"}}'
     FROM fixture AS f, LATERAL (VALUES (1, 'phase', f.starts_at + 7 * 60000), (2, 'goal', f.starts_at + 19 * 60000)) AS e (version, kind, at)`,
  );
  await pool.query(
    `WITH wanted AS (
       SELECT f.fixture_id, f.starts_at + (7 + stretch * 5) * 60000::bigint + 1 AS at, side, stretch,
         CASE WHEN stretch = 2 THEN 3 WHEN f.fixture_id = 'fixed' AND side = 'home' AND stretch >= 4 THEN 30 ELSE 1 END AS times
       FROM fixture AS f, generate_series(0, 7) AS stretch, unnest(ARRAY['home', 'away']) AS side
     ), placed AS (
       SELECT gen_random_uuid() AS id, w.* FROM wanted AS w, generate_series(1, w.times)
     ), bets AS (
       INSERT INTO bet (id, account_id, status, currency, stake_minor, potential_payout_minor, policy,
         received_at, due_at, decided_at, state_hash, in_play, open_legs)
       SELECT id, $1, 'accepted', 'EUR', 100, 200, 'none', at, at, at, '', true, 1 FROM placed RETURNING id
     )
     INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, requested_odds, odds)
     SELECT id, 0, fixture_id, 'next-goal|goal=' || CASE WHEN stretch < 2 THEN 1 ELSE 2 END, side, 20000, 20000 FROM placed`,
    [account],
  );
}

test('settlement of the match on which somebody bets far more in play is held once for that', async () => {
  await world();
  const { pool } = database;
  const clock = new ManualClock(START + 48 * MINUTE);
  const watches = [0, 1].map(() =>
    startIntegrityWatch({
      pool,
      clock,
      log: silentLogger(),
      everyMs: MINUTE,
      hold: (alert, at) => holdByAlert(pool, alert, at),
    }),
  );
  const open = () => listHolds(pool, { open: true, limit: 10 });
  await clock.advance(MINUTE);
  await expect.poll(async () => (await open()).length, { timeout: 20_000 }).toBe(1);
  const [hold] = await open();
  expect(hold).toMatchObject({ fixtureId: 'fixed', marketKey: null, heldBy: 'integrity' });
  expect(hold?.reason).toContain('bets on next-goal/home in play where');

  const act = { by: 'anna', at: START, reason: 'a famous player warms up' };
  expect(await releaseHold(pool, hold?.id ?? '', act)).toBe(true);
  await clock.advance(MINUTE);
  await Promise.all(watches.map((watch) => watch.stop()));
  expect(await open()).toEqual([]);
  // What was held for bets before the match does not stand in the way, nor the other way round.
  const words = 'fifty bets';
  expect(await holdByAlert(pool, { fixtureId: 'fixed', part: 'before', words }, START)).toBe(true);
  expect(await holdByAlert(pool, { fixtureId: 'fixed', part: 'before', words }, START)).toBe(false);
});
