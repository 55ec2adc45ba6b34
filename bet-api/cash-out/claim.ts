import type { Pool } from '#platform/mod.ts';

import type { Claim } from '../placement/claim.ts';
import { selectCashOuts, type CashOutRow } from './cash-out-row.ts';

const CLAIM = `
  WITH overdue AS (
    SELECT quote_id FROM cash_out WHERE status = 'delayed' AND due_at <= $1 AND claimed_until <= $1
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
  )
  UPDATE cash_out AS c SET claimed_until = $2 FROM overdue AS o WHERE c.quote_id = o.quote_id
  RETURNING c.quote_id AS id`;

/**
 * Takes cash-outs that are due and that nobody finishes, for `leaseMs`. A lease only keeps two from doing the same
 * work; finishing twice does no harm.
 */
export async function claimOverdueCashOuts(
  pool: Pool,
  { now, leaseMs, limit }: Claim,
): Promise<readonly CashOutRow[]> {
  const { rows } = await pool.query<{ id: string }>(CLAIM, [now, now + leaseMs, limit]);
  if (rows.length === 0) return [];
  return selectCashOuts(pool, 'c.quote_id = ANY ($1::uuid[]) ORDER BY c.due_at, q.id', [
    rows.map(({ id }) => id),
  ]);
}

/** Lets go of cash-outs that this process will not finish, so that the next one need not wait for the lease. */
export async function giveUpCashOuts(pool: Pool, quotes: readonly string[]): Promise<void> {
  if (quotes.length === 0) return;
  await pool.query(
    `UPDATE cash_out SET claimed_until = 0 WHERE quote_id = ANY ($1::uuid[]) AND status = 'delayed'`,
    [quotes],
  );
}
