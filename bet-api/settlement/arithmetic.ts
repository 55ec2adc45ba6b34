import { formatMoney, type Currency } from '#contracts/mod.ts';
import {
  addRational,
  formatRational,
  multiplyRational,
  parseRational,
  rational,
  RATIONAL_ONE,
  RATIONAL_ZERO,
  roundHalfUp,
  type Rational,
} from '#markets/mod.ts';

export type Sums = Readonly<{
  currency: Currency;
  stakeMinor: bigint;
  payoutMinor: bigint;
  bonusMinor: bigint;
  factor: string;
  /** Factors of the legs; of the lines where the bet has several. */
  legs: readonly string[];
  lines: readonly string[];
}>;

/**
 * The sums from the factors to the payout, each with its result. A step is told only where it comes out: what
 * is not simply a product or a mean of lines (each-way parts, many lines) starts from the factor of the bet.
 */
export function stepsOf(sums: Sums): readonly string[] {
  const { currency, stakeMinor, payoutMinor, bonusMinor } = sums;
  const total = parseRational(sums.factor) ?? RATIONAL_ZERO;
  const money = (amount: bigint): string => formatMoney(amount, currency);
  const exact = multiplyRational(total, rational(stakeMinor));
  const gross = roundHalfUp(exact);
  const rounded = exact.denominator === 1n ? '' : ', rounded half up once';
  const steps = [
    ...factorStep(sums, total),
    `${money(stakeMinor)} × ${sums.factor} = ${money(gross)}${rounded}`,
  ];
  const own = payoutMinor - bonusMinor;
  if (own !== gross && own === gross - stakeMinor)
    steps.push(`${money(gross)} − ${money(stakeMinor)} of the house = ${money(own)}`);
  else if (own !== gross) return [`${money(payoutMinor)} ${currency}`];
  if (bonusMinor > 0n)
    steps.push(`${money(own)} + ${money(bonusMinor)} bonus = ${money(payoutMinor)}`);
  return steps;
}

function factorStep({ legs, lines }: Sums, total: Rational): readonly string[] {
  if (lines.length > 1) {
    const sum = lines.map(read).reduce<Rational | undefined>(plus, RATIONAL_ZERO);
    const mean = sum && multiplyRational(sum, rational(1n, BigInt(lines.length)));
    return isSame(mean, total)
      ? [`(${lines.join(' + ')}) ÷ ${lines.length} lines = ${formatRational(total)}`]
      : [];
  }
  const product = legs.map(read).reduce<Rational | undefined>(times, RATIONAL_ONE);
  return legs.length > 1 && isSame(product, total)
    ? [`${legs.join(' × ')} = ${formatRational(total)}`]
    : [];
}

/** A leg or line that was not waited for has no factor. */
const read = (text: string): Rational | undefined => parseRational(text);
const plus = (left: Rational | undefined, right: Rational | undefined): Rational | undefined =>
  left && right && addRational(left, right);
const times = (left: Rational | undefined, right: Rational | undefined): Rational | undefined =>
  left && right && multiplyRational(left, right);
const isSame = (left: Rational | undefined, right: Rational): boolean =>
  left?.numerator === right.numerator && left.denominator === right.denominator;
