import type { FootballState } from '../scenario.ts';
import type { CountParameters } from './count-parameters.ts';
/** Share of a match's incidents that fall into each stretch while the score is level; sums to 1. */
export declare function stretchWeights({ perMinute, lastMinute }: CountParameters): Float64Array;
/**
 * Part of each stretch that is still to be played, 0..1. Stoppage time uses up the minutes which the last
 * minute of its half stands for, down to the residual, until the whistle is reported.
 */
export declare function stretchesLeft(
  parameters: CountParameters,
  { phase, elapsedMinutes }: Pick<FootballState, 'phase' | 'elapsedMinutes'>,
): Float64Array;
