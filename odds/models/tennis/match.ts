import { InputError } from '#contracts/mod.ts';
import { setFormatAt, setsToWin } from '#markets/mod.ts';

import { checkPointChances, type Count, type PointChances } from './points.ts';
import {
  checkCount,
  checkSetState,
  currentGameChance,
  isTiebreak,
  newSet,
  setChance,
  type SetFormat,
  type SetState,
} from './set.ts';

/** `bestOf` sets, an odd number; the deciding set may have a format of its own, the others have tb7. */
export type MatchFormat = Readonly<{ bestOf: number; finalSet: SetFormat }>;
export type MatchState = SetState & Readonly<{ sets: Count }>;

export type MatchChances = Readonly<{
  match: number;
  set: number;
  /** A's chance of the game in play, or of the tie-break. */
  current: number;
  tiebreak: boolean;
}>;

/** A's chance of the match from the start of a set; who serves first does not matter. */
function fromSets(chances: PointChances, [a, b]: Count, format: MatchFormat): number {
  const needed = setsToWin(format);
  const known = new Map<SetFormat, number>();
  const chanceOfSet = (kind: SetFormat): number => {
    const set = known.get(kind) ?? setChance(chances, newSet('A'), kind);
    known.set(kind, set);
    return set;
  };
  const from = (won: number, lost: number): number => {
    if (won >= needed) return 1;
    if (lost >= needed) return 0;
    const set = chanceOfSet(setFormatAt(won, lost, format));
    return set * from(won + 1, lost) + (1 - set) * from(won, lost + 1);
  };
  return from(a, b);
}

/**
 * A's chances of match, set and game or tie-break from any score, with independent points (Newton &
 * Keller 2005). @throws InputError NUMBER_INVALID when p or q is no chance or `bestOf` is not odd;
 * STATE_CONTRADICTORY when the match is over or there is no such score.
 */
export function matchChances(
  chances: PointChances,
  state: MatchState,
  format: MatchFormat,
): MatchChances {
  checkPointChances(chances);
  checkCount('state.sets', state.sets);
  const needed = setsToWin(format);
  if (!Number.isInteger(needed) || needed < 1) {
    throw new InputError('NUMBER_INVALID', 'format.bestOf', format.bestOf, 'must be odd');
  }
  const [a, b] = state.sets;
  if (a >= needed || b >= needed) {
    throw new InputError(
      'STATE_CONTRADICTORY',
      'state.sets',
      state.sets,
      'must leave a set to play',
    );
  }
  const setFormat = setFormatAt(a, b, format);
  checkSetState(state, setFormat, chances);
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
