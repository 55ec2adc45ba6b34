import type { Pair } from './in-play-parameters.ts';
import type { InPlayModel } from './rates.ts';
import { type ScoreGrid } from './score-grid.ts';
import type { NextGoalChances } from './period-marginals.ts';
/** Final scorelines of the birth process, and who scores the next goal. */
export type BirthOutlook = Readonly<{
    final: ScoreGrid;
    nextGoal: NextGoalChances;
}>;
export type BirthFrom = Readonly<{
    score: Pair;
    minute: number;
    redCards?: Pair;
}>;
/**
 * Integrates the state equations from a score at a minute (0..90) to the end of the match, finely and
 * with room for `maxMore` further goals a side. For live pricing use `scenarioVector` instead.
 */
export declare function birthOutlook(model: InPlayModel, from: BirthFrom, maxMore?: number, stepMinutes?: number): BirthOutlook;
