import type { BetBonus, OutcomeResult, Terms } from '#contracts/mod.ts';
import {
  betPayout,
  multiplyRational,
  rational,
  winFactor,
  type BetPayout,
  type Rational,
  type SettledLeg,
} from '#markets/mod.ts';

/** A leg with its result; each-way bets need its `place`. */
export type ResultedLeg = SettledLeg;
/** A leg of a bet that may be open still; of an each-way bet its place part is open with it. */
export type AnyLeg = Omit<ResultedLeg, 'result'> & Readonly<{ result: OutcomeResult | null }>;

export type Payout = Readonly<{
  /** What the bet pays per unit of its whole stake without what its bonus adds, exactly. */
  factor: Rational;
  /** Stake included, unless it was the house's; rounded half up once, on the whole bet. */
  payoutMinor: bigint;
  /** Of it, what a boost or an accumulator bonus added. */
  extraMinor: bigint;
}>;

/** What one unit on this leg pays: 0 lost, 1 void, the odds won; half of each for half results. */
export const factorOf: (leg: ResultedLeg) => Rational = winFactor;

/** A bet with all its legs resulted; without terms one line of all of them. */
export function payoutOf(
  stakeMinor: bigint,
  legs: readonly ResultedLeg[],
  terms: Terms | null = null,
  bonus: BetBonus | null = null,
): Payout {
  const { exact, payoutMinor, extraMinor }: BetPayout = betPayout({
    stakeMinor,
    legs,
    terms,
    bonus,
  });
  return { factor: multiplyRational(exact, rational(1n, stakeMinor)), payoutMinor, extraMinor };
}

/**
 * Whether nothing that is still open can make the bet pay anything: a multiple with its first lost leg, a
 * system when each of its lines has one.
 */
export function isLostForSure(legs: readonly AnyLeg[], terms: Terms | null): boolean {
  const best = legs.map((leg): ResultedLeg => {
    if (leg.result !== null) return { ...leg, result: leg.result };
    const { place } = leg;
    return {
      ...leg,
      result: 'won',
      ...(place === undefined ? {} : { place: { ...place, result: 'won' as const } }),
    };
  });
  return payoutOf(1n, best, terms).factor.numerator === 0n;
}
