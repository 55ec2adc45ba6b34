import type { Side } from '#contracts/mod.ts';
import type { Stretch } from './stretches.ts';
/**
 * What the rates depend on beside the score: whether the power play of the state is still on. A question
 * about one goal adds two ends, in which it has been answered and nothing moves.
 */
export declare const PHASES: readonly ["even", "power-play", "home", "away"];
export type Phase = (typeof PHASES)[number];
/** Chances by phase and by the goals of both sides since the start, up to `size` − 1 each. */
export type Cells = Readonly<{
    size: number;
    mass: Readonly<Record<Phase, Float64Array>>;
}>;
/** The phase after a goal that leaves these goals since the start. */
export type AfterGoal = (phase: Phase, scorer: Side, home: number, away: number) => Phase;
/** No goal yet, for certain. */
export declare function startCells(size: number, phase: Phase): Cells;
/**
 * Goals of a side after which no more are counted: what lies beyond has a chance of about 1e-14. The
 * fastest rates of every stretch stand for all of it.
 */
export declare function sizeFor(stretches: readonly Stretch[]): number;
/**
 * The cells after a stretch of play, `lead` being the home lead at their origin. Uniformisation (Jensen
 * 1953): a Poisson number of ticks of a clock as fast as the fastest cell, so that all terms are positive
 * and only rounding is lost.
 */
export declare function play(cells: Cells, stretch: Stretch, lead: number, after: AfterGoal): Cells;
/** Calls `visit` with every cell that has a chance. */
export declare function forEachCell({ size, mass }: Cells, visit: (phase: Phase, home: number, away: number, chance: number) => void): void;
