import type { BetId } from '#contracts/mod.ts';
import type { Pool } from '#platform/mod.ts';

import { selectBets, type BetRow } from './bet-row.ts';

const CLAIM = `
  WITH overdue AS (
    SELECT id FROM bet WHERE status = 'delayed' AND due_at <= $1 AND claimed_until <= $1
      AND (referred_until IS NULL OR referred_until <= $1
           OR EXISTS (SELECT FROM bet_referral AS r WHERE r.bet_id = bet.id))
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
  )
  UPDATE bet SET claimed_until = $2 FROM overdue WHERE bet.id = overdue.id RETURNING bet.id`;

export type Claim = Readonly<{ now: number; leaseMs: number; limit: number }>;

/**
 * Takes bets that are due and that nobody finishes, for `leaseMs`: those of a process that crashed between
 * the two transactions, and those that waited for a trader until now. A lease only keeps two from doing the same work; finishing twice does no harm.
 */
export async function claimOverdue(
  pool: Pool,
  { now, leaseMs, limit }: Claim,
): Promise<readonly BetRow[]> {
  const { rows } = await pool.query<{ id: BetId }>(CLAIM, [now, now + leaseMs, limit]);
  const ids = rows.map(({ id }) => id);
  const where = 'b.id = ANY ($1::uuid[])';
  return selectBets(pool, { where, order: 'b.due_at, b.id, l.leg' }, [ids]);
}

/**
 * Keeps the bets that this process is still busy with, for another `leaseMs`. A lease is short, because the bets of a process that was killed
 * wait for its end; a host that does not answer takes longer.
 */
export async function keepClaims(
  pool: Pool,
  bets: readonly BetId[],
  { now, leaseMs }: Pick<Claim, 'now' | 'leaseMs'>,
): Promise<void> {
  if (bets.length === 0) return;
  await pool.query(
    `UPDATE bet SET claimed_until = $2 WHERE id = ANY ($1::uuid[]) AND status = 'delayed'
       AND claimed_until BETWEEN 1 AND $3`,
    [bets, now + leaseMs, now + leaseMs / 2],
  );
}

/** Lets go of bets that this process will not finish, so that the next one need not wait for the lease. */
export async function giveUpClaims(pool: Pool, bets: readonly BetId[]): Promise<void> {
  if (bets.length === 0) return;
  await pool.query(
    `UPDATE bet SET claimed_until = 0 WHERE id = ANY ($1::uuid[]) AND status = 'delayed'`,
    [bets],
  );
}
