import {
  add,
  isBelow,
  multiply,
  ONE,
  rational,
  roundHalfUp,
  subtract,
  ZERO,
  type Rational,
} from './rational.ts';
import { exactLineCount, lineCount } from './systems.ts';

/** Factors of one leg; `place` is its place part and needed in an each-way bet. */
export type BetLeg = Readonly<{ win: Rational; place?: Rational; banker?: boolean }>;

export const FREE_BET_KINDS = ['stake-returned', 'stake-not-returned'] as const;
export type FreeBetKind = (typeof FREE_BET_KINDS)[number];

export type BetTerms = Readonly<{
  unitStakeMinor: bigint;
  /** Sizes of the lines, chosen from the legs that are not bankers. */
  folds: readonly number[];
  legs: readonly BetLeg[];
  eachWay?: boolean;
  freeBet?: FreeBetKind;
}>;

export type BetReturn = Readonly<{
  /** The nearest double above 2^53; the stake is exact. */
  lines: number;
  totalStakeMinor: bigint;
  /** The return before rounding, in minor units. */
  exact: Rational;
  /** Rounded half up, once. */
  returnMinor: bigint;
}>;

/** Lines that are walked one by one, which only free bets without their stake need. */
export const MAX_WALKED_LINES = 100_000;

type Part = Readonly<{ bankers: Rational; free: readonly Rational[] }>;

function partOf(legs: readonly BetLeg[], factorOf: (leg: BetLeg) => Rational): Part {
  const bankers = legs
    .filter((leg) => leg.banker === true)
    .reduce((product, leg) => multiply(product, factorOf(leg)), ONE);
  return { bankers, free: legs.filter((leg) => leg.banker !== true).map(factorOf) };
}

/** A common denominator, so that sums need no common divisor at every step. */
const commonDenominator = (factors: readonly Rational[]): bigint =>
  factors.reduce((all, { denominator }) => all * rational(denominator, all).numerator, 1n);

/**
 * The sum of the products of all lines of these sizes: the elementary symmetric polynomials e_size, added. O(legs ·
 * largest size) products of whole numbers. Not in lowest terms: to find them costs more than all the rest.
 */
export function sumOfLines(factors: readonly Rational[], sizes: readonly number[]): Rational {
  const scale = commonDenominator(factors);
  const most = Math.max(0, ...sizes);
  const sums = [1n];
  for (const { numerator, denominator } of factors) {
    const factor = numerator * (scale / denominator);
    if (sums.length <= most) sums.push(0n);
    for (let size = sums.length - 1; size > 0; size -= 1) {
      sums[size] = (sums[size] ?? 0n) + (sums[size - 1] ?? 0n) * factor;
    }
  }
  const scaled = (size: number): bigint => (sums[size] ?? 0n) * scale ** BigInt(most - size);
  return {
    numerator: sizes.reduce((sum, size) => (size < 0 ? sum : sum + scaled(size)), 0n),
    denominator: scale ** BigInt(most),
  };
}

const cashSum = ({ bankers, free }: Part, folds: readonly number[]): Rational =>
  multiply(bankers, sumOfLines(free, folds));

/**
 * Σ max(0, product − 1) over the lines. A line pays nothing when a leg is lost and otherwise at least 1, as
 * long as no leg pays a part of its stake only: then it is their sum less their number. Else the lines are
 * walked, because the stake is kept line by line.
 */
function profitSum(part: Part, folds: readonly number[]): Rational {
  const { bankers, free } = part;
  if (bankers.numerator === 0n) return ZERO;
  if (![bankers, ...free].some(isPartOfStake)) {
    const alive = free.filter(({ numerator }) => numerator !== 0n);
    const lines = exactLineCount(alive.length, folds);
    return subtract(cashSum({ bankers, free: alive }, folds), rational(lines));
  }
  return walkedProfits(part, folds);
}

const isPartOfStake = (factor: Rational): boolean =>
  factor.numerator !== 0n && isBelow(factor, ONE);

/** @throws RangeError when there are too many lines to walk. */
function walkedProfits({ bankers, free }: Part, folds: readonly number[]): Rational {
  if (lineCount(free.length, folds) > MAX_WALKED_LINES)
    throw new RangeError('A free bet has too many lines.');
  const sizes = [...folds].sort((left, right) => left - right);
  let sum = ZERO;
  // Every step leads to a line, so that there are no more steps than lines times legs.
  const walk = (from: number, taken: number, product: Rational): void => {
    if (product.numerator === 0n) return;
    if (folds.includes(taken) && isBelow(ONE, product)) sum = add(sum, subtract(product, ONE));
    const longer = sizes.find((size) => size > taken);
    if (longer === undefined) return;
    for (let at = from; at <= free.length - (longer - taken); at += 1) {
      walk(at + 1, taken + 1, multiply(product, free[at] ?? ZERO));
    }
  };
  walk(0, 0, bankers);
  return sum;
}

function checkTerms({ folds, legs, unitStakeMinor }: BetTerms, freeLegs: number): void {
  const known = folds.every((size) => Number.isInteger(size) && size >= 0 && size <= freeLegs);
  if (legs.length === 0 || folds.length === 0 || !known || new Set(folds).size !== folds.length) {
    throw new RangeError('The sizes of the lines do not fit the number of legs.');
  }
  if (unitStakeMinor < 0n) throw new RangeError('A stake is not negative.');
}

/**
 * Lines, total stake and return of a single, multiple, system, each-way or free bet, exactly.
 * @throws RangeError when the terms are inconsistent, or a free bet has too many lines to walk.
 */
export function betReturn(terms: BetTerms): BetReturn {
  const { unitStakeMinor, folds, legs, eachWay = false, freeBet } = terms;
  const freeLegs = legs.filter((leg) => leg.banker !== true).length;
  checkTerms(terms, freeLegs);
  const perPart = exactLineCount(freeLegs, folds);
  const parts = [partOf(legs, (leg) => leg.win)];
  if (eachWay) parts.push(partOf(legs, placeFactor));
  const sumOf = freeBet === 'stake-not-returned' ? profitSum : cashSum;
  const units = parts.reduce((sum, part) => add(sum, sumOf(part, folds)), ZERO);
  const exact = multiply(rational(unitStakeMinor), units);
  const lines = perPart * BigInt(parts.length);
  return {
    lines: Number(lines),
    totalStakeMinor: lines * unitStakeMinor,
    exact,
    returnMinor: roundHalfUp(exact),
  };
}

function placeFactor(leg: BetLeg): Rational {
  if (leg.place === undefined) throw new RangeError('An each-way leg needs its place part.');
  return leg.place;
}
