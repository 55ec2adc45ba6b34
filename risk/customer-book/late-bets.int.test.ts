import { afterAll, beforeAll, expect, test } from 'vitest';

import { ManualClock, newId, silentLogger } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { hitChance } from '../customers/mod.ts';
import { lateStates } from './late-bets.ts';
import { startReviews } from './review-job.ts';
import { factorOf, flags, setFactorLimits } from './store.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Matches of two halves of 45 minutes, a break of 15, and a goal in the 10th and the 60th minute of the clock. */
const MATCHES = 40;
const GOALS = [10 * MINUTE, 75 * MINUTE];

let database: TestDatabase;
const startOf = (match: number): number => (match + 1) * DAY;

async function newAccount(): Promise<string> {
  const [user, account] = [newId(), newId()];
  await database.pool.query(
    `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, $2, 'x', 'bettor')`,
    [user, `user-${user}`],
  );
  await database.pool.query(`INSERT INTO account (id, user_id, currency) VALUES ($1, $2, 'EUR')`, [
    account,
    user,
  ]);
  return account;
}

async function playMatch(match: number, status: string): Promise<void> {
  const fixture = `match-${String(match)}`;
  await database.pool.query(
    `INSERT INTO fixture (fixture_id, sport, competition, home_id, home, away_id, away, starts_at, producer, version, status)
     VALUES ($1, 'football', 'League', 'a', 'A', 'b', 'B', $2, 'simulator', 1, $3)`,
    [fixture, startOf(match), status],
  );
  const events = [
    ['phase', 'first-half', 0],
    ['clock', 'first-half', 45 * MINUTE],
    ['phase', 'half-time', 45 * MINUTE],
    ['phase', 'second-half', 60 * MINUTE],
    ['clock', 'second-half', 105 * MINUTE],
    ['goal', 'first-half', GOALS[0]],
    ['goal', 'second-half', GOALS[1]],
  ] as const;
  for (const [version, [kind, phase, after = 0]] of events.entries()) {
    await database.pool.query(
      `INSERT INTO feed_event (fixture_id, version, event_id, kind, producer, occurred_at, received_at, published_at, body)
       VALUES ($1, $2, $3, $4, 'simulator', $5, $5, $5, $6)`,
      [
        fixture,
        version + 1,
        `e${String(version)}`,
        kind,
        startOf(match) + after,
        { clock: { phase } },
      ],
    );
  }
}

async function betInPlay(account: string, match: number, after: number): Promise<void> {
  const bet = newId();
  await database.pool.query(
    `INSERT INTO bet (id, account_id, status, currency, stake_minor, potential_payout_minor, policy,
       received_at, due_at, decided_at, state_hash, in_play, open_legs)
     VALUES ($1, $2, 'accepted', 'EUR', 100, 200, 'none', $3, $3, $3, '', true, 1)`,
    [bet, account, startOf(match) + after],
  );
  await database.pool.query(
    `INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, requested_odds, odds, catalogue_version)
     VALUES ($1, 0, $2, 'match-result', 'home', 20000, 20000, 1)`,
    [bet, `match-${String(match)}`],
  );
}

beforeAll(async () => {
  database = await freshDatabase();
  for (let match = 0; match < MATCHES; match += 1) await playMatch(match, 'closed');
  await playMatch(MATCHES, 'in-play');
});
afterAll(() => database.drop());

test('bets before goals are found by the job, once, with a lower factor that can be taken back', async () => {
  const [early, honest] = [await newAccount(), await newAccount()];
  for (let match = 0; match < MATCHES; match += 1) {
    await betInPlay(honest, match, 20 * MINUTE);
    // One in ten knows of the goal; the second bet on the same goal says nothing more.
    const knows = match % 10 === 0;
    await betInPlay(early, match, knows ? 10 * MINUTE - 2_000 : 30 * MINUTE);
    if (knows) await betInPlay(early, match, 10 * MINUTE - 1_000);
  }
  // At the very moment of a goal, and longer before it than the window, nobody was too early.
  await betInPlay(honest, 0, 75 * MINUTE);
  await betInPlay(honest, 1, 75 * MINUTE - 5_001);
  await betInPlay(honest, 2, 75 * MINUTE - 5_000);
  // A match that is not over has not said how many goals it has.
  await betInPlay(early, MATCHES, 10 * MINUTE - 1_000);

  const states = await lateStates(database.pool, 0);
  expect(states.get(early)).toMatchObject({ bets: MATCHES, hits: 4 });
  expect(states.get(honest)).toMatchObject({ bets: MATCHES + 3, hits: 1 });
  const chance = hitChance(2 / (90 * MINUTE), 5_000);
  expect(states.get(early)?.expected).toBeCloseTo(MATCHES * chance, 9);
  const since = await lateStates(database.pool, startOf(MATCHES - 1));
  expect(since.get(early)?.bets).toBe(1);

  await setFactorLimits(
    database.pool,
    { leastBps: 2_000, mostStepBps: 5_000 },
    { actor: 'anna', reason: 'policy', at: 1 },
  );
  const clock = new ManualClock(startOf(MATCHES + 1));
  const { pool } = database;
  const jobs = [0, 1].map(() =>
    startReviews({ pool, clickhouse: undefined, clock, log: silentLogger(), everyMs: MINUTE }),
  );
  await clock.advance(MINUTE);
  await expect.poll(async () => (await flags(pool, 10)).length).toBe(1);
  await clock.advance(MINUTE);
  await Promise.all(jobs.map((job) => job.stop()));
  const found = await flags(pool, 10);
  expect(found.map(({ accountId, kind }) => [accountId, kind])).toEqual([[early, 'late-bets']]);
  expect(found[0]?.words).toContain(`4 of ${String(MATCHES)} bets in play`);
  expect(await factorOf(pool, early)).toBe(5_000);
  expect(await factorOf(pool, honest)).toBe(10_000);
});
