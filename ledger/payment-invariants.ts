type Invariant = Readonly<Record<'name' | 'says' | 'subject' | 'query', string>>;

/** What must hold between payments and the ledger; a payment's changes name their transfers. */
export const PAYMENT_INVARIANTS: readonly Invariant[] = [
  {
    name: 'payment-posted',
    says: 'the ledger holds of every payment what is held, and the provider owes for it what was done less what went back',
    subject: 'payment',
    query: `
      SELECT p.id::text AS first,
             'holds ' || p.held_minor || ' and the provider owes ' || due.minor || ', but the ledger says ' ||
             coalesce(moved.held, 0) || ' and ' || coalesce(-moved.clearing, 0) AS problem
      FROM payment AS p
      CROSS JOIN LATERAL (
        SELECT (CASE p.kind WHEN 'deposit' THEN 1 ELSE -1 END) *
               (p.done_minor - p.refunded_minor - p.charged_back_minor) AS minor
      ) AS due
      LEFT JOIN (
        SELECT c.payment_id,
               sum(e.amount_minor) FILTER (WHERE a.purpose = 'payouts') AS held,
               sum(e.amount_minor) FILTER (WHERE a.purpose = 'provider') AS clearing
        FROM payment_change AS c
        JOIN ledger_entry AS e ON e.transfer_id = c.transfer_id
        JOIN ledger_account AS a ON a.id = e.account_id
        GROUP BY c.payment_id
      ) AS moved ON moved.payment_id = p.id
      WHERE coalesce(moved.held, 0) <> p.held_minor OR coalesce(-moved.clearing, 0) <> due.minor
      ORDER BY p.id LIMIT 1`,
  },
  {
    name: 'payouts-known',
    says: 'what is held for withdrawals is what payments hold',
    subject: 'ledger_account',
    query: `
      SELECT a.id::text AS first,
             'holds ' || coalesce(sum(e.amount_minor), 0) || ' ' || a.currency || ', payments ' || held.minor AS problem
      FROM ledger_account AS a
      LEFT JOIN ledger_entry AS e ON e.account_id = a.id
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(p.held_minor), 0) AS minor FROM payment AS p WHERE p.currency = a.currency
      ) AS held
      WHERE a.purpose = 'payouts'
      GROUP BY a.id, held.minor
      HAVING coalesce(sum(e.amount_minor), 0) <> held.minor ORDER BY a.id LIMIT 1`,
  },
];
