import type { PricePolicy, Terms } from '#contracts/mod.ts';
import {
  multiplyRational,
  rational,
  RATIONAL_ONE,
  ticketReturn,
  type Rational,
} from '#markets/mod.ts';

/** `fair`: what one unit on the selection returns on average, or did return; `keptBps` the margin on it. */
export type LegValue = Readonly<{ fair: Rational; keptBps: number; banker: boolean }>;
export type Riding = Readonly<{ stakeMinor: bigint; terms: Terms | null }>;

/** The part that is bought back, and what goes on riding: null when that is nothing. */
export type Part = Readonly<{ stakeMinor: bigint; rest: Riding | null }>;
export type Value = Readonly<{ valueMinor: bigint; fairMinor: bigint }>;

export const WHOLE_BPS = 10_000;

/**
 * Divides a stake. What goes on is rounded down, in a bet of several lines to whole minor units on each line;
 * undefined when the part is too small, or leaves too little, for that.
 */
export function partOf({ stakeMinor, terms }: Riding, partBps: number): Part | undefined {
  if (partBps === WHOLE_BPS) return { stakeMinor, rest: null };
  const kept = (minor: bigint): bigint => (minor * BigInt(WHOLE_BPS - partBps)) / BigInt(WHOLE_BPS);
  const unitMinor = kept(terms === null ? stakeMinor : BigInt(terms.unitStakeMinor));
  const restMinor = unitMinor * BigInt(terms?.lines ?? 1);
  if (restMinor === 0n || restMinor === stakeMinor) return undefined;
  const restTerms = terms && { ...terms, unitStakeMinor: String(unitMinor) };
  return { stakeMinor: stakeMinor - restMinor, rest: { stakeMinor: restMinor, terms: restTerms } };
}

/**
 * What the part is worth: the stake times the expectation of what a unit on the bet returns, in minor units
 * rounded down. Selections are of different fixtures, hence independent, so the expectation of each line is the
 * product over its selections. The margin is kept on each selection that is open.
 */
export function valueOf(
  { stakeMinor, terms }: Riding,
  legs: readonly LegValue[],
  partMinor: bigint,
): Value {
  const worth = (factors: readonly Rational[]): bigint => {
    const { numerator, denominator } = returned(
      { stakeMinor, terms },
      factors.map((factor, at) => ({ factor, banker: legs[at]?.banker ?? false })),
    );
    return (numerator * partMinor) / (denominator * stakeMinor);
  };
  const kept = ({ fair, keptBps }: LegValue): Rational =>
    multiplyRational(fair, rational(BigInt(WHOLE_BPS - keptBps), BigInt(WHOLE_BPS)));
  return { valueMinor: worth(legs.map(kept)), fairMinor: worth(legs.map(({ fair }) => fair)) };
}

function returned(
  { stakeMinor, terms }: Riding,
  legs: readonly Readonly<{ factor: Rational; banker: boolean }>[],
): Rational {
  if (terms !== null) return ticketReturn(terms, legs).exact;
  const factor = legs.reduce((all, leg) => multiplyRational(all, leg.factor), RATIONAL_ONE);
  return multiplyRational(factor, rational(stakeMinor));
}

/**
 * What is paid for a part that was quoted at `quotedMinor`; undefined when the policy of its holder refuses what
 * there is. A quoted price stands as long as the part is still worth it before the margin: the match is as it was,
 * so only time has passed. A better price is given to who takes it.
 */
export function priceOf(
  policy: PricePolicy,
  quotedMinor: bigint,
  { valueMinor, fairMinor }: Value,
): bigint | undefined {
  const stands = quotedMinor <= fairMinor;
  switch (policy) {
    case 'none':
      return stands ? quotedMinor : undefined;
    case 'higher':
      if (valueMinor >= quotedMinor) return valueMinor;
      return stands ? quotedMinor : undefined;
    case 'any':
      return stands && quotedMinor > valueMinor ? quotedMinor : valueMinor;
  }
}
