import type { FootballState } from '../scenario.ts';
/**
 * When players are exchanged: a few minutes at which a share of a team's substitutions is made, as if all
 * at once. They part the match into the slices between them.
 */
export declare const SUBSTITUTION_MINUTES: readonly [25, 45, 60, 70, 80, 88];
/** Ends of the slices. */
export declare const SLICE_ENDS: readonly [25, 45, 60, 70, 80, 88, 90];
export declare const SLICES: 7;
export type SubstitutionParameters = Readonly<{
  /** A team's substitutions in 90 minutes: expected, and allowed by the rules. */
  expected: number;
  allowed: number;
  /** Share of them made at each of `SUBSTITUTION_MINUTES`; sum to 1. */
  shares: readonly [number, number, number, number, number, number];
}>;
/** A player on the field or on the bench, and how readily he is taken off or brought on. */
export type Squad = Readonly<{
  leaveWeights: readonly number[];
  enterWeights: readonly number[];
}>;
/** Row-major: player × slice. */
export type Presence = Readonly<{
  /** Chance to be on the field in each slice, for those on it now. */
  staying: Float64Array;
  /** Chance to have come on by each slice, for those on the bench. */
  entered: Float64Array;
}>;
type Clock = Pick<FootballState, 'phase' | 'elapsedMinutes'>;
/** Expected substitutions of a team at each of the minutes, `made` of them made already. */
export declare function substitutionsAhead(
  { expected, allowed, shares }: SubstitutionParameters,
  clock: Clock,
  made: number,
): readonly number[];
/**
 * Chances to be on the field: at each minute the expected number of changes is shared over those who can
 * still go off and come on, by their weights. Each player's way is taken by itself.
 */
export declare function presence(squad: Squad, ahead: readonly number[]): Presence;
export {};
