import {
  marketKeyOf,
  subjects,
  type FixtureEvent,
  type FixtureId,
  type MarketKey,
  type OutcomeId,
  type OutcomeResult,
  type ResultMessage,
} from '#contracts/mod.ts';
import { insertOutbox, type PoolClient, type Queryable } from '#platform/mod.ts';

import type { Certainty, Ending, MarketResult } from './rules/mod.ts';

/** `open`: the fixture goes on, and only what was decided about it has a result. */
export type ResultEnding = Ending['kind'] | 'open';
export type Outcomes = Readonly<Record<OutcomeId, OutcomeResult>>;

/** The newest result of a market. */
export type StoredMarketResult = Readonly<{
  marketKey: MarketKey;
  resultVersion: number;
  outcomes: Outcomes;
  voidReason: string | null;
  basis: string;
  /** The decision that made it; null when it came from the feed. */
  decisionId: string | null;
}>;

/** The newest result of a fixture; version 0 before the first. */
export type StoredResult = Readonly<{
  resultVersion: number;
  ending: ResultEnding | null;
  certainty: Certainty | null;
}>;

export type NewResult = Readonly<{
  fixtureId: FixtureId;
  resultVersion: number;
  feedVersion: number;
  ending: ResultEnding;
  certainty: Certainty;
  rulesVersion: number;
  at: number;
}>;

export async function readEvents(db: Queryable, fixture: FixtureId): Promise<FixtureEvent[]> {
  const { rows } = await db.query<{ body: FixtureEvent }>(
    'SELECT body FROM feed_event WHERE fixture_id = $1 ORDER BY version',
    [fixture],
  );
  return rows.map(({ body }) => body);
}

export async function readResult(db: Queryable, fixture: FixtureId): Promise<StoredResult> {
  const { rows } = await db.query<StoredResult>(
    `SELECT result_version AS "resultVersion", ending, certainty FROM fixture_result
     WHERE fixture_id = $1 ORDER BY result_version DESC LIMIT 1`,
    [fixture],
  );
  return rows[0] ?? { resultVersion: 0, ending: null, certainty: null };
}

// The recursion steps from market to market along the index of open legs. Where none is open any more, there is a
// result or the word about a void, which is all that a market with a hundred thousand bets needs to be asked.
const MARKETS_WITH_BETS = `
  WITH RECURSIVE unsettled AS (
    (SELECT market_key FROM bet_leg WHERE fixture_id = $1 AND result IS NULL ORDER BY market_key LIMIT 1)
    UNION ALL
    SELECT (SELECT l.market_key FROM bet_leg AS l
            WHERE l.fixture_id = $1 AND l.result IS NULL AND l.market_key > u.market_key ORDER BY l.market_key LIMIT 1)
    FROM unsettled AS u WHERE u.market_key IS NOT NULL
  )
  SELECT u.market_key FROM unsettled AS u WHERE EXISTS (
    SELECT FROM bet_leg AS l JOIN bet AS b ON b.id = l.bet_id
    WHERE l.fixture_id = $1 AND l.market_key = u.market_key AND l.result IS NULL AND b.status <> 'rejected')
  UNION SELECT market_key FROM market_result WHERE fixture_id = $1
  UNION SELECT l.market_key FROM selection_void_word AS w JOIN bet_leg AS l USING (bet_id, leg) WHERE w.fixture_id = $1
  UNION SELECT market_key FROM lay_off_order WHERE fixture_id = $1 AND matched_minor > 0
  ORDER BY 1`;

/** Markets that customers have bet on, refused bets apart, and those that the house has at an exchange. */
export async function marketsWithBets(db: Queryable, fixture: FixtureId): Promise<MarketKey[]> {
  const { rows } = await db.query<{ market_key: string }>(MARKETS_WITH_BETS, [fixture]);
  return rows.map((row) => marketKeyOf(row.market_key));
}

export async function newestMarketResults(
  db: Queryable,
  fixture: FixtureId,
): Promise<ReadonlyMap<MarketKey, StoredMarketResult>> {
  const { rows } = await db.query<StoredMarketResult>(
    `SELECT DISTINCT ON (market_key) market_key AS "marketKey", result_version AS "resultVersion",
            outcomes, void_reason AS "voidReason", basis, decision_id AS "decisionId"
     FROM market_result WHERE fixture_id = $1 ORDER BY market_key, result_version DESC`,
    [fixture],
  );
  return new Map(rows.map((row) => [row.marketKey, row]));
}

export type NewMarketResult = Readonly<{
  marketKey: MarketKey;
  result: Omit<MarketResult, 'voidReason'> & Readonly<{ voidReason: string | null }>;
  supersedes: number | null;
  decisionId?: string;
}>;

/** Writes a result with the markets that are new or have changed. */
export async function insertResult(
  client: PoolClient,
  result: NewResult,
  changed: readonly NewMarketResult[],
): Promise<void> {
  await client.query(
    `INSERT INTO fixture_result (fixture_id, result_version, ending, certainty, rules_version, feed_version, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      result.fixtureId,
      result.resultVersion,
      result.ending,
      result.certainty,
      result.rulesVersion,
      result.feedVersion,
      result.at,
    ],
  );
  const rows = changed.map(
    ({ marketKey, result: { outcomes, basis, voidReason }, supersedes, decisionId = null }) => ({
      market_key: marketKey,
      outcomes: Object.fromEntries(outcomes),
      basis,
      void_reason: voidReason,
      supersedes,
      decision_id: decisionId,
    }),
  );
  await client.query(
    `INSERT INTO market_result (fixture_id, market_key, result_version, outcomes, certainty,
       rules_version, supersedes, basis, void_reason, decision_id, at)
     SELECT $1, m.market_key, $2, m.outcomes, $3, $4, m.supersedes, m.basis, m.void_reason, m.decision_id, $5
     FROM jsonb_to_recordset($6::jsonb)
       AS m (market_key text, outcomes jsonb, basis text, void_reason text, supersedes int, decision_id uuid)`,
    [
      result.fixtureId,
      result.resultVersion,
      result.certainty,
      result.rulesVersion,
      result.at,
      JSON.stringify(rows),
    ],
  );
}

/** Tells everyone what every market with bets has come to, the unchanged ones too. */
export async function announceResult(
  client: PoolClient,
  sport: string,
  { fixtureId, resultVersion, certainty, at }: NewResult,
  markets: ReadonlyMap<MarketKey, Pick<MarketResult, 'outcomes'>>,
): Promise<void> {
  const body: ResultMessage = {
    fixtureId,
    resultVersion,
    certainty,
    at,
    markets: [...markets].map(([key, { outcomes }]) => ({
      key,
      outcomes: [...outcomes].map(([id, result]) => ({ id, result })),
    })),
  };
  const messageId = `result:${fixtureId}:${String(resultVersion)}`;
  await insertOutbox(client, [{ subject: subjects.result(sport, fixtureId), messageId, body }]);
}
