import type { Queryable } from '#platform/mod.ts';

import { FALSE_ALARM_BUDGET, type StepFlow, type WatchedFixture } from '../integrity/mod.ts';

/** Bets are watched in stretches of a quarter of an hour, from half a day before the match to its start. */
const STEP_MS = 15 * 60_000;
const STEPS = 48;
const WATCHED_MS = STEPS * STEP_MS;
/** So many matches that are over say what is usual, the newest ones. */
const MOST_PAST = 2_000;
/** With fewer no threshold keeps the budget of false alarms. */
const LEAST_PAST = Math.ceil(1 / FALSE_ALARM_BUDGET) - 1;

/** A match that was held for its bets says nothing of what is usual, whatever somebody decided then. */
const FIXTURES = `
  (SELECT f.fixture_id AS "fixtureId", f.starts_at::float8 AS "startsAt", true AS "isPast"
   FROM fixture AS f
   WHERE f.status = 'closed' AND f.starts_at < $1
     AND NOT EXISTS (SELECT FROM settlement_hold AS h WHERE h.fixture_id = f.fixture_id AND h.held_by = $2)
   ORDER BY f.starts_at DESC LIMIT ${MOST_PAST})
  UNION ALL
  SELECT f.fixture_id, f.starts_at::float8, false
  FROM fixture AS f
  WHERE f.status IN ('not-started', 'in-play', 'interrupted', 'ended') AND f.starts_at < $1 + ${WATCHED_MS}
`;

const FLOWS = `
  SELECT l.fixture_id AS "fixtureId", l.market_key || '/' || l.outcome_id AS selection, s.step,
    count(*)::int AS bets, (avg(coalesce(l.odds, l.requested_odds)) / 10000)::float8 AS odds
  FROM fixture AS f JOIN bet_leg AS l ON l.fixture_id = f.fixture_id JOIN bet AS b ON b.id = l.bet_id,
    LATERAL (SELECT floor((b.received_at - f.starts_at + ${WATCHED_MS}) / ${STEP_MS}::float8)::int AS step) AS s
  WHERE f.fixture_id = ANY ($1) AND b.status <> 'rejected' AND l.builder IS NULL
    AND s.step >= 0 AND s.step < ${STEPS} AND coalesce(l.odds, l.requested_odds) > 10000
  GROUP BY l.fixture_id, selection, s.step
`;

type FixtureRow = Omit<WatchedFixture, 'steps'> & Readonly<{ startsAt: number }>;

/**
 * The matches that are watched and those that they are compared with, and what was bet on all of them; undefined while
 * there are too few to compare with.
 * @param actor who holds matches by alerts.
 */
export async function readFlows(
  db: Queryable,
  nowMs: number,
  actor: string,
): Promise<
  Readonly<{ fixtures: readonly WatchedFixture[]; flows: readonly StepFlow[] }> | undefined
> {
  const { rows } = await db.query<FixtureRow>(FIXTURES, [nowMs, actor]);
  if (rows.filter(({ isPast }) => isPast).length < LEAST_PAST) return undefined;
  const fixtures = rows.map(({ fixtureId, startsAt, isPast }) => {
    const over = Math.floor((nowMs - startsAt + WATCHED_MS) / STEP_MS);
    return { fixtureId, isPast, steps: Math.min(STEPS, Math.max(0, over)) };
  });
  const ids = fixtures.map(({ fixtureId }) => fixtureId);
  const { rows: flows } = await db.query<StepFlow>(FLOWS, [ids]);
  return { fixtures, flows };
}
