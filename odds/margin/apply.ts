import { InputError } from '#contracts/mod.ts';
import { methodOf, withFallback, type MarginMethod, type MethodUsed } from './methods.ts';
import { isInside, sumOf, type MethodParameter } from './methods/method.ts';

export type PricedBook = MethodParameter &
  Readonly<{
    /** 1/odds of every outcome, margin included. */
    implied: readonly number[];
    bookSum: number;
    /** Some implied probability lies outside (0, 1). */
    invalid: boolean;
  }>;

const BPS = 10_000;

/**
 * Implied probabilities with a margin on them: the book sum becomes (1 + margin) × the fair sum.
 * Undefined when the method has no solution (a sum that n outcomes cannot reach, Shin below fair).
 */
export function priceBook(
  probabilities: readonly number[],
  margin: number,
  method: MarginMethod,
): PricedBook | undefined {
  const bookSum = sumOf(probabilities) * (1 + margin);
  const solved = methodOf(method).apply(probabilities, bookSum);
  if (!solved?.values.every(Number.isFinite)) return undefined;
  const { values: implied, parameter } = solved;
  return { implied, bookSum: sumOf(implied), invalid: !implied.every(isInside), ...parameter };
}

/**
 * The live path: a margin in basis points on fair probabilities of outcomes that can still happen, by the
 * method asked for or by a fallback of `withFallback`, which the result names. Where even the
 * proportional margin pushes a price past certainty the book is `invalid`, and that price is not offered.
 * @throws InputError when no outcome has a chance.
 */
export function applyMargin(
  probabilities: readonly number[],
  marginBps: number,
  method: MarginMethod = 'odds-ratio',
): PricedBook & MethodUsed {
  const margin = marginBps / BPS;
  const priced = withFallback(method, (used) => priceBook(probabilities, margin, used));
  if (priced === undefined || priced.bookSum <= 0) {
    throw new InputError(
      'NUMBER_INVALID',
      'probabilities',
      probabilities,
      'must have a sum above 0',
    );
  }
  return priced;
}
