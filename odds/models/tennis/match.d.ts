import { type Count, type PointChances } from './points.ts';
import { type SetFormat, type SetState } from './set.ts';
/** `bestOf` sets, an odd number; the deciding set may have a format of its own, the others have tb7. */
export type MatchFormat = Readonly<{
    bestOf: number;
    finalSet: SetFormat;
}>;
export type MatchState = SetState & Readonly<{
    sets: Count;
}>;
export type MatchChances = Readonly<{
    match: number;
    set: number;
    /** A's chance of the game in play, or of the tie-break. */
    current: number;
    tiebreak: boolean;
}>;
/**
 * A's chances of match, set and game or tie-break from any score, with independent points (Newton &
 * Keller 2005). @throws InputError NUMBER_INVALID when p or q is no chance or `bestOf` is not odd;
 * STATE_CONTRADICTORY when the match is over or there is no such score.
 */
export declare function matchChances(chances: PointChances, state: MatchState, format: MatchFormat): MatchChances;
