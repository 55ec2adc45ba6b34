import type { FixtureId } from '#contracts/mod.ts';
import type { PoolClient, Queryable } from '#platform/mod.ts';

export type ResultingState = Readonly<{
  fixtureId: FixtureId;
  /** Events up to this one were looked at. */
  feedVersion: number;
  decision: 'wait' | 'review' | 'resulted';
  dueAt: number | null;
  resultVersion: number;
  at: number;
}>;

export async function writeState(client: PoolClient, state: ResultingState): Promise<void> {
  await client.query(
    `INSERT INTO fixture_resulting AS r (fixture_id, feed_version, decision, due_at, result_version, at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (fixture_id) DO UPDATE SET feed_version = excluded.feed_version,
       decision = excluded.decision, due_at = excluded.due_at,
       result_version = excluded.result_version, at = excluded.at`,
    [
      state.fixtureId,
      state.feedVersion,
      state.decision,
      state.dueAt,
      state.resultVersion,
      state.at,
    ],
  );
}

/** A newer result that no look at the feed made; what was decided of the feed stays. */
export async function raiseResult(
  client: PoolClient,
  fixture: FixtureId,
  { resultVersion, feedVersion, at }: Pick<ResultingState, 'resultVersion' | 'feedVersion' | 'at'>,
): Promise<void> {
  await client.query(
    `INSERT INTO fixture_resulting AS r (fixture_id, feed_version, decision, result_version, at)
     VALUES ($1, $3, 'wait', $2, $4)
     ON CONFLICT (fixture_id) DO UPDATE SET result_version = excluded.result_version, at = excluded.at`,
    [fixture, resultVersion, feedVersion, at],
  );
}

/** Makes the next look at a fixture come now. */
export async function lookAgain(client: PoolClient, fixture: FixtureId, at: number): Promise<void> {
  await client.query('UPDATE fixture_resulting SET due_at = $2 WHERE fixture_id = $1', [
    fixture,
    at,
  ]);
}

export type Review = Readonly<{
  id: string;
  fixtureId: FixtureId;
  reason: string;
  feedVersion: number;
  at: number;
}>;

/** A fixture has one open review at most; a new reason replaces the old one in it. True when it is new. */
export async function openReview(client: PoolClient, review: Review): Promise<boolean> {
  const { rows } = await client.query<{ opened: boolean }>(
    `INSERT INTO review (id, fixture_id, reason, feed_version, opened_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (fixture_id) WHERE resolved_at IS NULL
     DO UPDATE SET reason = excluded.reason, feed_version = excluded.feed_version
     RETURNING id = $1 AS opened`,
    [review.id, review.fixtureId, review.reason, review.feedVersion, review.at],
  );
  return rows[0]?.opened ?? false;
}

export async function resolveReview(
  client: PoolClient,
  fixture: FixtureId,
  at: number,
): Promise<void> {
  await client.query(
    'UPDATE review SET resolved_at = $2 WHERE fixture_id = $1 AND resolved_at IS NULL',
    [fixture, at],
  );
}

/**
 * Fixtures that something is to be decided about: with bets that have no result yet, or with a result that
 * newer events may change. A goal alone decides nothing: the first look waits for a status or a result.
 */
export async function fixturesToResult(db: Queryable, nowMs: number): Promise<FixtureId[]> {
  const { rows } = await db.query<{ fixture_id: FixtureId }>(TO_RESULT, [nowMs, nowMs - RECENT_MS]);
  return rows.map((row) => row.fixture_id);
}

/** Fixtures whose hold or window is over. Cheap enough to be asked every second. */
export async function fixturesDue(db: Queryable, nowMs: number): Promise<FixtureId[]> {
  const { rows } = await db.query<{ fixture_id: FixtureId }>(
    'SELECT fixture_id FROM fixture_resulting WHERE due_at <= $1 ORDER BY due_at',
    [nowMs],
  );
  return rows.map((row) => row.fixture_id);
}

/** How long results are watched for changes. */
const RECENT_MS = 7 * 24 * 3_600_000;

// The recursion steps from fixture to fixture along the index of open legs instead of reading all of them.
const TO_RESULT = `
  WITH RECURSIVE betted AS (
    (SELECT fixture_id FROM bet_leg WHERE result IS NULL ORDER BY fixture_id LIMIT 1)
    UNION ALL
    SELECT (SELECT l.fixture_id FROM bet_leg l
            WHERE l.result IS NULL AND l.fixture_id > b.fixture_id ORDER BY l.fixture_id LIMIT 1)
    FROM betted b WHERE b.fixture_id IS NOT NULL
  ), watched AS (
    SELECT fixture_id FROM betted WHERE fixture_id IS NOT NULL
    UNION SELECT fixture_id FROM fixture_resulting WHERE at > $2
  )
  SELECT w.fixture_id FROM watched w LEFT JOIN fixture_resulting r USING (fixture_id)
  WHERE r.due_at <= $1 OR EXISTS (
    SELECT FROM feed_event e WHERE e.fixture_id = w.fixture_id
      AND e.kind IN ('phase', 'goal', 'correction', 'status', 'result')
      AND (e.kind IN ('status', 'result') OR r.decision IN ('review', 'resulted'))
      AND e.version > coalesce(r.feed_version, 0))
  ORDER BY w.fixture_id`;

/** Fixtures with a result by which not every bet is settled yet, but for those that are held. */
export async function fixturesToSettle(db: Queryable): Promise<FixtureId[]> {
  const { rows } = await db.query<{ fixture_id: FixtureId }>(
    `SELECT r.fixture_id FROM fixture_resulting AS r
     WHERE r.settled_version < r.result_version AND NOT EXISTS (
       SELECT FROM settlement_hold AS h
       WHERE h.fixture_id = r.fixture_id AND h.market_key IS NULL AND h.released_at IS NULL)
     ORDER BY r.at`,
  );
  return rows.map((row) => row.fixture_id);
}
