import type { Queryable } from '#platform/mod.ts';

import { linkRules, timingLinks, type TimedBet, type TimingLink } from '../customers/mod.ts';

const BETS = `
  SELECT b.account_id AS account, l.fixture_id || '/' || l.market_key || '/' || l.outcome_id AS selection,
    b.received_at::float8 AS "atMs"
  FROM bet AS b JOIN bet_leg AS l ON l.bet_id = b.id
  WHERE b.received_at >= $1 AND b.status <> 'rejected'
`;

/** Accounts that bet together, from the bets since a time in UTC milliseconds. */
export async function linksSince(db: Queryable, sinceMs: number): Promise<readonly TimingLink[]> {
  const { rows } = await db.query<TimedBet>(BETS, [sinceMs]);
  const accounts = new Set(rows.map(({ account }) => account));
  return timingLinks(rows, linkRules(accounts.size));
}
