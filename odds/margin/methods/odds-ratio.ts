import { isInReach, type Method } from './method.ts';

/** A logistic curve's second slope is under its first, so a step of 1e-8 leaves an error under 1e-16. */
const ENOUGH = 1e-8;
const MOST_ROUNDS = 100;
const MOST_LOG = 60;

/**
 * The odds ratio c with Σ v/(c + v − cv) = target, solved in ln c, where the sum of logistic curves
 * falls from n to 0; undefined when the target is out of reach. Newton's method, halving the bracket when a
 * step would leave it, written out without calls: every market of a board is priced by it.
 */
function solveOddsRatio(values: readonly number[], target: number): number | undefined {
  if (!isInReach(values, target)) return undefined;
  let [log, low, high] = [0, -MOST_LOG, MOST_LOG];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const c = Math.exp(log);
    let excess = -target;
    let slope = 0;
    for (const value of values) {
      const share = value / (c + value - c * value);
      excess += share;
      slope -= share * (1 - share);
    }
    if (excess === 0) return c;
    if (excess > 0) low = log;
    else high = log;
    const newton = log - excess / slope;
    const isWithin = newton >= low && newton <= high;
    const next = isWithin ? newton : (low + high) / 2;
    const moved = Math.abs(next - log);
    log = next;
    if (moved <= 1e-16 || (isWithin && moved <= ENOUGH)) break;
  }
  return Math.exp(log);
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
