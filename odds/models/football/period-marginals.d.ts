import { type FootballIndex } from '#markets/mod.ts';
import { type ScoreGrid, type ScoreMarginals } from './score-grid.ts';
export declare const FOOTBALL_PERIODS: readonly ["full-time", "first-half", "second-half"];
export type FootballPeriod = (typeof FOOTBALL_PERIODS)[number];
export type PeriodGrids = Readonly<Record<FootballPeriod, ScoreGrid>>;
export type PeriodMarginals = Readonly<Record<FootballPeriod, ScoreMarginals>>;
/** Scorelines of each period from a scenario vector, in one pass over its cells. */
export declare function periodGrids(index: FootballIndex, vector: Float64Array): PeriodGrids;
/** Marginals with prefix sums for every period. */
export declare function marginalsByPeriod(grids: PeriodGrids): PeriodMarginals;
export type NextGoalChances = Readonly<{
    home: number;
    away: number;
    none: number;
}>;
/** Who scores the next goal, when `goalsSoFar` goals have been scored in the match. */
export declare function nextGoalChances(index: FootballIndex, vector: Float64Array, goalsSoFar: number): NextGoalChances;
