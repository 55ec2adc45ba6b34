import type { ScoreGrid } from '../score-grid.ts';
import { type CountPeriod, type CountState } from './count-laws.ts';
import type { CountParameters } from './count-parameters.ts';
import { type NextCount } from './side-counts.ts';
/** `supremacy` is the expected goal difference of the 90 minutes, home minus away. */
export type CornerModel = Readonly<{
  parameters: CountParameters;
  supremacy: number;
}>;
/** `counts` are the corners so far. */
export type CornerState = CountState;
/**
 * Chances of the final corners of a period, home × away from 0, home-major, the last classes hold what is
 * above them (under 1e-6). Sums to 1.
 * @throws InputError for numbers out of range or a state that contradicts itself.
 */
export declare const cornerGrid: (
  model: CornerModel,
  state: CornerState,
  period: CountPeriod,
) => ScoreGrid;
/** Who takes the next corner of the 90 minutes: the first one before any was taken. */
export declare const nextCorner: (model: CornerModel, state: CornerState) => NextCount;
/** Who takes `target` corners first in the 90 minutes, if anybody. */
export declare const cornerRace: (
  model: CornerModel,
  state: CornerState,
  target: number,
) => NextCount;
