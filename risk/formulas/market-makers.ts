import { addVectors, logSumExp, softmax, sumOf } from './sums.ts';

/** A cost-function maker at outstanding quantities: what it has taken, and the prices of one more unit. */
export type MakerState = Readonly<{ cost: number; prices: readonly number[] }>;

type Maker = (quantities: readonly number[]) => MakerState;

/** Hanson's logarithmic rule: C(q) = b ln Σ exp(q/b). */
export const lmsr =
  (b: number): Maker =>
  (quantities) => {
    const scaled = quantities.map((quantity) => quantity / b);
    return { cost: b * logSumExp(scaled), prices: softmax(scaled) };
  };

/** The most that the logarithmic rule can lose over n outcomes, from equal prices. */
export const lmsrMaxLoss = (b: number, outcomes: number): number => b * Math.log(outcomes);

/**
 * The liquidity-sensitive rule of Othman, Sandholm, Pennock and Reeves: b = alpha × Σq. Its prices are
 * the slopes of the cost and sum to between 1 and 1 + alpha·n·ln n.
 */
export const liquiditySensitiveLmsr =
  (alpha: number): Maker =>
  (quantities) => {
    const b = alpha * sumOf(quantities);
    if (!(b > 0)) throw new RangeError('The rule needs quantities with a sum above zero.');
    const scaled = quantities.map((quantity) => quantity / b);
    const shares = softmax(scaled);
    const entropy = -sumOf(shares.map((share) => (share > 0 ? share * Math.log(share) : 0)));
    return {
      cost: b * logSumExp(scaled),
      prices: shares.map((share) => share + alpha * entropy),
    };
  };

/** What a purchase costs, and the prices after it. */
export function purchase(
  maker: Maker,
  quantities: readonly number[],
  bought: readonly number[],
): Readonly<{ trade: number; pricesAfter: readonly number[] }> {
  const after = maker(addVectors(quantities, bought));
  return { trade: after.cost - maker(quantities).cost, pricesAfter: after.prices };
}
