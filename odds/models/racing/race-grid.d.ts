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
/** The grid for runners at the locations `theta`. */
export declare function raceGrid(law: TimeLaw, theta: readonly number[]): RaceGrid;
export declare const rowOf: (rows: readonly Float64Array[], at: number) => Float64Array;
export declare function dot(left: Float64Array, right: Float64Array): number;
/** At each point the chance that all but these are still running, times the step. */
export declare function restBehind(grid: RaceGrid, except: readonly number[]): Float64Array;
/** Win chances: the runner's time is x and all others are still running. */
export declare function gridWin(grid: RaceGrid): readonly number[];
