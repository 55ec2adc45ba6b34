import type { MatchFormat } from './match.ts';
import { type Count, type Player, type PointChances } from './points.ts';
import { type SetState } from './set.ts';
type Sets = Readonly<{
    sets: Count;
}>;
/** What has come of the sets so far, as far as any market on a whole match looks at it. */
export type Course = Sets & Readonly<{
    games: Count;
    firstSet: Player | undefined;
    tiebreaks: number;
}>;
/** How much of a match is followed: courses with equal keys, whole numbers below 2^50, are one. */
type Tracking<Kind extends Sets> = Readonly<{
    afterSet: (course: Kind, games: Count) => Kind;
    keyOf: (course: Kind) => number;
}>;
/** Follows nothing but the sets. */
export declare const SETS_ALONE: Tracking<Sets>;
/** Follows all that a market on a whole match looks at. */
export declare const WHOLE_COURSE: Tracking<Course>;
export declare const NEW_COURSE: Course;
export type MatchEnd<Kind extends Sets> = Readonly<{
    course: Kind;
    chance: number;
}>;
/** `server` opens the next set. */
export type SetAhead<Kind extends Sets> = MatchEnd<Kind> & Readonly<{
    server: Player;
}>;
/** A match between two sets: the courses with which it goes on, and those with which it has just ended. */
export type MatchStep<Kind extends Sets> = Readonly<{
    open: readonly SetAhead<Kind>[];
    ended: readonly MatchEnd<Kind>[];
}>;
/** Where a match stands: the course of its finished sets, and the set being played. */
export type Standing<Kind extends Sets> = Readonly<{
    course: Kind;
    set: SetState;
}>;
/**
 * A match set by set from where it stands. The first step is the end of the set being played. Chances of
 * what has ended and of what is open sum to 1 over all steps so far.
 */
export declare function walkMatch<Kind extends Sets>(chances: PointChances, { course, set }: Standing<Kind>, format: MatchFormat, tracking: Tracking<Kind>): Generator<MatchStep<Kind>>;
/** How a match can end from where it stands: every course and its chance, each course once. */
export declare function matchEnds(chances: PointChances, standing: Standing<Course>, format: MatchFormat): readonly MatchEnd<Course>[];
export {};
