import type { PlaySegment } from './birth-process.ts';
import type { InPlayParameters } from './in-play-parameters.ts';
/** Segments between two minutes of the nominal clock (0..90), cut where the multiplier changes. */
export declare function nominalSegments(parameters: InPlayParameters, fromMinute: number, toMinute?: number): readonly PlaySegment[];
/**
 * What is left of a half that is being played, at an observed match minute. Stoppage time runs on
 * beyond 45 and 90: it uses up the play which the last minute's multiplier stands for, and never
 * falls below the residual until the whistle is reported.
 */
export declare function remainingOfHalf(parameters: InPlayParameters, half: 'first-half' | 'second-half', elapsedMinutes: number): readonly PlaySegment[];
