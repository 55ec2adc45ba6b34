import type { PlaySegment } from '../birth-process.ts';
/**
 * A Markov chain in which each goal moves to another state. `rates` holds four numbers a state, in goals
 * per match: the home side's base and slope, the away side's base and slope; a rate is base + slope × u at
 * match time u (0..1). `targets` holds two: the states after a home and after an away goal. A state that
 * absorbs a side's goals has rate 0 for it.
 */
export type CountingChain = Readonly<{
  size: number;
  rates: Float64Array;
  targets: Int32Array;
}>;
export declare const emptyChain: (size: number) => CountingChain;
export type AdvanceOptions = Readonly<{
  /** Receives the time spent in each state, in matches of nominal clock, on top of what it holds. */
  time?: Float64Array;
  precision?: number;
}>;
/** Moves the chances `p` of the states on over a segment, in place; their sum stays what it is. */
export declare function advance(
  chain: CountingChain,
  p: Float64Array,
  { from, to, multiplier }: PlaySegment,
  { time, precision }?: AdvanceOptions,
): void;
