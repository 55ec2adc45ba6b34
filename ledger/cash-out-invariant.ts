import type { Invariant } from './invariant.ts';

export const CASH_OUT_EXACT: Invariant = {
  name: 'cash-out-exact',
  says: 'every cash-out that was taken is one transfer of its stake and its price, and the bet counts them',
  subject: 'cash_out',
  query: `
    SELECT b.id::text AS first,
           'is ' || b.status || ' with ' || coalesce(taken.number, 0) || ' cash-outs of ' || coalesce(taken.stake, 0) ||
           ' for ' || coalesce(taken.paid, 0) || ', the ledger has ' || coalesce(posted.number, 0) || ' of ' ||
           coalesce(posted.stake, 0) || ' for ' || coalesce(posted.paid, 0) AS problem
    FROM bet AS b
    LEFT JOIN (
      SELECT c.bet_id, count(*) AS number, sum(q.stake_minor) AS stake, sum(c.paid_minor) AS paid
      FROM cash_out AS c JOIN cash_out_quote AS q ON q.id = c.quote_id
      WHERE c.status = 'accepted' GROUP BY c.bet_id
    ) AS taken ON taken.bet_id = b.id
    LEFT JOIN (
      SELECT t.bet_id, count(DISTINCT t.id) AS number,
             -sum(e.amount_minor) FILTER (WHERE a.purpose = 'stakes') AS stake,
             coalesce(sum(e.amount_minor) FILTER (WHERE a.guarded), 0) AS paid
      FROM ledger_transfer AS t
      JOIN ledger_entry AS e ON e.transfer_id = t.id
      JOIN ledger_account AS a ON a.id = e.account_id
      WHERE t.kind = 'cash-out' GROUP BY t.bet_id
    ) AS posted ON posted.bet_id = b.id
    WHERE ROW (coalesce(taken.number, 0), coalesce(taken.stake, 0), coalesce(taken.paid, 0)) IS DISTINCT FROM
          ROW (coalesce(posted.number, 0), coalesce(posted.stake, 0), coalesce(posted.paid, 0))
       OR coalesce(taken.stake, 0) <> b.cashed_stake_minor + CASE b.status WHEN 'cashed-out' THEN b.stake_minor ELSE 0 END
       OR coalesce(taken.paid, 0) <> b.cashed_out_minor + CASE b.status WHEN 'cashed-out' THEN b.payout_minor ELSE 0 END
    ORDER BY b.id LIMIT 1`,
};
