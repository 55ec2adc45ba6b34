import type { Pair } from './in-play-parameters.ts';
import type { NextGoalChances } from './period-marginals.ts';
import type { ResultChances } from './grid-markets.ts';
import { type ScoreGrid } from './score-grid.ts';
/** Goals expected in the rest of the match, a side. */
export type RemainingRates = Pair;
/** Scorelines of the rest of the match when both teams score at constant rates. */
export declare const remainingGrid: (rates: RemainingRates) => ScoreGrid;
/** Constant rates: who scores the next goal, if anybody. */
export declare function nextGoalAtConstantRates({ home, away }: RemainingRates): NextGoalChances;
export type ConstantOutlook = Readonly<{
    result: ResultChances;
    over25: number;
    nextGoal: NextGoalChances;
    /** Change of the home-win chance after one goal of each side. */
    deltaHomeWin: Readonly<{
        homeGoal: number;
        awayGoal: number;
    }>;
    /** Change of the home-win chance per unit of remaining match while nobody scores. */
    driftHomeWin: number;
}>;
/** Outlook from a score when the rest is Poisson (Divos et al. 2018, arXiv 1811.03931). */
export declare function constantOutlook(rates: RemainingRates, score: Pair): ConstantOutlook;
/** P(goal within a window) at a constant rate. */
export declare const goalWithin: (goalsPerMatch: number, matchMinutes: number, seconds: number) => number;
