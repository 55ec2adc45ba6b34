export type WeightedLoss = Readonly<{ loss: number; p: number }>;
export type TailRisk = Readonly<{ var: number; cvar: number }>;

/** Rounding error of summed chances, which must not move a quantile. */
const SLACK = 1e-12;

/**
 * Value at risk and the mean of the worst 1 − level of the mass; an atom on the border is split.
 * @throws RangeError without losses, or for a level outside [0, 1).
 */
export function tailRisk(losses: readonly WeightedLoss[], level: number): TailRisk {
  if (losses.length === 0 || level < 0 || level >= 1) {
    throw new RangeError('Tail risk needs losses, and a level of 0 up to but not including 1.');
  }
  const descending = [...losses].sort((left, right) => right.loss - left.loss);
  const tail = 1 - level;
  let [taken, sum, above] = [0, 0, 0];
  let quantile = -Infinity;
  for (const { loss, p } of descending) {
    const share = Math.max(0, Math.min(p, tail - taken));
    sum += share * loss;
    taken += share;
    // The smallest loss which is passed with a chance of no more than the tail.
    if (above <= tail + SLACK) quantile = loss;
    above += p;
  }
  return { var: quantile, cvar: sum / taken };
}
