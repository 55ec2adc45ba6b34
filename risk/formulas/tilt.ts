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
  const scaled = payouts.map((payout) => payout / b);
  return {
    probabilities: softmax(scaled, probabilities),
    cost: b * logSumExp(scaled, probabilities),
  };
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
