import { SET_FORMATS, type SetFormat } from '#markets/mod.ts';
import { type Count, type GameState, type Player, type PointChances } from './points.ts';
import { type Scored, type Walk } from './walk.ts';
export { SET_FORMATS, type SetFormat };
/** `server` serves the next point, or the next game when no point of it is played. */
export type SetState = Readonly<{
    games: Count;
    points: Count;
    server: Player;
}>;
export declare const newSet: (server: Player) => SetState;
export declare const isTiebreak: ([a, b]: Count, format: SetFormat) => boolean;
type GameRules = Pick<PointChances, 'noAd'>;
/** The game of a set that is opened at a score in games. */
export declare const gameAt: (games: Count, server: Player, format: SetFormat, rules: GameRules) => GameState;
/** The game of a set that is being played. */
export declare function currentGame({ games, points, server }: SetState, format: SetFormat, rules: GameRules): GameState;
/** @throws InputError NUMBER_INVALID unless both are whole and at least 0. */
export declare function checkCount(field: string, count: Count): void;
/** @throws InputError NUMBER_INVALID or STATE_CONTRADICTORY when there is no such score during a set. */
export declare function checkSetState(state: SetState, format: SetFormat, rules: GameRules): void;
/** A's chance of an advantage set from a level score of five games or more. */
export declare const advantageFromLevel: (chances: PointChances) => number;
/** A's chance of the game or tie-break being played. */
export declare const currentGameChance: (chances: PointChances, state: SetState, format: SetFormat) => number;
/** Who serves the game, or first in the tie-break, that is opened at a score in games. */
export declare function serverOfGame(state: SetState, games: Count, format: SetFormat): Player;
/** A set game by game; its score is in games, and a tie-break counts as one. */
export declare function setWalk(chances: PointChances, state: SetState, format: SetFormat): Walk;
/** Chances of all scores in games with which a set can end from where it stands, each score once. */
export declare function setEnds(chances: PointChances, state: SetState, format: SetFormat): readonly Scored[];
/** A's chance of the set. */
export declare const setChance: (chances: PointChances, state: SetState, format: SetFormat) => number;
