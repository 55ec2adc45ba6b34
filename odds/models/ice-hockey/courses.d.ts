import type { Side } from '#contracts/mod.ts';
import type { IceHockeyPeriod } from '#markets/mod.ts';
import { type AfterGoal, type Cells, type Phase } from './goal-process.ts';
import type { Stretch } from './stretches.ts';
/** Where the 60 minutes stand: the home lead, and whether a power play of which side is on. */
export type Standing = Readonly<{
    lead: number;
    powerPlay: Readonly<{
        side: Side;
        endsOnGoal: boolean;
    }> | undefined;
}>;
/** A goal of the side with more skaters ends a minor penalty. */
export declare const endPowerPlay: ({ powerPlay }: Standing) => AfterGoal;
/** The goals of all that is left of the 60 minutes. */
export declare const playAll: (stretches: readonly Stretch[], standing: Standing, after?: AfterGoal) => Cells;
/** One way in which the game so far may have gone, as far as somebody wants to know. */
type Course = Readonly<{
    phase: Phase;
    lead: number;
    memory: readonly number[];
    chance: number;
}>;
/** What is kept of the goals of a stretch of play: courses of equal memory are one. */
export type Remember = (memory: readonly number[], period: IceHockeyPeriod, goals: Readonly<Record<Side, number>>) => readonly number[];
/**
 * Plays the stretches one after the other and remembers what is asked for. Only the lead and the penalty
 * pass from one to the next; the goals of a stretch after each standing at its start are worked out once.
 */
export declare function playStretches(stretches: readonly Stretch[], standing: Standing, start: readonly number[], remember: Remember): readonly Pick<Course, 'memory' | 'chance'>[];
export {};
