import type { Invariant } from './invariant.ts';

/** Of `bet AS b`: its stake is the house's. */
const IS_FREE = `coalesce(b.bonus->>'kind', '') = 'free-bet'`;
const IS_GRANTED = `b.bonus ? 'grantId'`;

/** What must hold of free bets, boosts and accumulator bonuses, and of the grants behind them. */
export const BONUS_INVARIANTS: readonly Invariant[] = [
  {
    name: 'bonus-funded',
    says: 'the promotion account paid for each bet the stake that it gave and what its bonus added, and nothing else',
    subject: 'bet',
    query: `
      SELECT b.id::text AS first,
             'is ' || b.status || ' with bonus ' || coalesce(b.bonus->>'kind', 'none') || ' and ' || b.bonus_minor ||
             ' added, but the promotion account moved by ' || coalesce(moved.total, 0) AS problem
      FROM bet AS b LEFT JOIN (
        SELECT e.bet_id, sum(e.amount_minor) AS total
        FROM ledger_entry AS e JOIN ledger_account AS a ON a.id = e.account_id AND a.purpose = 'promotion'
        WHERE e.bet_id IS NOT NULL GROUP BY e.bet_id
      ) AS moved ON moved.bet_id = b.id
      WHERE coalesce(moved.total, 0) <> - b.bonus_minor - CASE
              WHEN ${IS_FREE} AND b.status NOT IN ('rejected', 'void') THEN b.stake_minor ELSE 0 END
         OR b.bonus_minor > coalesce(b.payout_minor, 0)
      ORDER BY b.id LIMIT 1`,
  },
  {
    name: 'grant-of-bet',
    says: 'a bet that took a grant holds it while it is open, has used it when it is settled, and has returned it when it was rejected or void',
    subject: 'bonus_use',
    query: `
      SELECT coalesce(b.id, u.bet_id)::text AS first,
             'is ' || coalesce(b.status, 'no bet') || ' with grant ' || coalesce(b.bonus->>'grantId', 'none') ||
             ', but ' || coalesce(u.status || ' grant ' || u.grant_id, 'no grant') || ' is noted' AS problem
      FROM (SELECT * FROM bet AS b WHERE ${IS_GRANTED}) AS b
      FULL JOIN bonus_use AS u ON u.bet_id = b.id
      WHERE u.grant_id::text IS DISTINCT FROM b.bonus->>'grantId'
         OR u.account_id IS DISTINCT FROM b.account_id
         OR u.status IS DISTINCT FROM CASE
              WHEN b.status IN ('delayed', 'accepted') THEN 'held'
              WHEN b.status IN ('rejected', 'void') THEN 'returned'
              ELSE 'used' END
      ORDER BY 1 LIMIT 1`,
  },
  {
    name: 'grant-kept',
    says: 'a grant is used by its customer, on its terms, and in one bet at a time',
    subject: 'bonus_grant',
    query: `
      SELECT g.id::text AS first,
             CASE WHEN count(*) FILTER (WHERE u.status <> 'returned' AND NOT u.again) > 1
                  THEN 'is in several bets of account ' || u.account_id
                  ELSE 'is in a bet of account ' || u.account_id || ' that it was not given to, or on other terms' END AS problem
      FROM bonus_grant AS g JOIN bonus_use AS u ON u.grant_id = g.id JOIN bet AS b ON b.id = u.bet_id
      GROUP BY g.id, u.account_id
      HAVING count(*) FILTER (WHERE u.status <> 'returned' AND NOT u.again) > 1
          OR bool_or(g.account_id <> u.account_id OR g.currency <> b.currency OR g.kind <> b.bonus->>'kind')
          OR bool_or(g.kind = 'free-bet' AND b.stake_minor <> (g.terms->>'amountMinor')::bigint)
      ORDER BY g.id LIMIT 1`,
  },
];
