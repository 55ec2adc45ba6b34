import type { MatchFormat } from './match.ts';
import { type Player, type PointChances } from './points.ts';
import { type SetFormat } from './set.ts';
import { type Count } from './walk.ts';
/** A finished set and its chance; a tie-break counts as one game. */
export type SetScore = Readonly<{
    games: Count;
    chance: number;
}>;
/** Chances of all final scores of a set that `server` opens. @throws InputError NUMBER_INVALID */
export declare function setScores(chances: PointChances, server: Player, format?: SetFormat): readonly SetScore[];
/**
 * Distribution of the number of games of a whole match: `chances[n]` for n games.
 * @throws InputError NUMBER_INVALID when p or q is no chance.
 */
export declare function totalGames(chances: PointChances, server: Player, format: MatchFormat): Float64Array;
