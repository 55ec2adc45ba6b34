import type { Side } from '#contracts/mod.ts';
import { type InPlayModel } from '../rates.ts';
import { type ScoreGrid } from '../score-grid.ts';
import type { FootballState } from '../scenario.ts';
import { type GoalTimes } from './goal-times.ts';
/** Further goals of the core as scorers need them. Slices are those between substitutions. */
export type ScorerGoals = Readonly<{
  /** Chances of 0, 1, … further goals of a side, own goals of the other included. */
  further: Readonly<Record<Side, Float64Array>>;
  /** Share of each side's further goals that falls into each slice. */
  shares: Readonly<Record<Side, Float64Array>>;
  /** When and whose the first and the last further goal is that counts for a scorer. */
  first: GoalTimes;
  last: GoalTimes;
}>;
/** What the core says of further goals; `remaining` is its grid of goals still to come, home × away. */
export declare function scorerGoals(
  model: InPlayModel,
  match: FootballState,
  remaining: ScoreGrid,
  ownGoalShare: number,
): ScorerGoals;
