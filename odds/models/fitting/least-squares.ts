import { lusolve } from 'mathjs';

export type LeastSquaresFit = Readonly<{
  at: readonly number[];
  /** Root of the sum of squared residuals at the solution. */
  residual: number;
  converged: boolean;
}>;

type Residuals = (at: readonly number[]) => readonly number[];

const DIFFERENCE = 1e-6;
const MAX_ROUNDS = 100;

const normOf = (values: readonly number[]): number => Math.hypot(...values);

/** Columns of the Jacobian by central differences. */
function jacobian(residuals: Residuals, at: readonly number[]): number[][] {
  return at.map((value, column) => {
    const moved = (by: number): readonly number[] => residuals(at.with(column, value + by));
    const up = moved(DIFFERENCE);
    const down = moved(-DIFFERENCE);
    return up.map((high, row) => (high - (down[row] ?? 0)) / (2 * DIFFERENCE));
  });
}

const dot = (left: readonly number[], right: readonly number[]): number =>
  left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);

/** The Levenberg-Marquardt step; undefined when the damped normal equations are singular. */
function dampedStep(
  columns: readonly (readonly number[])[],
  values: readonly number[],
  damping: number,
): readonly number[] | undefined {
  const matrix = columns.map((left, row) =>
    columns.map((right, column) => dot(left, right) * (row === column ? 1 + damping : 1)),
  );
  const target = columns.map((column) => -dot(column, values));
  try {
    const solved: unknown = lusolve(matrix, target);
    const step = Array.isArray(solved) ? solved.flat().map(Number) : [];
    return step.length === target.length && step.every(Number.isFinite) ? step : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Minimises the sum of squared residuals by Levenberg-Marquardt from `start`. Meant for a handful of
 * well-scaled unknowns off the hot path; stops when the residual no longer falls.
 */
export function leastSquares(
  residuals: Residuals,
  start: readonly number[],
  tolerance = 1e-13,
): LeastSquaresFit {
  let at = start;
  let values = residuals(at);
  let norm = normOf(values);
  let damping = 1e-3;
  for (let round = 0; round < MAX_ROUNDS && norm > tolerance; round += 1) {
    const columns = jacobian(residuals, at);
    let better = false;
    while (!better && damping < 1e12) {
      const step = dampedStep(columns, values, damping);
      const next = at.map((value, index) => value + (step?.[index] ?? 0));
      const nextValues = step === undefined ? values : residuals(next);
      const nextNorm = normOf(nextValues);
      better = nextNorm < norm;
      if (better) [at, values, norm] = [next, nextValues, nextNorm];
      damping = better ? damping / 30 : damping * 10;
    }
    if (!better) break;
    damping = Math.max(damping, 1e-15);
  }
  return { at, residual: norm, converged: norm < 1e-8 };
}
