import { add, isBelow, ONE, rational, subtract, ZERO, type Rational } from './rational.ts';

type Band = readonly [upTo: Rational, percent: number];
const upTo = (numerator: bigint, denominator: bigint, percent: number): Band => [
  rational(numerator, denominator),
  percent,
];

/**
 * Tattersalls Committee Rule 4(c): profit per unit of the withdrawn runner, deduction in percent. Decimal odds
 * of 2/11, 8/13 and 20/21 are written 1.182, 1.62 and 1.9524, a little more than the fractions.
 */
const TABLE: readonly Band[] = [
  upTo(1n, 9n, 90),
  upTo(182n, 1_000n, 85),
  upTo(1n, 4n, 80),
  upTo(3n, 10n, 75),
  upTo(2n, 5n, 70),
  upTo(8n, 15n, 65),
  upTo(62n, 100n, 60),
  upTo(4n, 5n, 55),
  upTo(9_524n, 10_000n, 50),
  upTo(6n, 5n, 45),
  upTo(6n, 4n, 40),
  upTo(7n, 4n, 35),
  upTo(9n, 4n, 30),
  upTo(3n, 1n, 25),
  upTo(4n, 1n, 20),
  upTo(11n, 2n, 15),
  upTo(9n, 1n, 10),
  upTo(14n, 1n, 5),
];

/** Deductions for several withdrawn runners add up, to no more than this. */
export const RULE4_MAX_PERCENT = 90;
const MOST = rational(BigInt(RULE4_MAX_PERCENT));

/** Deduction in percent for one runner withdrawn at the given decimal odds. */
export function rule4Deduction(odds: Rational): number {
  const profit = subtract(odds, ONE);
  return TABLE.find(([bound]) => !isBelow(bound, profit))?.[1] ?? 0;
}

export function rule4Total(percents: readonly Rational[]): Rational {
  const sum = percents.reduce(add, ZERO);
  return isBelow(MOST, sum) ? MOST : sum;
}
