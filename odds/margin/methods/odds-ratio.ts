import { decreasingRoot, type Sloped } from '../solve.ts';
import { isInReach, type Method } from './method.ts';

/** A logistic curve's second slope is under its first, so a step of 1e-8 leaves an error under 1e-16. */
const LOG_RATIOS = { low: -60, high: 60, enough: 1e-8 };

/**
 * The odds ratio c with Σ v/(c + v − cv) = target, solved in ln c, where the sum of logistic curves
 * falls from n to 0; undefined when the target is out of reach.
 */
function solveOddsRatio(values: readonly number[], target: number): number | undefined {
  if (!isInReach(values, target)) return undefined;
  const excess = (log: number): Sloped => {
    const c = Math.exp(log);
    let [sum, slope] = [-target, 0];
    for (const value of values) {
      const share = value / (c + value - c * value);
      sum += share;
      slope -= share * (1 - share);
    }
    return [sum, slope];
  };
  return Math.exp(decreasingRoot(excess, 0, LOG_RATIOS));
}

/** π/(1 − π) = c · p/(1 − p), one c for all outcomes (Cheung 2015). Never leaves (0, 1). */
export const ODDS_RATIO: Method = {
  remove: (implied, fairSum) => {
    const c = solveOddsRatio(implied, fairSum);
    if (c === undefined) return undefined;
    return { values: implied.map((price) => price / (c + price - c * price)), parameter: { c } };
  },
  apply: (probabilities, bookSum) => {
    const inverse = solveOddsRatio(probabilities, bookSum);
    if (inverse === undefined) return undefined;
    const c = 1 / inverse;
    return { values: probabilities.map((p) => (c * p) / (1 - p + c * p)), parameter: { c } };
  },
};
