import { type Score, type Side } from '#contracts/mod.ts';
import { type IceHockeyModel } from './model.ts';
/** A penalty that is being served. */
export type PowerPlay = Readonly<{
    /** The side with more skaters. */
    side: Side;
    secondsLeft: number;
    /** Whether its goal ends it: true of a minor penalty, not of a major one. */
    endsOnGoal: boolean;
}>;
/** A game at some moment, before it, during it or after it. */
export type IceHockeyState = Readonly<{
    period: 1 | 2 | 3 | 'overtime' | 'shoot-out';
    /** Left in that period; 0 when it is over and the next has not begun. 0 in a shoot-out. */
    secondsLeft: number;
    /** Goals of every period that has begun, in order; overtime is not one of them. */
    goals: readonly Score[];
    powerPlay?: PowerPlay;
    /** Who scored each goal so far, in playing order, where markets on the order of goals are asked for. */
    scorers?: readonly Side[];
}>;
/** Before the game. */
export declare const FACE_OFF: IceHockeyState;
export declare const scoreOfState: ({ goals }: IceHockeyState) => Score;
/** @throws InputError NUMBER_INVALID or STATE_CONTRADICTORY when no game can be in this state. */
export declare function checkState(model: IceHockeyModel, state: IceHockeyState): void;
