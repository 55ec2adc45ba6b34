import { decreasingRoot, type Sloped } from '../solve.ts';
import { bothWays, isInReach, type Method } from './method.ts';

/**
 * The exponent k with Σ value^k = sum. Convex and decreasing in k while every value is under 1, so
 * Newton's method cannot fail; undefined when a value is 1 or more, or the sum is out of reach.
 */
function solveExponent(values: readonly number[], target: number): number | undefined {
  if (!isInReach(values, target)) return undefined;
  const logs = values.map((value) => Math.log(value));
  const excess = (k: number): Sloped => {
    let [sum, slope] = [-target, 0];
    for (const log of logs) {
      const term = Math.exp(k * log);
      sum += term;
      slope += log * term;
    }
    return [sum, slope];
  };
  return decreasingRoot(excess, 1, { low: 0, high: 1e6 });
}

/** p = π^k (Clarke 2016). Never leaves (0, 1). */
export const POWER: Method = bothWays((values, sum) => {
  const k = solveExponent(values, sum);
  return k === undefined
    ? undefined
    : { values: values.map((value) => value ** k), parameter: { k } };
});
