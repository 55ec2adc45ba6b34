import type { TimeLaw } from './time-law.ts';

/**
 * Running times of a field on one grid of points. Rows are runners; a row holds a value for each point.
 * Integrals over the grid are sums times `step`: the trapezoid rule, which for these smooth functions
 * that vanish at both ends is exact to the last digits.
 */
export type RaceGrid = Readonly<{
  points: number;
  step: number;
  logSurvival: readonly Float64Array[];
  cdf: readonly Float64Array[];
  hazard: readonly Float64Array[];
  /** Σ of logSurvival over the field. */
  allBehind: Float64Array;
}>;

/** Points to a standard deviation of the running time. */
const POINTS_PER_DEVIATION = 10;
/** Beyond this a survival is 0 in doubles; kept finite so that sums of logarithms can be undone. */
const LOG_ZERO = -800;

/** The grid for runners at the locations `theta`. */
export function raceGrid(law: TimeLaw, theta: readonly number[]): RaceGrid {
  const step = law.scale / POINTS_PER_DEVIATION;
  const from = Math.min(...theta) + law.low;
  const points = Math.ceil((Math.max(...theta) + law.high - from) / step) + 1;
  const row = (value: (z: number) => number) =>
    theta.map((location) =>
      Float64Array.from({ length: points }, (_, at) => value(from + at * step - location)),
    );
  const logSurvival = row((z) => Math.max(LOG_ZERO, law.logSurvival(z)));
  const allBehind = new Float64Array(points);
  for (const survival of logSurvival) {
    survival.forEach((value, at) => {
      allBehind[at] = (allBehind[at] ?? 0) + value;
    });
  }
  return { points, step, logSurvival, cdf: row(law.cdf), hazard: row(law.hazard), allBehind };
}

const NO_ROW = new Float64Array(0);
export const rowOf = (rows: readonly Float64Array[], at: number): Float64Array =>
  rows[at] ?? NO_ROW;

export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
}

/** At each point the chance that all but these are still running, times the step. */
export function restBehind(grid: RaceGrid, except: readonly number[]): Float64Array {
  return grid.allBehind.map((sum, at) => {
    const own = except.reduce((total, runner) => total + (grid.logSurvival[runner]?.[at] ?? 0), 0);
    return grid.step * Math.exp(sum - own);
  });
}

/** Win chances: the runner's time is x and all others are still running. */
export function gridWin(grid: RaceGrid): readonly number[] {
  const behind = restBehind(grid, []);
  return grid.hazard.map((hazard) => dot(hazard, behind));
}
