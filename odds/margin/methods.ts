import { decreasingRoot, type Sloped } from './solve.ts';

/** Ways to take a bookmaker's margin out of prices. One name each; others call odds-ratio "logarithmic" and additive "wpo". */
export const DEVIG_METHODS = [
  'multiplicative',
  'additive',
  'power',
  'odds-ratio',
  'shin',
  'goto',
  'balanced-book',
  'jensen-shannon',
] as const;
export type DevigMethod = (typeof DEVIG_METHODS)[number];

/** Ways to put a margin on fair probabilities. */
export const APPLY_METHODS = ['multiplicative', 'additive', 'power', 'odds-ratio', 'shin'] as const;
export type ApplyMethod = (typeof APPLY_METHODS)[number];

/** The number a method solves for: the exponent, the odds ratio, or the share of insiders. */
export type MethodParameter = Readonly<{ k?: number; c?: number; z?: number }>;

export const sumOf = (values: readonly number[]): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

/** Mass that a solver may miss before "no solution" is said. */
export const SLACK = 1e-12;

/**
 * The exponent k with Σ value^k = target. Convex and decreasing in k while every value is under 1, so
 * Newton's method cannot fail; undefined when a value is 1 or more, or the target is out of reach.
 */
export function solveExponent(values: readonly number[], target: number): number | undefined {
  if (target <= 0 || target >= values.length) return undefined;
  if (values.some((value) => value <= 0 || value >= 1)) return undefined;
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
  return decreasingRoot(excess, 1, 0, 1e6);
}

/**
 * The odds ratio c with Σ v/(c + v − cv) = target, solved in ln c, where the sum of logistic curves
 * falls from n to 0; undefined when the target is out of reach.
 */
export function solveOddsRatio(values: readonly number[], target: number): number | undefined {
  if (target <= 0 || target >= values.length) return undefined;
  if (values.some((value) => value <= 0 || value >= 1)) return undefined;
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
  return Math.exp(decreasingRoot(excess, 0, -60, 60));
}
