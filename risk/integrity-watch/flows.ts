import type { Queryable } from '#platform/mod.ts';

import {
  BEFORE_MATCH,
  IN_PLAY,
  leastPast,
  type StepFlow,
  type WatchedFixture,
  type WatchRules,
} from '../integrity/mod.ts';

/**
 * So many matches that are over say what is usual, the newest ones; the budget of one in 2,000 in play keeps a steadier
 * threshold with more.
 */
const MOST_PAST = { before: 2_000, 'in-play': 4_000 } as const;

/** How a part of a match is watched: in stretches of so long, so many of them. */
type Part = Readonly<{
  part: WatchedPart['part'];
  stepMs: number;
  steps: number;
  fixtures: string;
  flows: string;
}>;

/** A match that was held for its bets says nothing of what is usual, whatever somebody decided then. */
const WAS_HELD = `EXISTS (SELECT FROM settlement_hold AS h WHERE h.fixture_id = f.fixture_id AND h.held_by = $2)`;
const SOUND = `b.status <> 'rejected' AND l.builder IS NULL AND coalesce(l.odds, l.requested_odds) > 10000`;
const COUNTED = `count(*)::int AS bets, (avg(coalesce(l.odds, l.requested_odds)) / 10000)::float8 AS odds`;

/** Quarters of an hour, from half a day before the match to its start. */
const QUARTERS = { stepMs: 15 * 60_000, steps: 48 };
const BEFORE_MS = QUARTERS.steps * QUARTERS.stepMs;
const BEFORE: Part = {
  part: 'before',
  ...QUARTERS,
  fixtures: `
    (SELECT f.fixture_id AS "fixtureId", (f.starts_at - ${BEFORE_MS})::float8 AS "from", true AS "isPast", ARRAY[]::float8[] AS moves
     FROM fixture AS f
     WHERE f.status = 'closed' AND f.starts_at < $1 AND NOT ${WAS_HELD}
     ORDER BY f.starts_at DESC LIMIT ${MOST_PAST.before})
    UNION ALL
    SELECT f.fixture_id, (f.starts_at - ${BEFORE_MS})::float8, false, ARRAY[]::float8[]
    FROM fixture AS f
    WHERE f.status IN ('not-started', 'in-play', 'interrupted', 'ended') AND f.starts_at < $1 + ${BEFORE_MS}`,
  flows: `
    SELECT l.fixture_id AS "fixtureId", l.market_key || '/' || l.outcome_id AS selection, s.step, ${COUNTED}
    FROM unnest($1::text[], $2::float8[]) AS f (fixture_id, "from") JOIN bet_leg AS l USING (fixture_id)
      JOIN bet AS b ON b.id = l.bet_id,
      LATERAL (SELECT floor((b.received_at - f."from") / $3::float8)::int AS step) AS s
    WHERE ${SOUND} AND s.step >= 0 AND s.step < $4 GROUP BY l.fixture_id, selection, s.step`,
};

/** Five minutes, from the first kick-off on, with half-time and what is added. */
const MINUTES = { stepMs: 5 * 60_000, steps: 26 };
/**
 * Markets that the score belongs to are other ones after each goal: here they are one. What happens in the same stretch
 * as a goal or its correction says nothing about the price of before.
 */
const DURING: Part = {
  part: 'in-play',
  ...MINUTES,
  fixtures: `
    WITH wanted AS (
      (SELECT f.fixture_id, true AS is_past FROM fixture AS f
       WHERE f.status = 'closed' AND f.starts_at < $1 AND NOT ${WAS_HELD}
       ORDER BY f.starts_at DESC LIMIT ${MOST_PAST['in-play']})
      UNION ALL
      SELECT f.fixture_id, false FROM fixture AS f WHERE f.status IN ('in-play', 'interrupted', 'ended')
    ), played AS (
      SELECT w.fixture_id, w.is_past, min(e.received_at) FILTER (WHERE e.kind = 'phase' AND e.body->'clock'->>'phase' = 'first-half') AS kick_off,
        array_agg(e.received_at::float8) FILTER (WHERE e.kind <> 'phase') AS moves
      FROM wanted AS w JOIN feed_event AS e USING (fixture_id)
      WHERE e.kind IN ('phase', 'goal', 'correction') GROUP BY w.fixture_id, w.is_past
    )
    SELECT fixture_id AS "fixtureId", kick_off::float8 AS "from", is_past AS "isPast", coalesce(moves, ARRAY[]::float8[]) AS moves
    FROM played WHERE kick_off IS NOT NULL`,
  flows: `
    SELECT l.fixture_id AS "fixtureId",
      regexp_replace(l.market_key, '\\|(goal|score)=[^|]*', '', 'g') || '/' || l.outcome_id || ' in play' AS selection, s.step, ${COUNTED}
    FROM unnest($1::text[], $2::float8[]) AS f (fixture_id, "from") JOIN bet_leg AS l USING (fixture_id)
      JOIN bet AS b ON b.id = l.bet_id,
      LATERAL (SELECT floor((b.received_at - f."from") / $3::float8)::int AS step) AS s
    WHERE ${SOUND} AND b.in_play AND s.step >= 0 AND s.step < $4 GROUP BY l.fixture_id, selection, s.step`,
};

type FixtureRow = Readonly<{
  fixtureId: string;
  /** When its first stretch begins, and when the match moved; UTC milliseconds. */
  from: number;
  moves: readonly number[];
  isPast: boolean;
}>;

/** What is watched of matches by one set of rules. */
export type WatchedPart = Readonly<{
  part: 'before' | 'in-play';
  fixtures: readonly WatchedFixture[];
  flows: readonly StepFlow[];
  rules: WatchRules;
}>;

/**
 * The matches that are watched and those that they are compared with, and what was bet on all of them, before matches and
 * in play; a part is left out while there are too few to compare with. Where there are enough for both, each has half of
 * the budget of false alarms.
 * @param actor who holds matches by alerts.
 */
export async function readFlows(
  db: Queryable,
  nowMs: number,
  actor: string,
): Promise<readonly WatchedPart[]> {
  const during = await readPart(db, DURING, { nowMs, actor, rules: IN_PLAY });
  const budget = during === undefined ? BEFORE_MATCH.budget : IN_PLAY.budget;
  const before = await readPart(db, BEFORE, { nowMs, actor, rules: { ...BEFORE_MATCH, budget } });
  return [before, during].filter((part) => part !== undefined);
}

async function readPart(
  db: Queryable,
  part: Part,
  { nowMs, actor, rules }: Readonly<{ nowMs: number; actor: string; rules: WatchRules }>,
): Promise<WatchedPart | undefined> {
  const { rows } = await db.query<FixtureRow>(part.fixtures, [nowMs, actor]);
  if (rows.filter(({ isPast }) => isPast).length < leastPast(rules.budget)) return undefined;
  const { stepMs, steps } = part;
  const stepOf = (at: number, from: number): number => Math.floor((at - from) / stepMs);
  const fixtures = rows.map(({ fixtureId, from, moves, isPast }) => ({
    fixtureId,
    isPast,
    steps: Math.min(steps, Math.max(0, stepOf(nowMs, from))),
    moved: moves.map((at) => stepOf(at, from)),
  }));
  const { rows: flows } = await db.query<StepFlow>(part.flows, [
    rows.map(({ fixtureId }) => fixtureId),
    rows.map(({ from }) => from),
    stepMs,
    steps,
  ]);
  return { part: part.part, fixtures, flows, rules };
}
