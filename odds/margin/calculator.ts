import { InputError, ODDS_SCALE } from '#contracts/mod.ts';
import { applyMargin } from './apply.ts';
import { guardBook, offeredPrice } from './book-guard.ts';
import { checkCount, checkNumber, checkOdds } from './checks.ts';
import { devig, type FairBook } from './devig.ts';
import { overround, type Overround } from './formats.ts';
import type { LadderKind, LadderMode } from './ladder.ts';
import type { MarginMethod, MethodUsed } from './methods.ts';
import { isInside, sumOf, type MethodParameter } from './methods/method.ts';

const checkFairSum = (fairSum: number, count: number): void => {
  if (!(fairSum > 0 && fairSum < count)) {
    throw new InputError('NUMBER_INVALID', 'fairSum', fairSum, `must be above 0, below ${count}`);
  }
};

/**
 * What the prices of a market add up to: its book sum, margin and payout.
 * @throws InputError ODDS_INVALID for odds that are not above 1, NUMBER_INVALID for fewer than two, or a
 * fair sum (the number of outcomes that win) which they cannot have.
 */
export const validateBook = (decimalOdds: readonly number[], fairSum = 1): Overround =>
  overround(impliedBy(decimalOdds, fairSum), fairSum);

/** 1/odds of a sound book. */
function impliedBy(decimalOdds: readonly number[], fairSum: number): readonly number[] {
  checkCount(decimalOdds, 'odds', 2);
  checkFairSum(fairSum, decimalOdds.length);
  return decimalOdds.map((odds, at) => {
    // The name of the field is made only for what is wrong.
    if (!(odds > 1 && odds < Infinity)) checkOdds(odds, `odds[${at}]`);
    return 1 / odds;
  });
}

export type DevigOptions = Readonly<{ fairSum?: number }>;

/**
 * Fair probabilities of a bookmaker's decimal odds; `invalid` when additive, goto or balanced-book leave
 * (0, 1). No fallback: who names a method is answered by it.
 * @throws InputError as `validateBook`, and NO_SOLUTION when the method has none, as Shin's for a book
 * below its fair sum.
 */
export function devigOdds(
  decimalOdds: readonly number[],
  method: MarginMethod,
  { fairSum = 1 }: DevigOptions = {},
): FairBook & Overround {
  const implied = impliedBy(decimalOdds, fairSum);
  const book = overround(implied, fairSum);
  const fair = devig(implied, method, fairSum);
  if (fair === undefined) {
    const why = `have no ${method} probabilities of sum ${fairSum} (book sum ${book.bookSum})`;
    throw new InputError('NO_SOLUTION', 'odds', decimalOdds, why);
  }
  return { ...fair, ...book };
}

export type MarginOptions = Readonly<{
  method?: MarginMethod;
  /** Basis points of the fair sum, 0 to 100,000. */
  marginBps: number;
  /** Without a ladder the odds are exact. */
  ladder?: LadderKind;
  /** How a price is placed on the ladder; `down` is in the house's favour. */
  mode?: LadderMode;
}>;

export type MarginedOdds = MethodParameter &
  MethodUsed &
  Overround &
  Readonly<{
    /** Decimal odds; null for what cannot happen or would cost less than 1 (on a ladder: 1.01). */
    odds: readonly (number | null)[];
    /** 1/odds before the ladder, and their sum. */
    implied: readonly number[];
    impliedSum: number;
    /** Some implied probability lies outside (0, 1). */
    invalid: boolean;
  }>;

const MAX_MARGIN_BPS = 100_000;

/** Exact prices, or those of a ladder. */
function pricesOf(
  implied: readonly number[],
  chances: readonly number[],
  { ladder, mode = 'down' }: MarginOptions,
): readonly (number | null)[] {
  if (ladder === undefined) return implied.map((p) => (isInside(p) ? 1 / p : null));
  const prices = implied.map((p) => offeredPrice(p, { ladder, mode }));
  const fairSum = sumOf(chances);
  return guardBook({ prices, chances, fairSum, implied, ladder }).map((price) =>
    price === null ? null : price / ODDS_SCALE,
  );
}

/**
 * Odds with a margin from fair probabilities of any sum (2 for double chance). The result names the
 * method used and why another one was asked for in vain (`withFallback`). Its book sum counts an outcome
 * that is not offered with its chance, and rounding never takes it below the fair sum.
 * @throws InputError NUMBER_INVALID for probabilities outside 0 to 1, fewer than two that can happen, a
 * sum the outcomes cannot have, or a margin out of range; NO_SOLUTION when no price above 1 has the margin.
 */
export function marginOdds(probabilities: readonly number[], options: MarginOptions): MarginedOdds {
  const { method = 'odds-ratio', marginBps } = options;
  checkNumber(marginBps, 'marginBps', { min: 0, max: MAX_MARGIN_BPS });
  probabilities.forEach((p, at) => checkNumber(p, `probabilities[${at}]`, { min: 0, max: 1 }));
  const possible = probabilities.filter((p) => p > 0);
  checkCount(possible, 'probabilities', 2);
  const book = applyMargin(possible, marginBps, method);
  if (book.bookSum >= possible.length) {
    const why = `leaves no price above 1 for ${possible.length} outcomes`;
    throw new InputError('NO_SOLUTION', 'marginBps', marginBps, why);
  }
  let taken = 0;
  const implied = probabilities.map((p) => (p > 0 ? (book.implied[taken++] ?? 0) : 0));
  const odds = pricesOf(implied, probabilities, options);
  const offered = odds.map((price, at) => (price === null ? (probabilities[at] ?? 0) : 1 / price));
  const { bookSum: impliedSum, invalid, ...how } = book;
  return {
    ...how,
    ...overround(offered, sumOf(probabilities)),
    odds,
    implied,
    impliedSum,
    invalid,
  };
}
