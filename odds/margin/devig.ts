import { methodOf, withFallback, type MarginMethod, type MethodUsed } from './methods.ts';
import { isInside, type MethodParameter } from './methods/method.ts';

export type FairBook = MethodParameter &
  Readonly<{
    probabilities: readonly number[];
    /** Some probability lies outside (0, 1): the method does not fit these prices. */
    invalid: boolean;
  }>;

/**
 * Fair probabilities that sum to `fairSum` from implied ones (1/odds). Undefined when the method has
 * no solution, as Shin's has none for a book below its fair sum.
 * Definitions: Clarke, Kovalchik & Ingram 2017; Shin 1993; Fingleton & Waldron 1999.
 */
export function devig(
  implied: readonly number[],
  method: MarginMethod,
  fairSum = 1,
): FairBook | undefined {
  const solved = methodOf(method).remove(implied, fairSum);
  if (!solved?.values.every(Number.isFinite)) return undefined;
  const { values: probabilities, parameter } = solved;
  return { probabilities, invalid: !probabilities.every(isInside), ...parameter };
}

/**
 * The same with the fallbacks of `withFallback`. Only a fair sum which the outcomes cannot reach leaves
 * an `invalid` book.
 */
export const devigWithFallback = (
  implied: readonly number[],
  method: MarginMethod,
  fairSum = 1,
): (FairBook & MethodUsed) | undefined =>
  withFallback(method, (used) => devig(implied, used, fairSum));
