import { addVectors, logSumExp, softmax } from './sums.ts';

/**
 * The exponential-utility bookmaker: chances tilted by what is owed, π ∝ p·exp(payout/b), and the cost
 * b ln Σ p·exp(payout/b) of the position. Equal to a logarithmic market maker with prior p (Chen &
 * Pennock 2007).
 */
export type Tilted = Readonly<{ probabilities: readonly number[]; cost: number }>;

export function tilt(
  probabilities: readonly number[],
  payouts: readonly number[],
  b: number,
): Tilted {
  if (probabilities.length !== payouts.length) {
    throw new RangeError('Every chance needs its payout.');
  }
  // A chance of nothing becomes minus infinity, so that no payout on it can drown the others.
  const exponents = payouts.map((payout, at) => payout / b + Math.log(probabilities[at] ?? 0));
  return { probabilities: softmax(exponents), cost: b * logSumExp(exponents) };
}

/** The price at which the bookmaker is indifferent to owing `more` as well. */
export function indifferencePrice(
  probabilities: readonly number[],
  payouts: readonly number[],
  more: readonly number[],
  b: number,
): number {
  const after = tilt(probabilities, addVectors(payouts, more), b);
  return after.cost - tilt(probabilities, payouts, b).cost;
}
