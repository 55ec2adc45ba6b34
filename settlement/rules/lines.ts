import type { Terms } from '#contracts/mod.ts';
import { formatRational, multiplyRational, RATIONAL_ONE, type Rational } from '#markets/mod.ts';

import { factorOf, type AnyLeg } from './payout.ts';

/** `legs`: numbers of the legs of the line, from 0; `factor`: what it pays per unit, "open" if unknown. */
export type ExplainedLine = Readonly<{ legs: readonly number[]; factor: string }>;

/** Lines of a Lucky 63: more are told by their legs alone, from which anyone can work them out. */
const MOST_LINES = 63;

/**
 * Every line of a bet with what it pays; undefined where they are too many, one as the bet itself, or come in
 * two parts, which their legs tell.
 */
export function linesOf(
  { folds, lines, eachWay }: Pick<Terms, 'folds' | 'lines' | 'eachWay'>,
  legs: readonly AnyLeg[],
): readonly ExplainedLine[] | undefined {
  if (lines === 1 || lines > MOST_LINES || eachWay === true) return undefined;
  const numbers = legs.map((_, leg) => leg);
  const bankers = numbers.filter((leg) => legs[leg]?.banker);
  const free = numbers.filter((leg) => !legs[leg]?.banker);
  const factors = legs.map((leg) => leg.result && factorOf({ ...leg, result: leg.result }));
  return folds.flatMap((size) =>
    choices(free, size).map((chosen) => {
      const line = [...bankers, ...chosen].sort((left, right) => left - right);
      return { legs: line, factor: lineFactor(line.map((leg) => factors[leg] ?? null)) };
    }),
  );
}

function lineFactor(factors: readonly (Rational | null)[]): string {
  if (factors.some((factor) => factor?.numerator === 0n)) return '0';
  if (factors.includes(null)) return 'open';
  const product = factors.reduce<Rational>(
    (all, factor) => (factor === null ? all : multiplyRational(all, factor)),
    RATIONAL_ONE,
  );
  return formatRational(product);
}

function choices(items: readonly number[], size: number): readonly (readonly number[])[] {
  if (size === 0) return [[]];
  // Nobody who is taken leaves too few behind: each step leads to a line.
  return items
    .slice(0, items.length - size + 1)
    .flatMap((item, at) => choices(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]));
}
