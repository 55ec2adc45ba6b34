/** A mean over seeds with its 95 % interval (Student's t); one value has no interval but itself. */
export type Interval = Readonly<{ mean: number; low: number; high: number }>;

/** The 97.5 % point of Student's t with few degrees of freedom. */
const FEW = [12.7062, 4.3027, 3.1824, 2.7764] as const;
const Z = 1.959963984540054;

/** The 97.5 % point of Student's t, to three decimals (Abramowitz & Stegun 26.7.5). */
export function tQuantile(freedom: number): number {
  const known = FEW[freedom - 1];
  if (known !== undefined) return known;
  const first = (Z ** 3 + Z) / 4;
  const second = (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96;
  const third = (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384;
  return Z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
}

/** @throws RangeError without values. */
export function intervalOf(values: readonly number[]): Interval {
  const count = values.length;
  if (count === 0) throw new RangeError('A mean needs values.');
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, low: mean, high: mean };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = tQuantile(count - 1) * Math.sqrt(squares / (count - 1) / count);
  return { mean, low: mean - half, high: mean + half };
}
