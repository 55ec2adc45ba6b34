import type { Queryable } from '#platform/mod.ts';

import type { TimedBet } from '../customers/mod.ts';

const BETS = `
  SELECT b.account_id AS account, l.fixture_id || '/' || l.market_key || '/' || l.outcome_id AS selection,
    b.received_at::float8 AS "atMs"
  FROM bet AS b JOIN bet_leg AS l ON l.bet_id = b.id
  WHERE b.received_at >= $1 AND b.status <> 'rejected'
`;

/** When each selection was backed by whom, since a time in UTC milliseconds. */
export async function betTimes(db: Queryable, sinceMs: number): Promise<readonly TimedBet[]> {
  const { rows } = await db.query<TimedBet>(BETS, [sinceMs]);
  return rows;
}
