import type { SettlementPorts } from './ports.ts';

/**
 * Counts accepted bets with an open leg on a fixture that has been closed and resulted for longer than
 * `overdueMs`. It must be 0: anything else is a hole in the fence between placement and settlement, or a
 * settlement that does not get on. Fixtures in review wait for a person and do not count.
 */
export async function overdueBets(
  { pool, clock }: Pick<SettlementPorts, 'pool' | 'clock'>,
  overdueMs: number,
): Promise<number> {
  const { rows } = await pool.query<{ overdue: bigint }>(
    `SELECT count(DISTINCT b.id) AS overdue
     FROM market_closed c
     JOIN bet_leg l ON l.fixture_id = c.fixture_id AND l.result IS NULL
       AND (c.market_key = '*' OR c.market_key = l.market_key)
     JOIN bet b ON b.id = l.bet_id AND b.status = 'accepted'
     LEFT JOIN fixture_resulting r ON r.fixture_id = c.fixture_id
     WHERE c.at < $1 AND r.decision IS DISTINCT FROM 'review'`,
    [clock.now() - overdueMs],
  );
  return Number(rows[0]?.overdue ?? 0n);
}

/** Fixtures that wait for a person. */
export async function openReviews({ pool }: Pick<SettlementPorts, 'pool'>): Promise<number> {
  const { rows } = await pool.query<{ open: bigint }>(
    'SELECT count(*) AS open FROM review WHERE resolved_at IS NULL',
  );
  return Number(rows[0]?.open ?? 0n);
}
