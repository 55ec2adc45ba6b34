/** Roles in which a player can take part in a match. */
export const PLAYED = ['from-start', 'before-first-goal', 'after-first-goal', 'not'] as const;
export type Played = (typeof PLAYED)[number];

/** How a match goes for a player. `goals` 3 stands for three or more; own goals are nobody's. */
export type PlayerCell = Readonly<{
  goals: number;
  first: boolean;
  last: boolean;
  played: Played;
}>;

const GOAL_CLASSES = 4;
const BOTH = [false, true] as const;

/**
 * The cells of a player's vector, in order: played (but for `not`) × goals 0..3 × first × last, and one
 * cell at the end for not having played.
 */
export const PLAYER_CELLS: readonly PlayerCell[] = [
  ...PLAYED.filter((played) => played !== 'not').flatMap((played) =>
    Array.from({ length: GOAL_CLASSES }, (_, goals) =>
      BOTH.flatMap((first) => BOTH.map((last) => ({ goals, first, last, played }))),
    ).flat(),
  ),
  { goals: 0, first: false, last: false, played: 'not' },
];

/** Where a cell stands in the vector. */
export const playerCell = ({ goals, first, last, played }: PlayerCell): number =>
  played === 'not'
    ? PLAYER_CELLS.length - 1
    : ((PLAYED.indexOf(played) * GOAL_CLASSES + Math.min(goals, GOAL_CLASSES - 1)) * 2 +
        Number(first)) *
        2 +
      Number(last);

export type PlayerMarginals = Readonly<{
  /** Chances of 0, 1, 2 and 3 or more goals. */
  goals: Float64Array;
  first: number;
  last: number;
  /** Chance to take part at all. */
  plays: number;
}>;

/** The distributions that a player's vector holds; not playing counts as no goal. */
export function playerMarginals(cells: Float64Array): PlayerMarginals {
  const goals = new Float64Array(GOAL_CLASSES);
  let [first, last, plays] = [0, 0, 0];
  PLAYER_CELLS.forEach((cell, at) => {
    const chance = cells[at] ?? 0;
    goals[cell.goals] = (goals[cell.goals] ?? 0) + chance;
    if (cell.first) first += chance;
    if (cell.last) last += chance;
    if (cell.played !== 'not') plays += chance;
  });
  return { goals, first, last, plays };
}
