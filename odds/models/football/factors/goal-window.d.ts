import type { Pair } from '../in-play-parameters.ts';
import { type InPlayModel } from '../rates.ts';
import { type ScoreGrid } from '../score-grid.ts';
import type { FootballState } from '../scenario.ts';
/**
 * Minutes of the nominal clock, `fromMinute` excluded and `toMinute` included as results are written
 * down: stoppage time belongs to minute 45 or 90. `scored` are the goals already scored inside.
 */
export type GoalWindow = Readonly<{
  fromMinute: number;
  toMinute: number;
  scored?: Pair;
}>;
/**
 * Chances of the goals of each side in a window of the match, home × away from 0, home-major; the last
 * classes hold what is above `maxFurther` more goals. Sums to 1; a window that is over is certain. The
 * core's birth process, exact to rounding: windows 0–45 and 45–90 are the core's halves.
 * @throws InputError for a window, rates or a state out of range, and for goals in a window not yet open.
 */
export declare function goalsInInterval(
  model: InPlayModel,
  state: FootballState,
  window: GoalWindow,
  maxFurther?: number,
): ScoreGrid;
/**
 * Goals of each side in the next minutes of play, stoppage time counted as the core counts it and the
 * break not at all; layout as `goalsInInterval`.
 */
export declare function goalsInNext(
  model: InPlayModel,
  state: FootballState,
  minutes: number,
  maxFurther?: number,
): ScoreGrid;
