import type { Invariant } from './invariant.ts';

/** What laying off came to by its settlements, those from before they were posted left out. */
const SETTLED = `SELECT * FROM lay_off_standing WHERE commission_minor IS NOT NULL`;

/** What must hold between positions at exchanges and the ledger; a transfer names its order in its memo. */
export const LAY_OFF_INVARIANTS: readonly Invariant[] = [
  {
    name: 'lay-off-posted',
    says: 'of every order at an exchange the ledger holds what its last settlement says, commission taken off, once',
    subject: 'lay_off_order',
    query: `
      SELECT coalesce(s.id::text, posted.order_id) AS first,
             'came to ' || coalesce(s.profit_minor, 0) || ' in ' || coalesce(s.settlement, 0) ||
             ' settlements, the ledger has ' || coalesce(posted.minor, 0) AS problem
      FROM (${SETTLED}) AS s
      FULL JOIN (
        SELECT t.memo ->> 'orderId' AS order_id, a.provider AS exchange, a.currency, -sum(e.amount_minor) AS minor
        FROM ledger_transfer AS t
        JOIN ledger_entry AS e ON e.transfer_id = t.id
        JOIN ledger_account AS a ON a.id = e.account_id AND a.purpose = 'exchange'
        WHERE t.kind IN ('lay-off', 'lay-off-reversal')
        GROUP BY 1, 2, 3
      ) AS posted ON posted.order_id = s.id::text AND posted.exchange = s.exchange AND posted.currency = s.currency
      WHERE coalesce(s.profit_minor, 0) <> coalesce(posted.minor, 0)
      ORDER BY 1 LIMIT 1`,
  },
  {
    name: 'lay-off-clearing',
    says: 'the clearing account of every exchange is what all positions there came to, and nothing else',
    subject: 'ledger_account',
    query: `
      SELECT a.id::text AS first,
             'is at ' || coalesce(sum(e.amount_minor), 0) || ' ' || a.currency || ', positions came to ' ||
             coalesce(won.minor, 0) AS problem
      FROM ledger_account AS a
      LEFT JOIN ledger_entry AS e ON e.account_id = a.id
      LEFT JOIN (
        SELECT exchange, currency, sum(profit_minor) AS minor FROM (${SETTLED}) AS s GROUP BY exchange, currency
      ) AS won ON won.exchange = a.provider AND won.currency = a.currency
      WHERE a.purpose = 'exchange'
      GROUP BY a.id, won.minor
      HAVING coalesce(sum(e.amount_minor), 0) <> -coalesce(won.minor, 0) ORDER BY a.id LIMIT 1`,
  },
];
