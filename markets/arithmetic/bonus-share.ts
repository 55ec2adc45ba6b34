import { ODDS_SCALE, SHARE_SCALE, type LegShare } from '#contracts/mod.ts';

import { betPayout, type SettledBet } from './bet-payout.ts';

const ONE = { rest: '0', onLeg: String(SHARE_SCALE) };
/** What a leg by itself has of its bet. */
const WHOLE: LegShare = { most: ONE, typical: ONE };

/**
 * The share of the leg at `at` (undefined: of a single) with what a boost or an accumulator bonus adds, rounded up.
 * Legs without a result count as won in `bet`. Exact when the leg wins and when it loses; in between, a cap makes
 * it less than it may be, but never more than it is when the leg wins. Of a bet of several legs only the most that
 * it can come to is raised, not what it typically does. Stakes of free bets are no matter of it; each way is not looked at.
 */
export function shareWithBonus(
  share: LegShare | undefined,
  bet: SettledBet,
  at: number,
): LegShare | undefined {
  const { stakeMinor, terms, bonus, legs } = bet;
  const leg = legs[at];
  if (bonus === null || bonus.kind === 'free-bet') return share;
  if (leg === undefined || stakeMinor <= 0n || terms?.eachWay === true) return share;
  const won = betPayout(bet).extraMinor;
  if (won === 0n) return share;
  const others = legs.map((each, index) =>
    index === at ? { ...leg, result: 'lost' as const } : each,
  );
  const lost = terms === null ? 0n : betPayout({ ...bet, legs: others }).extraMinor;
  const { most, typical } = share ?? WHOLE;
  const raised = {
    rest: String(BigInt(most.rest) + perStake(lost, stakeMinor)),
    onLeg: String(
      BigInt(most.onLeg) +
        perStake((won - lost) * BigInt(ODDS_SCALE), stakeMinor * BigInt(leg.odds)),
    ),
  };
  return { most: raised, typical: terms === null ? raised : typical };
}

/** Billionths, rounded up. */
const perStake = (amount: bigint, of: bigint): bigint =>
  amount <= 0n ? 0n : (amount * SHARE_SCALE + of - 1n) / of;
