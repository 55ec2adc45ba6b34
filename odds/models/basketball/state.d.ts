import { type Score, type Side } from '#contracts/mod.ts';
import { type BasketballModel } from './model.ts';
/** A game at some moment, before it, during it or after it. */
export type BasketballState = Readonly<{
    /** The quarter that is played, 1 to 4; 5 is the first overtime, 6 the second. */
    period: number;
    /** Left in that period; 0 when it is over and the next has not begun. */
    secondsLeft: number;
    /** Points of every period that has begun, in order; the last is the present one. */
    points: readonly Score[];
    /** The side that has the ball, when that is known. */
    possession?: Side;
    /** Which side was first to N points, by N, for numbers that both sides have reached. */
    firstTo?: Readonly<Record<number, Side>>;
}>;
/** Before the game. */
export declare const tipOff: ({ quarterMinutes }: BasketballModel) => BasketballState;
export declare const leadIn: (points: readonly Score[]) => number;
/** @throws InputError NUMBER_INVALID or STATE_CONTRADICTORY when no game can be in this state. */
export declare function checkState(model: BasketballModel, state: BasketballState): void;
