import type { LineQuarters } from '../arithmetic/mod.ts';
import type { Period } from './periods.ts';

/** Offsets in quarters from the main line: more lines where there is more to count. */
const GOAL_TOTALS = [-4, -2, -1, 0, 1, 2, 4];
const HALF_TOTALS = [-2, 0, 2, 4];
const COUNT_TEAM_TOTALS = [-4, 0, 4];
const COUNT_TOTALS = [-8, -4, 0, 4, 8];
/** A card is worth ten points or more, so lines that are nearer would pay alike. */
const POINT_TOTALS = [-80, -40, 0, 40, 80];
const GOAL_HANDICAPS = [-2, -1, 0, 1, 2];
const HALF_HANDICAPS = [-1, 0, 1];
const COUNT_HANDICAPS = [-4, 0, 4];

export function totalOffsets(
  { view, noun }: Period,
  ofBothTeams: boolean,
): readonly LineQuarters[] {
  if (view === 'booking-points') return POINT_TOTALS;
  if (noun !== 'goals') return ofBothTeams ? COUNT_TOTALS : COUNT_TEAM_TOTALS;
  return view === 'full-time' && ofBothTeams ? GOAL_TOTALS : HALF_TOTALS;
}

export const handicapOffsets = ({ noun, view }: Period): readonly LineQuarters[] => {
  if (noun !== 'goals') return COUNT_HANDICAPS;
  return view === 'full-time' ? GOAL_HANDICAPS : HALF_HANDICAPS;
};

/** The half line nearest below the expected count. */
export const mainLine = (expected: number): LineQuarters => 4 * Math.floor(expected) + 2;

export const linesAround = (
  main: LineQuarters,
  offsets: readonly LineQuarters[],
): readonly LineQuarters[] => offsets.map((offset) => main + offset);
