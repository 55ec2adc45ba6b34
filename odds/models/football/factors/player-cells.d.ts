/** Roles in which a player can take part in a match. */
export declare const PLAYED: readonly [
  'from-start',
  'before-first-goal',
  'after-first-goal',
  'not',
];
export type Played = (typeof PLAYED)[number];
/** How a match goes for a player. `goals` 3 stands for three or more; own goals are nobody's. */
export type PlayerCell = Readonly<{
  goals: number;
  first: boolean;
  last: boolean;
  played: Played;
}>;
/**
 * The cells of a player's vector, in order: played (but for `not`) × goals 0..3 × first × last, and one
 * cell at the end for not having played.
 */
export declare const PLAYER_CELLS: readonly PlayerCell[];
/** Where a cell stands in the vector. */
export declare const playerCell: ({ goals, first, last, played }: PlayerCell) => number;
export type PlayerMarginals = Readonly<{
  /** Chances of 0, 1, 2 and 3 or more goals. */
  goals: Float64Array;
  first: number;
  last: number;
  /** Chance to take part at all. */
  plays: number;
}>;
/** The distributions that a player's vector holds; not playing counts as no goal. */
export declare function playerMarginals(cells: Float64Array): PlayerMarginals;
