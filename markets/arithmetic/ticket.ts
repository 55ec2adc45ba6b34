import {
  ODDS_SCALE,
  payoutMinor,
  SHARE_SCALE,
  type LegShare,
  type Odds,
  type OutcomeResult,
  type Terms,
} from '#contracts/mod.ts';

import { betReturn, sumOfLines, type BetReturn } from './bet-return.ts';
import { multiply, ONE, rational, type Rational } from './rational.ts';

/** Legs by what is backed at one price: the parts of each bet builder together, any other leg alone. */
export function selectionsOf<Leg extends Readonly<{ leg: number; builder?: number | null }>>(
  legs: readonly Leg[],
): readonly (readonly [Leg, ...Leg[]])[] {
  const selections: [Leg, ...Leg[]][] = [];
  const builders = new Map<number, Leg[]>();
  for (const leg of legs) {
    const builder = leg.builder ?? null;
    const parts = builder === null ? undefined : builders.get(builder);
    if (parts) {
      parts.push(leg);
      continue;
    }
    const selection: [Leg, ...Leg[]] = [leg];
    selections.push(selection);
    if (builder !== null) builders.set(builder, selection);
  }
  return selections;
}

type Lines = Pick<Terms, 'folds' | 'lines' | 'unitStakeMinor'>;

/** What one unit on a leg pays: what it did pay, what it would, or what it pays on average. */
export type TicketLeg = Readonly<{ factor: Rational; banker: boolean }>;

/**
 * What a bet of several lines returns when its legs pay these factors, exactly, in O(legs²) for any
 * number of lines.
 */
export const ticketReturn = (terms: Lines, legs: readonly TicketLeg[]): BetReturn =>
  betReturn({
    unitStakeMinor: BigInt(terms.unitStakeMinor),
    folds: terms.folds,
    legs: legs.map(({ factor, banker }) => ({ win: factor, banker })),
  });

/**
 * What a bet builder came to: lost with its first lost part, open until the last is known, and void as a
 * whole when one of them is neither won nor lost. Null while it is open.
 */
export function builderResult(parts: readonly (OutcomeResult | null)[]): OutcomeResult | null {
  if (parts.includes('lost')) return 'lost';
  if (parts.includes(null)) return null;
  return parts.every((result) => result === 'won') ? 'won' : 'void';
}

/** A leg with a price at which it is asked for, offered or taken. */
export type PricedLeg = Readonly<{ odds: Odds; banker: boolean }>;

/** The leg when it wins. */
export const winningLeg = ({ odds, banker }: PricedLeg): TicketLeg => ({
  factor: rational(BigInt(odds), BigInt(ODDS_SCALE)),
  banker,
});

/** What a bet pays when every leg wins, stake included, rounded half up once; without terms a single. */
export function potentialPayout(
  terms: Lines | null,
  stakeMinor: bigint,
  legs: readonly [PricedLeg, ...PricedLeg[]],
): bigint {
  if (terms === null) return payoutMinor(stakeMinor, legs[0].odds);
  return ticketReturn(terms, legs.map(winningLeg)).returnMinor;
}

/** `factor`: the most that the leg can still pay. `typical`: what it pays on average, 1 at a fair price. */
export type SharedLeg = TicketLeg & Readonly<{ typical: Rational }>;

/**
 * What the bet can come to for the fixture of the leg at `at`. The leg's own factors are not looked at;
 * every figure is rounded up, so that the share never looks smaller than it is.
 */
export function legShare(terms: Lines, legs: readonly SharedLeg[], at: number): LegShare {
  const isBanker = legs[at]?.banker ?? false;
  const others = legs.filter((_, index) => index !== at);
  return {
    most: affine(terms, others, isBanker),
    typical: affine(
      terms,
      others.map(({ typical, banker }) => ({ factor: typical, banker })),
      isBanker,
    ),
  };
}

function affine(
  { folds, lines }: Lines,
  others: readonly TicketLeg[],
  isBanker: boolean,
): LegShare['most'] {
  const bankers = others
    .filter(({ banker }) => banker)
    .reduce((product, { factor }) => multiply(product, factor), ONE);
  const free = others.filter(({ banker }) => !banker).map(({ factor }) => factor);
  const perStake = (sizes: readonly number[]): string =>
    billionths(bankers, sumOfLines(free, sizes), lines);
  // A banker stands in every line; a free leg in those that take one leg fewer from the others.
  return isBanker
    ? { rest: '0', onLeg: perStake(folds) }
    : { rest: perStake(folds), onLeg: perStake(folds.map((size) => size - 1)) };
}

function billionths(bankers: Rational, sum: Rational, lines: number): string {
  const divisor = bankers.denominator * sum.denominator * BigInt(lines);
  return String((bankers.numerator * sum.numerator * SHARE_SCALE + divisor - 1n) / divisor);
}
