import { ODDS_SCALE, type Odds, type OutcomeResult } from '#contracts/mod.ts';
import {
  legFactor,
  multiplyRational,
  rational,
  RATIONAL_ONE,
  roundHalfUp,
  type Rational,
} from '#markets/mod.ts';

export type ResultedLeg = Readonly<{ odds: Odds; result: OutcomeResult }>;

export type Payout = Readonly<{
  /** What the bet pays per unit of stake, exactly. */
  factor: Rational;
  /** Stake included; rounded half up once, on the whole bet. */
  payoutMinor: bigint;
}>;

/** What one unit on this leg pays: 0 lost, 1 void, the odds won; half of each for half results. */
export const factorOf = ({ odds, result }: ResultedLeg): Rational =>
  legFactor({ odds: rational(BigInt(odds), BigInt(ODDS_SCALE)), result });

/** A single or an accumulator with all its legs resulted. */
export function payoutOf(stakeMinor: bigint, legs: readonly ResultedLeg[]): Payout {
  const factor = legs.map(factorOf).reduce(multiplyRational, RATIONAL_ONE);
  return { factor, payoutMinor: roundHalfUp(multiplyRational(factor, rational(stakeMinor))) };
}
