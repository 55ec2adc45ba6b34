import { hadTiebreak, setFormatAt, setsToWin } from '#markets/mod.ts';

import type { MatchFormat } from './match.ts';
import { type Count, type Player, type PointChances } from './points.ts';
import { newSet, serverOfGame, setEnds, type SetState } from './set.ts';
import { type Scored } from './walk.ts';

type Sets = Readonly<{ sets: Count }>;

/** What has come of the sets so far, as far as any market on a whole match looks at it. */
export type Course = Sets &
  Readonly<{ games: Count; firstSet: Player | undefined; tiebreaks: number }>;

/** How much of a match is followed: courses with equal keys, whole numbers below 2^50, are one. */
type Tracking<Kind extends Sets> = Readonly<{
  afterSet: (course: Kind, games: Count) => Kind;
  keyOf: (course: Kind) => number;
}>;

const setTo = ([a, b]: Count, [gamesA, gamesB]: Count): Count =>
  gamesA > gamesB ? [a + 1, b] : [a, b + 1];

/** Follows nothing but the sets. */
export const SETS_ALONE: Tracking<Sets> = {
  afterSet: ({ sets }, games) => ({ sets: setTo(sets, games) }),
  keyOf: ({ sets: [a, b] }) => a * 64 + b,
};

/** Follows all that a market on a whole match looks at. */
export const WHOLE_COURSE: Tracking<Course> = {
  afterSet: ({ sets, games, firstSet, tiebreaks }, [a, b]) => ({
    sets: setTo(sets, [a, b]),
    games: [games[0] + a, games[1] + b],
    firstSet: firstSet ?? (a > b ? 'A' : 'B'),
    tiebreaks: tiebreaks + (hadTiebreak(a, b) ? 1 : 0),
  }),
  keyOf: ({ sets, games, firstSet, tiebreaks }) => {
    const score = (sets[0] * 64 + sets[1]) * 64 + tiebreaks;
    return ((score * 4096 + games[0]) * 4096 + games[1]) * 2 + (firstSet === 'A' ? 1 : 0);
  },
};

export const NEW_COURSE: Course = {
  sets: [0, 0],
  games: [0, 0],
  firstSet: undefined,
  tiebreaks: 0,
};

export type MatchEnd<Kind extends Sets> = Readonly<{ course: Kind; chance: number }>;
/** `server` opens the next set. */
export type SetAhead<Kind extends Sets> = MatchEnd<Kind> & Readonly<{ server: Player }>;

/** A match between two sets: the courses with which it goes on, and those with which it has just ended. */
export type MatchStep<Kind extends Sets> = Readonly<{
  open: readonly SetAhead<Kind>[];
  ended: readonly MatchEnd<Kind>[];
}>;

/** Sets that have just been played from one course on, and who serves next after each. */
type Played<Kind extends Sets> = Readonly<{
  before: Kind;
  chance: number;
  ends: readonly Scored[];
  nextServer: (games: Count) => Player;
}>;

function addTo<Item extends { chance: number }>(
  items: Map<number, Item>,
  key: number,
  item: Item,
): void {
  const found = items.get(key);
  if (found === undefined) items.set(key, item);
  else found.chance += item.chance;
}

function join<Kind extends Sets>(
  played: readonly Played<Kind>[],
  { afterSet, keyOf }: Tracking<Kind>,
  needed: number,
): MatchStep<Kind> {
  const open = new Map<number, SetAhead<Kind> & { chance: number }>();
  const ended = new Map<number, MatchEnd<Kind> & { chance: number }>();
  for (const { before, chance, ends, nextServer } of played) {
    for (const { score: games, chance: of } of ends) {
      const course = afterSet(before, games);
      const item = { course, server: nextServer(games), chance: chance * of };
      const key = 2 * keyOf(course);
      if (Math.max(...course.sets) >= needed) addTo(ended, key, item);
      else addTo(open, key + (item.server === 'A' ? 1 : 0), item);
    }
  }
  return { open: [...open.values()], ended: [...ended.values()] };
}

/** Where a match stands: the course of its finished sets, and the set being played. */
export type Standing<Kind extends Sets> = Readonly<{ course: Kind; set: SetState }>;

/**
 * A match set by set from where it stands. The first step is the end of the set being played. Chances of
 * what has ended and of what is open sum to 1 over all steps so far.
 */
export function* walkMatch<Kind extends Sets>(
  chances: PointChances,
  { course, set }: Standing<Kind>,
  format: MatchFormat,
  tracking: Tracking<Kind>,
): Generator<MatchStep<Kind>> {
  const needed = setsToWin(format);
  const play = (
    { sets: [a, b] }: Kind,
    state: SetState,
  ): Pick<Played<Kind>, 'ends' | 'nextServer'> => {
    const kind = setFormatAt(a, b, format);
    return {
      ends: setEnds(chances, state, kind),
      nextServer: (games) => serverOfGame(state, games, kind),
    };
  };
  const known = new Map<string, ReturnType<typeof play>>();
  const playNew = (course: Kind, server: Player): ReturnType<typeof play> => {
    const key = server + setFormatAt(course.sets[0], course.sets[1], format);
    const found = known.get(key) ?? play(course, newSet(server));
    known.set(key, found);
    return found;
  };
  let played: readonly Played<Kind>[] = [{ before: course, chance: 1, ...play(course, set) }];
  while (played.length > 0) {
    const step = join(played, tracking, needed);
    yield step;
    played = step.open.map(({ course: before, server, chance }) => ({
      before,
      chance,
      ...playNew(before, server),
    }));
  }
}

/** How a match can end from where it stands: every course and its chance, each course once. */
export function matchEnds(
  chances: PointChances,
  standing: Standing<Course>,
  format: MatchFormat,
): readonly MatchEnd<Course>[] {
  const steps = [...walkMatch(chances, standing, format, WHOLE_COURSE)];
  return steps.flatMap(({ ended }) => ended);
}
