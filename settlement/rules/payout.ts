import { ODDS_SCALE, type Odds, type OutcomeResult, type Terms } from '#contracts/mod.ts';
import {
  legFactor,
  multiplyRational,
  rational,
  RATIONAL_ONE,
  roundHalfUp,
  ticketReturn,
  type Rational,
  type TicketLeg,
} from '#markets/mod.ts';

export type ResultedLeg = Readonly<{ odds: Odds; result: OutcomeResult; banker?: boolean }>;
/** A leg of a bet that may be open still. */
export type AnyLeg = Omit<ResultedLeg, 'result'> & Readonly<{ result: OutcomeResult | null }>;

export type Payout = Readonly<{
  /** What the bet pays per unit of its whole stake, exactly. */
  factor: Rational;
  /** Stake included; rounded half up once, on the whole bet. */
  payoutMinor: bigint;
}>;

const priceOf = (odds: Odds): Rational => rational(BigInt(odds), BigInt(ODDS_SCALE));

/** What one unit on this leg pays: 0 lost, 1 void, the odds won; half of each for half results. */
export const factorOf = ({ odds, result }: ResultedLeg): Rational =>
  legFactor({ odds: priceOf(odds), result });

/** A bet with all its legs resulted; without terms one line of all of them. */
export function payoutOf(
  stakeMinor: bigint,
  legs: readonly ResultedLeg[],
  terms: Terms | null = null,
): Payout {
  if (terms === null) {
    const factor = legs.map(factorOf).reduce(multiplyRational, RATIONAL_ONE);
    return { factor, payoutMinor: roundHalfUp(multiplyRational(factor, rational(stakeMinor))) };
  }
  const { exact, returnMinor } = ticketReturn(terms, legs.map(ticketLeg));
  return {
    factor: multiplyRational(exact, rational(1n, stakeMinor)),
    payoutMinor: returnMinor,
  };
}

const ticketLeg = (leg: ResultedLeg): TicketLeg => ({
  factor: factorOf(leg),
  banker: leg.banker ?? false,
});

/**
 * Whether nothing that is still open can make the bet pay anything: a multiple with its first lost leg, a
 * system when each of its lines has one.
 */
export function isLostForSure(legs: readonly AnyLeg[], terms: Terms | null): boolean {
  const best = legs.map((leg) => ({ ...leg, result: leg.result ?? ('won' as const) }));
  return payoutOf(1n, best, terms).factor.numerator === 0n;
}
