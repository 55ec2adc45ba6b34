import { type Pair } from './in-play-parameters.ts';
import { type InPlayModel } from './rates.ts';
/**
 * A stretch of match clock in minutes. `multiplier` scales the rates, so a last minute that stands for
 * five minutes of play has the multiplier 5.
 */
export type PlaySegment = Readonly<{
    from: number;
    to: number;
    multiplier: number;
}>;
/** Goals still to come are counted 0..maxHome and 0..maxAway; the last class holds everything above. */
export type BirthGridSize = Readonly<{
    maxHome: number;
    maxAway: number;
}>;
/**
 * Chances over further goals, split by who scores the next goal from the start: `home` and `away`
 * are row-major (home goals × away goals), `none` is the chance of no further goal.
 */
export type TaggedGoals = Readonly<{
    columns: number;
    size: number;
    home: Float64Array;
    away: Float64Array;
    none: number;
}>;
/** Longest integration step, in minutes of play at multiplier 1. */
export declare const LIVE_STEP_MINUTES = 1;
export declare const FINE_STEP_MINUTES = 0.25;
export type BirthStart = Readonly<{
    score: Pair;
    redCards: Pair;
    size: BirthGridSize;
}>;
/**
 * Integrates the birth process over the segments from a score that is certain at their start.
 * Deterministic; the result sums to 1 within rounding.
 */
export declare function integrateBirths(model: InPlayModel, start: BirthStart, segments: readonly PlaySegment[], stepMinutes?: number): TaggedGoals;
