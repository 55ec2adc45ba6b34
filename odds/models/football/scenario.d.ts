import { type FootballIndex } from '#markets/mod.ts';
import type { Pair } from './in-play-parameters.ts';
import { type InPlayModel } from './rates.ts';
export declare const FOOTBALL_PHASES: readonly ["not-started", "first-half", "half-time", "second-half", "full-time"];
export type FootballPhase = (typeof FOOTBALL_PHASES)[number];
/** What the model knows of a match. `elapsedMinutes` runs on beyond 45 and 90 in stoppage time. */
export type FootballState = Readonly<{
    phase: FootballPhase;
    elapsedMinutes: number;
    firstHalf: Pair;
    secondHalf: Pair;
    redCards: Pair;
}>;
export declare const KICK_OFF: FootballState;
/** One chance per cell of the index, in its own buffer, so that it can be transferred. */
export type ScenarioVector = Float64Array<ArrayBuffer>;
/**
 * The chance of every cell of the index given the match so far; sums to 1 within 1e-12.
 * `table` is `secondHalfTable(model, state.redCards, index)`: with it, a first-half state costs well
 * under a millisecond; without it the table is built on the spot. Later states do not need one.
 * @throws RangeError when the table does not fit the index.
 */
export declare function scenarioVector(model: InPlayModel, state: FootballState, index: FootballIndex, table?: Float64Array): ScenarioVector;
