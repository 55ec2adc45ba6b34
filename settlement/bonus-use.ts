import type { BetBonus } from '#contracts/mod.ts';
import type { PoolClient } from '#platform/mod.ts';

import type { BetChange, LockedBet } from './bet-store.ts';

type Standing = Readonly<{
  bonus: BetBonus | null;
  status: LockedBet['status'];
  stakeMinor: bigint;
  bonusMinor: bigint;
}>;

/**
 * What the promotion account gets by the settlement of a bet: the stake of a free bet that is void, less what a
 * boost or an accumulator bonus adds.
 */
export const promotionMinor = ({ bonus, status, stakeMinor, bonusMinor }: Standing): bigint =>
  (bonus?.kind === 'free-bet' && status === 'void' ? stakeMinor : 0n) - bonusMinor;

const USE: Readonly<Record<BetChange['status'], string>> = {
  accepted: 'held',
  settled: 'used',
  void: 'returned',
};

// A void bet that is corrected takes its grant again, also when another bet has taken it since. The index on
// grants in use makes a placement that takes it at the same moment wait, and refuses the later one.
const MOVE = `
  WITH moved AS (
    SELECT u.bet_id, n.status, row_number() OVER (
      PARTITION BY u.grant_id, u.account_id, n.status = 'returned' ORDER BY u.again, u.status = 'returned', u.bet_id) AS nth
    FROM unnest($1::uuid[], $2::text[]) AS n (bet_id, status)
    JOIN bonus_use AS u ON u.bet_id = n.bet_id AND u.status <> n.status
  )
  UPDATE bonus_use AS u
  SET status = m.status, returned_at = CASE WHEN m.status = 'returned' THEN $3::bigint END,
      again = m.status <> 'returned' AND (u.again OR m.nth > 1 OR EXISTS (
        SELECT FROM bonus_use AS o
        WHERE o.grant_id = u.grant_id AND o.account_id = u.account_id AND o.bet_id <> u.bet_id
          AND o.status <> 'returned' AND NOT o.again))
  FROM moved AS m WHERE u.bet_id = m.bet_id`;

/** Grants follow their bets: used by settled ones, given back by void ones, held again by those that are open again. */
export async function moveGrants(
  client: PoolClient,
  changes: readonly BetChange[],
  at: number,
): Promise<void> {
  const granted = changes.filter(({ bet: { bonus } }) => bonus && 'grantId' in bonus);
  if (granted.length === 0) return;
  await client.query(MOVE, [
    granted.map(({ bet }) => bet.betId),
    granted.map(({ status }) => USE[status]),
    at,
  ]);
}
