import type { Queryable } from '#platform/mod.ts';

import {
  hitChance,
  LATE_TEST,
  NO_LATE_BETS,
  observeLate,
  type LateState,
} from '../customers/mod.ts';

/** A goal so soon after the acceptance of a bet may have been known to whoever placed it. */
const WINDOW_MS = 5_000;

type LateRow = Readonly<{
  account: string;
  fixture: string;
  decidedAt: number;
  hit: boolean;
  /** Goals of the whole match, and how long it was played. */
  goals: number;
  playedMs: number;
}>;

/**
 * Bets in play on matches that are over, each with whether a goal came within the window. Breaks are not time in which
 * goals fall. The last moment of a bet is its decision: what happens in the delay before it has it refused.
 */
const BETS = `
  WITH halves AS (
    SELECT fixture_id, max(received_at) - min(received_at) AS played,
      count(*) FILTER (WHERE kind = 'goal') AS goals
    FROM feed_event
    WHERE body->'clock'->>'phase' IN ('first-half', 'second-half', 'extra-first', 'extra-second')
    GROUP BY fixture_id, body->'clock'->>'phase'
  ), play AS (
    SELECT h.fixture_id, sum(h.played)::float8 AS played, sum(h.goals)::float8 AS goals
    FROM halves AS h JOIN fixture AS f USING (fixture_id)
    WHERE f.status IN ('ended', 'closed') GROUP BY h.fixture_id
  )
  SELECT b.account_id AS account, l.fixture_id AS fixture, b.decided_at::float8 AS "decidedAt",
    EXISTS (SELECT FROM feed_event AS g WHERE g.fixture_id = l.fixture_id AND g.kind = 'goal'
      AND g.received_at > b.decided_at AND g.received_at <= b.decided_at + ${WINDOW_MS}) AS hit,
    p.goals, p.played AS "playedMs"
  FROM bet AS b JOIN bet_leg AS l ON l.bet_id = b.id JOIN play AS p ON p.fixture_id = l.fixture_id
  WHERE b.received_at >= $1 AND b.in_play AND b.status IN ('accepted', 'settled', 'void')
    AND p.goals > 0 AND p.played > 0
  ORDER BY b.decided_at, b.id, l.leg
`;

/**
 * The test of late bets for every customer with bets in play since a time in UTC milliseconds. A match says how often
 * its own goals fall within the window of a bet that knows nothing of them. What one customer bets on a match within a
 * window is one bet: he does not learn of a goal twice.
 */
export async function lateStates(
  db: Queryable,
  sinceMs: number,
): Promise<ReadonlyMap<string, LateState>> {
  const { rows } = await db.query<LateRow>(BETS, [sinceMs]);
  const states = new Map<string, LateState>();
  const countedAt = new Map<string, number>();
  for (const { account, fixture, decidedAt, hit, goals, playedMs } of rows) {
    const key = `${account}/${fixture}`;
    if (decidedAt - (countedAt.get(key) ?? -Infinity) <= WINDOW_MS) continue;
    countedAt.set(key, decidedAt);
    const chance = hitChance(goals / playedMs, WINDOW_MS);
    // A match so short that any bet hits says nothing.
    if (!(chance > 0 && chance < 1)) continue;
    states.set(
      account,
      observeLate(LATE_TEST, states.get(account) ?? NO_LATE_BETS, { hit, chance }),
    );
  }
  return states;
}
