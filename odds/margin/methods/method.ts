/** The number a method solves for: the exponent, the odds ratio, or the share of insiders. */
export type MethodParameter = Readonly<{ k?: number; c?: number; z?: number }>;

/** Implied or fair probabilities in the order of the outcomes, and what the method solved for. */
export type Solved = Readonly<{ values: readonly number[]; parameter?: MethodParameter }>;

/**
 * One way to put a margin on and its exact inverse: `apply(remove(π, Σp), Σπ)` is π. Undefined when the
 * method has no solution; a value may lie outside (0, 1), which the caller reports.
 */
export type Method = Readonly<{
  /** Fair probabilities that sum to `fairSum` from implied ones (1/odds). */
  remove: (implied: readonly number[], fairSum: number) => Solved | undefined;
  /** Implied probabilities that sum to `bookSum` from fair ones. */
  apply: (probabilities: readonly number[], bookSum: number) => Solved | undefined;
}>;

/** Mass that a solver may miss before "no solution" is said. */
export const SLACK = 1e-12;

export function sumOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** A method that goes up and down by the same rule: to values of the given sum. */
export const bothWays = (
  towards: (values: readonly number[], sum: number) => Solved | undefined,
): Method => ({ remove: towards, apply: towards });

export const isInside = (value: number): boolean => value > 0 && value < 1;

/** Whether values inside (0, 1) can reach the sum, each staying inside. */
export const isInReach = (values: readonly number[], sum: number): boolean =>
  sum > 0 && sum < values.length && values.every(isInside);
