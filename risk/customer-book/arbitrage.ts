import type { Queryable } from '#platform/mod.ts';

import type { ArbitrageEvidence } from '../customers/mod.ts';
import { evidenceOf, type SingleRow } from './arbitrage-counts.ts';
import type { ClosingTaken } from './closing-values.ts';

const SINGLES = `
  SELECT b.account_id AS account, b.currency, l.fixture_id AS fixture, l.market_key AS market, l.outcome_id AS "outcomeId",
    b.stake_minor::float8 AS "stakeMinor", coalesce(l.odds, l.requested_odds) / 10000::float8 AS odds,
    b.received_at::float8 AS at, b.in_play AS "inPlay", b.status = 'rejected' AS rejected,
    b.reason_detail->>'maxStake' AS told
  FROM bet AS b JOIN bet_leg AS l ON l.bet_id = b.id
  WHERE b.received_at >= $1 AND b.terms IS NULL AND l.builder IS NULL
    AND (b.bonus IS NULL OR b.bonus->>'kind' <> 'free-bet')
    AND (b.status <> 'rejected' OR b.reason_detail ? 'maxStake')
  ORDER BY b.received_at, b.id
`;

/** The counts of every customer with singles since a time in UTC milliseconds, with the closing prices where those are known. */
export async function arbitrageEvidence(
  db: Queryable,
  sinceMs: number,
  closing: readonly ClosingTaken[],
): Promise<ReadonlyMap<string, ArbitrageEvidence>> {
  const { rows } = await db.query<SingleRow>(SINGLES, [sinceMs]);
  return evidenceOf(rows, closing);
}
