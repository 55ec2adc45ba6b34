import type { Count, PointChances } from './points.ts';
import {
  currentGameChance,
  isTiebreak,
  NEW_SET,
  setChance,
  type SetFormat,
  type SetState,
} from './set.ts';

/** `bestOf` sets, 3 or 5; the deciding set may have a format of its own, the others have tb7. */
export type MatchFormat = Readonly<{ bestOf: number; finalSet: SetFormat }>;
export type MatchState = SetState & Readonly<{ sets: Count }>;

export type MatchChances = Readonly<{
  match: number;
  set: number;
  /** A's chance of the game in play, or of the tiebreak. */
  current: number;
  tiebreak: boolean;
}>;

export const setsToWin = ({ bestOf }: MatchFormat): number => (bestOf + 1) / 2;

/** The format of the set played at a score in sets. */
export function formatAt([a, b]: Count, format: MatchFormat): SetFormat {
  const last = setsToWin(format) - 1;
  return a === last && b === last ? format.finalSet : 'tb7';
}

/** A's chance of the match from the start of a set; who serves first does not matter. */
function fromSets(chances: PointChances, sets: Count, format: MatchFormat): number {
  const needed = setsToWin(format);
  const [a, b] = sets;
  if (a >= needed) return 1;
  if (b >= needed) return 0;
  const set = setChance(chances, { ...NEW_SET, server: 'A' }, formatAt(sets, format));
  return (
    set * fromSets(chances, [a + 1, b], format) + (1 - set) * fromSets(chances, [a, b + 1], format)
  );
}

/**
 * A's chances of match, set and game or tiebreak from any score, with independent points (Newton &
 * Keller 2005). @throws RangeError when the match is over or the format unknown.
 */
export function matchChances(
  chances: PointChances,
  state: MatchState,
  format: MatchFormat,
): MatchChances {
  const needed = setsToWin(format);
  const [a, b] = state.sets;
  if (!Number.isInteger(needed) || a >= needed || b >= needed) {
    throw new RangeError('The match is over, or it is not the best of an odd number of sets.');
  }
  const setFormat = formatAt(state.sets, format);
  const set = setChance(chances, state, setFormat);
  return {
    match:
      set * fromSets(chances, [a + 1, b], format) +
      (1 - set) * fromSets(chances, [a, b + 1], format),
    set,
    current: currentGameChance(chances, state, setFormat),
    tiebreak: isTiebreak(state.games, setFormat),
  };
}
