import { InputError } from '#contracts/mod.ts';
import { type TennisFormat } from '#markets/mod.ts';
import { type Course, type Standing } from './match-walk.ts';
import type { Count, GameState, PointChances } from './points.ts';
import { type SetFormat, type SetState } from './set.ts';
/** What a list of scenarios starts from. */
export type Outlook = Readonly<{
    chances: PointChances;
    format: TennisFormat;
    standing: Standing<Course>;
    /** Games of the finished sets. */
    finished: readonly Count[];
}>;
/** Ways in which something begins, and the chance that it never does; together they sum to 1. */
export type Starts<Begin> = Readonly<{
    starts: readonly (Begin & Readonly<{
        chance: number;
    }>)[];
    unplayed: number;
}>;
export type SetStart = Readonly<{
    set: SetState;
    format: SetFormat;
}>;
export type GameStart = Readonly<{
    game: GameState;
}>;
/** The number of the set being played, from 1. */
export declare const currentSet: ({ standing }: Outlook) => number;
/** What is over and was not followed. */
export declare const isOver: (part: string, number: number) => InputError;
/**
 * How set number `set` begins: as it stands when it is being played. Worked out once for each outlook.
 * @throws InputError SPECIFIER_INVALID when it is over or the match has no such set.
 */
export declare function setStarts(outlook: Outlook, set: number): Starts<SetStart>;
/**
 * How game number `game` of a set begins: as it stands when it is being played.
 * @throws InputError SPECIFIER_INVALID when it is over or the match has no such set.
 */
export declare function gameStarts(outlook: Outlook, set: number, game: number): Starts<GameStart>;
