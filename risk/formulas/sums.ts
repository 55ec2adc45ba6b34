export const sumOf = (values: readonly number[]): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

/** ln Σ exp(value), safe for any size of values; minus infinity is a weight of nothing. */
export function logSumExp(values: readonly number[]): number {
  const top = Math.max(...values);
  return top + Math.log(sumOf(values.map((value) => Math.exp(value - top))));
}

/** exp(value) in proportion, summing to 1. */
export function softmax(values: readonly number[]): readonly number[] {
  const total = logSumExp(values);
  return values.map((value) => Math.exp(value - total));
}

export const addVectors = (
  left: readonly number[],
  right: readonly number[],
): readonly number[] => {
  if (left.length !== right.length) throw new RangeError('Two vectors differ in length.');
  return left.map((value, at) => value + (right[at] ?? 0));
};
