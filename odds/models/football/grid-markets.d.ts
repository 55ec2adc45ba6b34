import { type ScoreGrid, type ScoreMarginals } from './score-grid.ts';
export type ResultChances = Readonly<{
    home: number;
    draw: number;
    away: number;
}>;
type Sides = Readonly<{
    home: number;
    away: number;
}>;
export declare const resultChances: ({ difference }: ScoreMarginals) => ResultChances;
export declare const bothTeamsScore: (grid: ScoreGrid) => number;
export type GridMarkets = Readonly<{
    result: ResultChances;
    doubleChance: Readonly<{
        '1X': number;
        '12': number;
        X2: number;
    }>;
    /** Shares of the matches that are not drawn; 0 and 0 when all are. */
    drawNoBet: Sides;
    bothTeamsScore: number;
    winToNil: Sides;
    cleanSheet: Sides;
    oddGoals: number;
    mean: Sides;
    covariance: number;
}>;
/** The markets of one grid that have no line. */
export declare function gridMarkets(grid: ScoreGrid, marginals?: Readonly<{
    home: import("./distribution.ts").Distribution;
    away: import("./distribution.ts").Distribution;
    total: import("./distribution.ts").Distribution;
    difference: import("./distribution.ts").Distribution;
}>): GridMarkets;
export {};
