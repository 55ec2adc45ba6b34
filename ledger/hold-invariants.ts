import type { Invariant } from './invariant.ts';

/** What must hold of holds, exchanges, refusals and folded balances, and of rows that name others. */
export const HOLD_INVARIANTS: readonly Invariant[] = [
  {
    name: 'entry-whole',
    says: 'every entry has its transfer and its account, and a balance after it exactly when the account is guarded',
    subject: 'ledger_entry',
    query: `
      SELECT e.id::text AS first,
             CASE WHEN t.id IS NULL THEN 'belongs to no transfer: ' || e.transfer_id
                  WHEN a.id IS NULL THEN 'belongs to no account: ' || e.account_id
                  ELSE 'has ' || coalesce('balance ' || e.balance_after_minor, 'no balance') || ' on account ' || a.id END AS problem
      FROM ledger_entry AS e
      LEFT JOIN ledger_transfer AS t ON t.id = e.transfer_id
      LEFT JOIN ledger_account AS a ON a.id = e.account_id
      WHERE t.id IS NULL OR a.id IS NULL OR a.guarded <> (e.balance_after_minor IS NOT NULL)
      ORDER BY e.id LIMIT 1`,
  },
  {
    name: 'hold-exact',
    says: 'what remains of a hold is what its steps left and what its entries hold',
    subject: 'ledger_hold',
    query: `
      SELECT h.id::text AS first,
             'of ' || h.amount_minor || ' says ' || h.remaining_minor || ' remain, steps leave ' ||
             h.amount_minor - coalesce(s.taken, 0) || ', entries hold ' || coalesce(m.held, 0) AS problem
      FROM ledger_hold AS h
      LEFT JOIN (
        SELECT hold_id, sum(taken_minor) AS taken FROM ledger_hold_step GROUP BY hold_id
      ) AS s ON s.hold_id = h.id
      LEFT JOIN (
        SELECT n.hold_id, sum(e.amount_minor) AS held
        FROM (SELECT id AS hold_id, id AS transfer_id FROM ledger_hold
              UNION ALL SELECT hold_id, transfer_id FROM ledger_hold_step) AS n
        JOIN ledger_entry AS e ON e.transfer_id = n.transfer_id
        JOIN ledger_account AS a ON a.id = e.account_id AND a.purpose = 'held'
        GROUP BY n.hold_id
      ) AS m ON m.hold_id = h.id
      WHERE h.remaining_minor <> h.amount_minor - coalesce(s.taken, 0)
         OR h.remaining_minor <> coalesce(m.held, 0)
      ORDER BY h.id LIMIT 1`,
  },
  {
    name: 'held-known',
    says: 'what stands on a held account belongs to a hold',
    subject: 'ledger_entry',
    query: `
      SELECT e.id::text AS first, 'of transfer ' || e.transfer_id || ' belongs to no hold' AS problem
      FROM ledger_entry AS e JOIN ledger_account AS a ON a.id = e.account_id AND a.purpose = 'held'
      WHERE NOT EXISTS (SELECT FROM ledger_hold AS h WHERE h.id = e.transfer_id)
        AND NOT EXISTS (SELECT FROM ledger_hold_step AS s WHERE s.transfer_id = e.transfer_id)
      ORDER BY e.id LIMIT 1`,
  },
  {
    name: 'clearing-zero',
    says: 'what a transfer brings to clearing accounts is taken back to zero, whole and within a day',
    subject: 'ledger_transfer',
    query: `
      SELECT item::text AS first,
             'leaves ' || sum(amount_minor) || ' ' || currency || CASE
               WHEN bool_or(opens) THEN ' since ' || min(created_at) ELSE ', and never brought anything' END AS problem
      FROM (
        SELECT coalesce(t.clears, t.id) AS item, t.clears IS NULL AS opens, a.currency, e.amount_minor, t.created_at
        FROM ledger_entry AS e
        JOIN ledger_account AS a ON a.id = e.account_id AND a.purpose = 'clearing'
        JOIN ledger_transfer AS t ON t.id = e.transfer_id
      ) AS moved
      GROUP BY item, currency
      HAVING sum(amount_minor) <> 0
         AND (min(created_at) < now() - interval '1 day' OR bool_or(NOT opens))
      ORDER BY item LIMIT 1`,
  },
  {
    name: 'refused-not-posted',
    says: 'a transfer that was refused was not posted',
    subject: 'ledger_refusal',
    query: `
      SELECT r.transfer_id::text AS first, 'was refused with ' || r.code || ' and is posted' AS problem
      FROM ledger_refusal AS r JOIN ledger_transfer AS t ON t.id = r.transfer_id
      ORDER BY r.transfer_id LIMIT 1`,
  },
  {
    name: 'fold-exact',
    says: 'the folded balance of a house account is the sum of the entries below its mark',
    subject: 'ledger_fold',
    query: `
      SELECT f.account_id::text AS first,
             'says ' || f.balance_minor || ' of ' || f.entries || ' entries, but ' || coalesce(m.entries, 0) ||
             ' entries sum to ' || coalesce(m.total, 0) AS problem
      FROM ledger_fold AS f
      LEFT JOIN LATERAL (
        SELECT sum(e.amount_minor) AS total, count(*) AS entries
        FROM ledger_entry AS e JOIN ledger_transfer AS t ON t.id = e.transfer_id
        WHERE e.account_id = f.account_id AND t.xid < f.through_xid
      ) AS m ON true
      WHERE f.cluster = (SELECT system_identifier FROM pg_control_system())
        AND (f.balance_minor <> coalesce(m.total, 0) OR f.entries <> coalesce(m.entries, 0))
      ORDER BY f.account_id LIMIT 1`,
  },
];
