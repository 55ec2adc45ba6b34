/** Residuals at a point and their slopes, one column per unknown. */
export type Linearised = Readonly<{
  residuals: readonly number[];
  columns: readonly (readonly number[])[];
}>;

export type Fit = Readonly<{
  at: readonly number[];
  /** Sum of squared residuals. */
  squares: number;
  /** Whether the last step was too small to matter. */
  converged: boolean;
}>;

const MAX_ROUNDS = 60;
/** A step that is smaller in every unknown ends the search. */
const SMALL_STEP = 1e-11;
/** No unknown moves farther at once; they are logarithms of rates, and ρ. */
const LARGEST_STEP = 1;
const MOST_DAMPING = 1e10;

const dot = (left: readonly number[], right: readonly number[]): number => {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
};

/** Solves a small symmetric positive system by elimination; undefined when it is singular. */
function solve(matrix: number[][], right: number[]): readonly number[] | undefined {
  const size = right.length;
  for (let pivot = 0; pivot < size; pivot += 1) {
    const row = matrix[pivot] ?? [];
    const head = row[pivot] ?? 0;
    if (!(head > 1e-300)) return undefined;
    for (let below = pivot + 1; below < size; below += 1) {
      const target = matrix[below] ?? [];
      const factor = (target[pivot] ?? 0) / head;
      for (let at = pivot; at < size; at += 1)
        target[at] = (target[at] ?? 0) - factor * (row[at] ?? 0);
      right[below] = (right[below] ?? 0) - factor * (right[pivot] ?? 0);
    }
  }
  for (let pivot = size - 1; pivot >= 0; pivot -= 1) {
    const row = matrix[pivot] ?? [];
    let rest = right[pivot] ?? 0;
    for (let at = pivot + 1; at < size; at += 1) rest -= (row[at] ?? 0) * (right[at] ?? 0);
    right[pivot] = rest / (row[pivot] ?? 1);
  }
  return right;
}

/** The damped Gauss-Newton step, shortened so that no unknown jumps. */
function stepFrom(
  { residuals, columns }: Linearised,
  damping: number,
): readonly number[] | undefined {
  const matrix = columns.map((left, row) =>
    columns.map((right, column) => dot(left, right) * (row === column ? 1 + damping : 1)),
  );
  const step = solve(
    matrix,
    columns.map((column) => -dot(column, residuals)),
  );
  if (!step?.every(Number.isFinite)) return undefined;
  const longest = Math.max(...step.map(Math.abs));
  return longest > LARGEST_STEP ? step.map((by) => (by * LARGEST_STEP) / longest) : step;
}

/**
 * The point with the least sum of squares, by Levenberg-Marquardt steps on exact slopes. `linearise` gives
 * undefined where the model does not exist, and such a step is not taken. For two or three well-scaled
 * unknowns; when the residuals can vanish the last steps are Newton's.
 */
export function leastSquaresOf(
  linearise: (at: readonly number[]) => Linearised | undefined,
  start: readonly number[],
): Fit {
  let at = start;
  let here = linearise(at);
  if (here === undefined) return { at, squares: Infinity, converged: false };
  let squares = dot(here.residuals, here.residuals);
  let damping = 1e-3;
  for (let round = 0; round < MAX_ROUNDS && damping < MOST_DAMPING; round += 1) {
    const step = stepFrom(here, damping);
    const moved = step && at.map((value, index) => value + (step[index] ?? 0));
    const there = moved && linearise(moved);
    const next = there ? dot(there.residuals, there.residuals) : Infinity;
    const isSmall = step?.every((by) => Math.abs(by) < SMALL_STEP) === true;
    if (moved && there && next <= squares) {
      [at, here, squares] = [moved, there, next];
      damping /= 30;
    } else damping *= 10;
    if (isSmall) return { at, squares, converged: true };
  }
  return { at, squares, converged: squares < 1e-20 };
}
