import type { Queryable } from '#platform/mod.ts';

import type { BonusUse } from '../customers/mod.ts';
import { countsOf, type LegRow } from './bonus-counts.ts';

const LEGS = `
  WITH granted AS (
    SELECT DISTINCT l.fixture_id, l.market_key
    FROM bet AS b JOIN bet_leg AS l ON l.bet_id = b.id
    WHERE b.received_at >= $1 AND b.status <> 'rejected' AND b.bonus->>'grantId' IS NOT NULL
  )
  SELECT b.id AS bet, b.account_id AS account, l.fixture_id || '/' || l.market_key AS market, l.outcome_id AS outcome,
    coalesce(l.odds, l.requested_odds) / 10000::float8 AS odds, b.bonus->>'grantId' IS NOT NULL AS "hasBonus",
    ((b.bonus->>'minOdds')::float8 / 10000)::float8 AS least
  FROM granted AS g JOIN bet_leg AS l USING (fixture_id, market_key) JOIN bet AS b ON b.id = l.bet_id
  WHERE b.received_at >= $1 AND b.status <> 'rejected'
  ORDER BY b.id, l.leg
`;

const MONEY = `
  WITH users AS (
    SELECT DISTINCT account_id FROM bet
    WHERE received_at >= $1 AND status <> 'rejected' AND bonus->>'grantId' IS NOT NULL
  ), staked AS (
    SELECT b.account_id,
      coalesce(sum(b.stake_minor) FILTER (WHERE b.bonus->>'grantId' IS NOT NULL), 0) AS bonus_stake,
      coalesce(sum(b.stake_minor) FILTER (WHERE b.bonus->>'grantId' IS NULL), 0) AS own_stake
    FROM bet AS b JOIN users USING (account_id)
    WHERE b.received_at >= $1 AND b.status <> 'rejected' GROUP BY b.account_id
  ), paid AS (
    SELECT p.account_id,
      coalesce(sum(p.done_minor - p.refunded_minor - p.charged_back_minor) FILTER (WHERE p.kind = 'deposit'), 0) AS deposited,
      coalesce(sum(p.done_minor - p.refunded_minor) FILTER (WHERE p.kind = 'withdrawal'), 0) AS withdrawn
    FROM payment AS p JOIN users USING (account_id) WHERE p.requested_at >= $1 GROUP BY p.account_id
  )
  SELECT s.account_id AS account, s.bonus_stake::float8 AS "bonusStakeMinor", s.own_stake::float8 AS "ownStakeMinor",
    greatest(0, coalesce(p.deposited, 0))::float8 AS "depositedMinor", greatest(0, coalesce(p.withdrawn, 0))::float8 AS "withdrawnMinor"
  FROM staked AS s LEFT JOIN paid AS p USING (account_id)
`;

type Money = Pick<
  BonusUse,
  'bonusStakeMinor' | 'ownStakeMinor' | 'depositedMinor' | 'withdrawnMinor'
>;
/**
 * What every customer with a granted bonus did with it, since a time in UTC milliseconds.
 * @param sharing pairs of accounts that share a device or an instrument, by `pairKey`: their bets oppose one another.
 */
export async function bonusUses(
  db: Queryable,
  sinceMs: number,
  sharing: ReadonlySet<string>,
): Promise<ReadonlyMap<string, BonusUse>> {
  const { rows: legs } = await db.query<LegRow>(LEGS, [sinceMs]);
  const { rows: money } = await db.query<Money & Readonly<{ account: string }>>(MONEY, [sinceMs]);
  const counts = countsOf(legs, sharing);
  return new Map(
    money.map(({ account, ...amounts }) => [
      account,
      { ...(counts.get(account) ?? { bonusBets: 0, opposed: 0, shortest: 0 }), ...amounts },
    ]),
  );
}
