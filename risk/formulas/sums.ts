export const sumOf = (values: readonly number[]): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

/** ln Σ exp(value), safe for any size of values; weights multiply the exponentials. */
export function logSumExp(values: readonly number[], weights?: readonly number[]): number {
  const top = Math.max(...values);
  let sum = 0;
  values.forEach((value, at) => (sum += (weights?.[at] ?? 1) * Math.exp(value - top)));
  return top + Math.log(sum);
}

/** exp(value) in proportion, times the weights, summing to 1. */
export function softmax(values: readonly number[], weights?: readonly number[]): readonly number[] {
  const total = logSumExp(values, weights);
  return values.map((value, at) => (weights?.[at] ?? 1) * Math.exp(value - total));
}

export const addVectors = (
  left: readonly number[],
  right: readonly number[],
): readonly number[] => {
  if (left.length !== right.length) throw new RangeError('Two vectors differ in length.');
  return left.map((value, at) => value + (right[at] ?? 0));
};
