/** An exact fraction in lowest terms; the denominator is positive. */
export type Rational = Readonly<{ numerator: bigint; denominator: bigint }>;

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

function commonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [magnitude(left), magnitude(right)];
  while (b > 0n) [a, b] = [b, a % b];
  return a;
}

/** @throws RangeError when the denominator is zero. */
export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator === 0n) throw new RangeError('A fraction needs a denominator other than zero.');
  const divisor = commonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

export const ZERO = rational(0n);
export const ONE = rational(1n);

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** "2.37", "1/3" or "5", exactly; undefined when the text is none of these. */
export function parseRational(text: string): Rational | undefined {
  const [first = '', second, ...rest] = text.split('/');
  if (rest.length > 0) return undefined;
  if (second !== undefined) {
    if (!/^-?\d+$/.test(first) || !/^\d+$/.test(second) || /^0+$/.test(second)) return undefined;
    return rational(BigInt(first), BigInt(second));
  }
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', decimals = ''] = match;
  return rational(BigInt(`${sign}${whole}${decimals}`), 10n ** BigInt(decimals.length));
}

/** "19/10", or "2" when whole. */
export const formatRational = ({ numerator, denominator }: Rational): string =>
  denominator === 1n ? String(numerator) : `${String(numerator)}/${String(denominator)}`;

export const add = (left: Rational, right: Rational): Rational =>
  rational(
    left.numerator * right.denominator + right.numerator * left.denominator,
    left.denominator * right.denominator,
  );

export const subtract = (left: Rational, right: Rational): Rational =>
  add(left, { numerator: -right.numerator, denominator: right.denominator });

export const multiply = (left: Rational, right: Rational): Rational =>
  rational(left.numerator * right.numerator, left.denominator * right.denominator);

export const isBelow = (left: Rational, right: Rational): boolean =>
  left.numerator * right.denominator < right.numerator * left.denominator;

/** The nearest double; both parts may be larger than a double can hold. */
export function toNumber({ numerator, denominator }: Rational): number {
  const whole = numerator / denominator;
  const rest = numerator % denominator;
  const excess = Math.max(0, denominator.toString(2).length - 1000);
  return Number(whole) + Number(rest >> BigInt(excess)) / Number(denominator >> BigInt(excess));
}

/** Rounds a value of zero or more to a whole number, halves up. */
export function roundHalfUp({ numerator, denominator }: Rational): bigint {
  if (numerator < 0n) throw new RangeError('Only amounts of zero or more are rounded half up.');
  return (2n * numerator + denominator) / (2n * denominator);
}
