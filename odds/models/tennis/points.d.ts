import { type Contest } from '#markets/mod.ts';
import { type Count, type Scored, type Split, type Walk } from './walk.ts';
export type { Count };
/**
 * A's chances of a point: `p` on his own serve, `q` on the serve of B. Points are independent. With
 * `noAd` a game at 40-40 is decided by one point.
 */
export type PointChances = Readonly<{
    p: number;
    q: number;
    noAd?: boolean;
}>;
export type Player = 'A' | 'B';
export declare const opponentOf: (player: Player) => Player;
/** @throws InputError NUMBER_INVALID unless the value is a chance, 0..1. */
export declare function checkChance(field: string, value: number): void;
export declare function checkPointChances({ p, q }: PointChances): void;
/** Who serves point number `point` (from 0) of a tie-break: one point, then two each. */
export declare const tiebreakServer: (first: Player, point: number) => Player;
/** A game or a tie-break from a score on. `server` serves the game, or served the first point of the tie-break. */
export type GameState = Readonly<{
    contest: Contest;
    tiebreak: boolean;
    server: Player;
    points: Count;
}>;
/** A game point by point. */
export declare const gameWalk: (chances: PointChances, game: GameState) => Walk;
/** The points with which a game ends, two clear of the first level score near its end or of a later one. */
export declare function gameEnds(chances: PointChances, game: GameState): readonly Scored[];
/** Both players' chances of a game. */
export declare function gameSplit(chances: PointChances, game: GameState): Split;
/** A's chance of a game on the serve of `server`; points are A first. */
export declare function gameChanceOfA(chances: PointChances, server: Player, points?: Count): number;
/**
 * The chance that the server wins a game; `s` is his chance of a point, points are server first.
 * @throws InputError NUMBER_INVALID when `s` is no chance.
 */
export declare function gameChance(s: number, points?: Count, noAd?: boolean): number;
export type Tiebreak = Readonly<{
    first: Player;
    to: number;
}>;
/** A's chance of a tie-break to `to` points, two clear. @throws InputError NUMBER_INVALID */
export declare function tiebreakChance(chances: PointChances, { first, to }: Tiebreak, points?: Count): number;
/** Barnett & Clarke 2005: serve chance against an opponent's return, over the average return. */
export declare const combinedServe: (serve: number, opponentReturn: number, averageReturn: number) => number;
