import { InputError } from '#contracts/mod.ts';
import {
  checkTennisFormat,
  isMatchOpen,
  isSetEnd,
  setFormatAt,
  type TennisFormat,
} from '#markets/mod.ts';

import { NEW_COURSE, WHOLE_COURSE, type Course } from './match-walk.ts';
import { checkPointChances, type Count, type Player } from './points.ts';
import { checkCount, checkSetState } from './set.ts';
import type { Outlook } from './starts.ts';
import { totalOf } from './walk.ts';

/** Chances of points that do not change during the match; `p` and `q` as in `PointChances`. */
export type TennisModel = Readonly<{ p: number; q: number; format: TennisFormat }>;

/** A live score, A's counts first. */
export type TennisState = Readonly<{
  /** Games of the finished sets, in order of play. */
  finished: readonly Count[];
  /** Games of the set being played. */
  games: Count;
  /** Points of the game or tie-break being played, counted 0, 1, 2, 3 and on. */
  points: Count;
  /** Serves the next point. Before the first point of the match it may be unknown: either, evenly. */
  server: Player | 'unknown';
}>;

export const startOfMatch = (server: TennisState['server']): TennisState => ({
  finished: [],
  games: [0, 0],
  points: [0, 0],
  server,
});

const contradictory = (field: string, value: unknown, why: string): InputError =>
  new InputError('STATE_CONTRADICTORY', field, value, why);

function courseOf(finished: readonly Count[], format: TennisFormat): Course {
  return finished.reduce((course, games, at) => {
    const field = `state.finished[${at}]`;
    checkCount(field, games);
    const [a, b] = course.sets;
    if (!isMatchOpen(a, b, format)) throw contradictory(field, games, 'comes after the match');
    if (!isSetEnd(games[0], games[1], setFormatAt(a, b, format))) {
      throw contradictory(field, games, 'must be a score with which that set can end');
    }
    return WHOLE_COURSE.afterSet(course, games);
  }, NEW_COURSE);
}

/**
 * What lies ahead of a live score: one outlook, or two when the server is unknown, and their chances.
 * @throws InputError NUMBER_INVALID when p or q is no chance or a count not whole; FORMAT_INVALID;
 * STATE_CONTRADICTORY when there is no such score, or the match is over.
 */
export function outlooksOf(
  { p, q, format }: TennisModel,
  { finished, games, points, server }: TennisState,
): readonly Readonly<{ outlook: Outlook; chance: number }>[] {
  checkPointChances({ p, q });
  checkTennisFormat(format);
  const course = courseOf(finished, format);
  const [a, b] = course.sets;
  if (!isMatchOpen(a, b, format)) {
    throw contradictory('state.finished', finished, 'must leave a set to play');
  }
  const chances = { p, q, noAd: format.noAd ?? false };
  checkSetState({ games, points, server: 'A' }, setFormatAt(a, b, format), chances);
  if (server === 'unknown' && totalOf(games) + totalOf(points) + finished.length > 0) {
    throw contradictory('state.server', server, 'must be known once play has begun');
  }
  const servers = server === 'unknown' ? (['A', 'B'] as const) : [server];
  return servers.map((first) => ({
    outlook: {
      chances,
      format,
      finished,
      standing: { course, set: { games, points, server: first } },
    },
    chance: 1 / servers.length,
  }));
}
