import type { PlaySegment } from '../birth-process.ts';
import type { InPlayParameters, Pair } from '../in-play-parameters.ts';
import type { FootballState } from '../scenario.ts';
type Clock = Pick<FootballState, 'phase' | 'elapsedMinutes'>;
/** The score of the 90 minutes so far. */
export declare const scoreNow: ({ firstHalf, secondHalf }: FootballState) => Pair;
/** What is left of the 90 minutes, in the core's segments of nominal clock. */
export declare function remainingSegments(
  parameters: InPlayParameters,
  { phase, elapsedMinutes }: Clock,
): readonly PlaySegment[];
/** The same segments, cut at the given minutes (ascending) where those lie inside. */
export declare function cutSegments(
  segments: readonly PlaySegment[],
  minutes: readonly number[],
): readonly PlaySegment[];
/** The first `minutes` of play of the segments; a segment of multiplier 5 holds five a nominal minute. */
export declare function firstMinutes(
  segments: readonly PlaySegment[],
  minutes: number,
): readonly PlaySegment[];
/**
 * The stretches of a match by which corners and cards are counted: quarters of an hour, and the last
 * minute of each half, which stands for its stoppage time.
 */
export declare const STRETCHES: readonly [
  {
    readonly from: 0;
    readonly to: 15;
  },
  {
    readonly from: 15;
    readonly to: 30;
  },
  {
    readonly from: 30;
    readonly to: 44;
  },
  {
    readonly from: 44;
    readonly to: 45;
  },
  {
    readonly from: 45;
    readonly to: 60;
  },
  {
    readonly from: 60;
    readonly to: 75;
  },
  {
    readonly from: 75;
    readonly to: 89;
  },
  {
    readonly from: 89;
    readonly to: 90;
  },
];
export declare const STRETCHES_OF_HALF: number;
/** Segments cut at the ends of the stretches. */
export declare const cutByStretch: (segments: readonly PlaySegment[]) => readonly PlaySegment[];
export declare const stretchAt: (minute: number) => number;
export {};
