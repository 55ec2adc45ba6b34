import { type TennisFormat } from '#markets/mod.ts';
import { type Count, type Player } from './points.ts';
import type { Outlook } from './starts.ts';
/** Chances of points that do not change during the match; `p` and `q` as in `PointChances`. */
export type TennisModel = Readonly<{
    p: number;
    q: number;
    format: TennisFormat;
}>;
/** A live score, A's counts first. */
export type TennisState = Readonly<{
    /** Games of the finished sets, in order of play. */
    finished: readonly Count[];
    /** Games of the set being played. */
    games: Count;
    /** Points of the game or tie-break being played, counted 0, 1, 2, 3 and on. */
    points: Count;
    /** Serves the next point. Before the first point of the match it may be unknown: either, evenly. */
    server: Player | 'unknown';
}>;
export declare const startOfMatch: (server: TennisState["server"]) => TennisState;
/**
 * What lies ahead of a live score: one outlook, or two when the server is unknown, and their chances.
 * @throws InputError NUMBER_INVALID when p or q is no chance or a count not whole; FORMAT_INVALID;
 * STATE_CONTRADICTORY when there is no such score, or the match is over.
 */
export declare function outlooksOf({ p, q, format }: TennisModel, { finished, games, points, server }: TennisState): readonly Readonly<{
    outlook: Outlook;
    chance: number;
}>[];
