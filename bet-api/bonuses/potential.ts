import type { BetBonus, Terms } from '#contracts/mod.ts';
import { betPayout, potentialPayout, type PricedLeg } from '#markets/mod.ts';

/** What a bet pays when every selection wins, with its bonus, stake included unless it is the house's. */
export function mostPaid(
  bet: Readonly<{ stakeMinor: bigint; terms: Terms | null; bonus: BetBonus | null }>,
  legs: readonly [PricedLeg, ...PricedLeg[]],
): bigint {
  const { stakeMinor, terms, bonus } = bet;
  if (bonus === null) return potentialPayout(terms, stakeMinor, legs);
  return betPayout({ ...bet, legs: legs.map((leg) => ({ ...leg, result: 'won' as const })) })
    .payoutMinor;
}
