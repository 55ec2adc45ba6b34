import type { SettlementPorts } from './ports.ts';

/**
 * Counts accepted bets with an open leg on a fixture that has been closed and resulted for longer than
 * `overdueMs`. It must be 0: anything else is a hole in the fence between placement and settlement, or a
 * settlement that does not get on. Fixtures in review and bets that are held wait for a person and do not count.
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
     WHERE c.at < $1 AND r.decision IS DISTINCT FROM 'review' AND NOT EXISTS (
       SELECT FROM settlement_hold AS h JOIN bet_leg AS any_leg ON any_leg.bet_id = b.id
       WHERE h.released_at IS NULL AND (h.bet_id = b.id OR (h.fixture_id = any_leg.fixture_id
         AND (h.market_key IS NULL OR h.market_key = any_leg.market_key))))`,
    [clock.now() - overdueMs],
  );
  return Number(rows[0]?.overdue ?? 0n);
}

/** Results, voids and corrections that wait for a second person. */
export async function waitingDecisions({ pool }: Pick<SettlementPorts, 'pool'>): Promise<number> {
  const { rows } = await pool.query<{ waiting: bigint }>(
    `SELECT count(*) AS waiting FROM settlement_decision WHERE status = 'waiting'`,
  );
  return Number(rows[0]?.waiting ?? 0n);
}

/** Fixtures that wait for a person. */
export async function openReviews({ pool }: Pick<SettlementPorts, 'pool'>): Promise<number> {
  const { rows } = await pool.query<{ open: bigint }>(
    'SELECT count(*) AS open FROM review WHERE resolved_at IS NULL',
  );
  return Number(rows[0]?.open ?? 0n);
}
