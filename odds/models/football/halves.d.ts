import { type ScoreGrid } from './score-grid.ts';
/** Two independent Poisson halves; the first holds `firstHalfShare` of both rates. */
export type HalvesModel = Readonly<{
    lambda: number;
    mu: number;
    firstHalfShare: number;
}>;
export type HalfGrids = Readonly<{
    first: ScoreGrid;
    second: ScoreGrid;
}>;
export declare function halfGrids(model: HalvesModel, maxGoals?: number): HalfGrids;
type Letter = 'H' | 'D' | 'A';
/** Half-time result, then full-time result. */
export type HalfTimeFullTime = `${Letter}${Letter}`;
/** The nine half-time/full-time chances. */
export declare function halfTimeFullTime(halves: HalfGrids): Readonly<Record<HalfTimeFullTime, number>>;
export {};
