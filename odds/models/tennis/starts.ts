import { InputError } from '#contracts/mod.ts';
import { setFormatAt, type TennisFormat } from '#markets/mod.ts';

import { SETS_ALONE, walkMatch, type Course, type Standing } from './match-walk.ts';
import type { Count, GameState, PointChances } from './points.ts';
import {
  currentGame,
  gameAt,
  newSet,
  serverOfGame,
  setWalk,
  type SetFormat,
  type SetState,
} from './set.ts';
import { atStep, massOf, totalOf } from './walk.ts';

/** What a list of scenarios starts from. */
export type Outlook = Readonly<{
  chances: PointChances;
  format: TennisFormat;
  standing: Standing<Course>;
  /** Games of the finished sets. */
  finished: readonly Count[];
}>;

/** Ways in which something begins, and the chance that it never does; together they sum to 1. */
export type Starts<Begin> = Readonly<{
  starts: readonly (Begin & Readonly<{ chance: number }>)[];
  unplayed: number;
}>;
export type SetStart = Readonly<{ set: SetState; format: SetFormat }>;
export type GameStart = Readonly<{ game: GameState }>;

/** The number of the set being played, from 1. */
export const currentSet = ({ standing }: Outlook): number => totalOf(standing.course.sets) + 1;

/** What is over and was not followed. */
export const isOver = (part: string, number: number): InputError =>
  new InputError(
    'SPECIFIER_INVALID',
    part,
    number,
    'is over, and the state does not tell its course',
  );

function startsAhead({ chances, format, standing }: Outlook, ahead: number): Starts<SetStart> {
  const { course, set } = standing;
  const setsAlone = { course: { sets: course.sets }, set };
  let unplayed = 0;
  let taken = 0;
  for (const { open, ended } of walkMatch(chances, setsAlone, format, SETS_ALONE)) {
    unplayed += massOf(ended);
    taken += 1;
    if (taken < ahead) continue;
    const starts = open.map(({ course: { sets }, server, chance: of }) => ({
      set: newSet(server),
      format: setFormatAt(sets[0], sets[1], format),
      chance: of,
    }));
    return { starts, unplayed };
  }
  return { starts: [], unplayed };
}

const known = new WeakMap<Outlook, Map<number, Starts<SetStart>>>();

/**
 * How set number `set` begins: as it stands when it is being played. Worked out once for each outlook.
 * @throws InputError SPECIFIER_INVALID when it is over or the match has no such set.
 */
export function setStarts(outlook: Outlook, set: number): Starts<SetStart> {
  const { format, standing } = outlook;
  const ahead = set - currentSet(outlook);
  if (ahead < 0) throw isOver('set', set);
  if (set > format.bestOf) {
    throw new InputError('SPECIFIER_INVALID', 'set', set, `must be 1..${format.bestOf}`);
  }
  if (ahead === 0) {
    const [a, b] = standing.course.sets;
    const start = { set: standing.set, format: setFormatAt(a, b, format), chance: 1 };
    return { starts: [start], unplayed: 0 };
  }
  const bySet = known.get(outlook) ?? new Map<number, Starts<SetStart>>();
  known.set(outlook, bySet);
  const starts = bySet.get(set) ?? startsAhead(outlook, ahead);
  bySet.set(set, starts);
  return starts;
}

/** How game number `game` of a set begins, given how the set does. */
function startsWithin(
  chances: PointChances,
  { set, format, chance: ofSet }: SetStart & Readonly<{ chance: number }>,
  game: number,
): Starts<GameStart> {
  const ahead = game - totalOf(set.games) - 1;
  if (ahead < 0) throw isOver('game', game);
  if (ahead === 0) {
    const current = currentGame(set, format, chances);
    return { starts: [{ game: current, chance: ofSet }], unplayed: 0 };
  }
  const { open, ended } = atStep(setWalk(chances, set, format), ahead);
  const starts = open.map(({ score, chance }) => ({
    game: gameAt(score, serverOfGame(set, score, format), format, chances),
    chance: ofSet * chance,
  }));
  return { starts, unplayed: ofSet * ended };
}

/**
 * How game number `game` of a set begins: as it stands when it is being played.
 * @throws InputError SPECIFIER_INVALID when it is over or the match has no such set.
 */
export function gameStarts(outlook: Outlook, set: number, game: number): Starts<GameStart> {
  const ofSet = setStarts(outlook, set);
  const within = ofSet.starts.map((start) => startsWithin(outlook.chances, start, game));
  return {
    starts: within.flatMap(({ starts }) => starts),
    unplayed: within.reduce((sum, { unplayed }) => sum + unplayed, ofSet.unplayed),
  };
}
