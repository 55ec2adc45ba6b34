import { type Distribution } from './distribution.ts';
/** Chances of scorelines, home-major: cell = home × (maxAway + 1) + away. */
export type ScoreGrid = Readonly<{
    maxHome: number;
    maxAway: number;
    cells: Float64Array;
    /** Sum of the cells before normalisation. */
    mass: number;
}>;
export type ScoreMarginals = Readonly<{
    home: Distribution;
    away: Distribution;
    total: Distribution;
    /** Home minus away goals. */
    difference: Distribution;
}>;
/** Wraps raw cells into a grid, divided by their own sum unless `normalise` is false. */
export declare function gridOfCells(maxHome: number, maxAway: number, cells: Float64Array, normalise?: boolean): ScoreGrid;
export declare const scoreChance: (grid: ScoreGrid, home: number, away: number) => number;
/** Sum of the cells where a statement about the score holds. */
export declare function chanceWhere(grid: ScoreGrid, holds: (home: number, away: number) => boolean): number;
/** The four marginals that price every full-time line. */
export declare function marginalsOf(grid: ScoreGrid): ScoreMarginals;
