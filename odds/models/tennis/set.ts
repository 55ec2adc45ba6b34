import { InputError } from '#contracts/mod.ts';
import {
  gameContest,
  isAtTiebreak,
  isContestOpen,
  isSetEnd,
  isSetOpen,
  SET_FORMATS,
  tiebreakContest,
  type SetFormat,
} from '#markets/mod.ts';

import {
  gameSplit,
  opponentOf,
  tiebreakServer,
  type Count,
  type GameState,
  type Player,
  type PointChances,
} from './points.ts';
import { endsOf, splitOf, totalOf, twoAhead, type Scored, type Split, type Walk } from './walk.ts';

export { SET_FORMATS, type SetFormat };

/** `server` serves the next point, or the next game when no point of it is played. */
export type SetState = Readonly<{ games: Count; points: Count; server: Player }>;

const START: Count = [0, 0];
export const newSet = (server: Player): SetState => ({ games: START, points: START, server });

export const isTiebreak = ([a, b]: Count, format: SetFormat): boolean => isAtTiebreak(a, b, format);

type GameRules = Pick<PointChances, 'noAd'>;

/** The game of a set that is opened at a score in games. */
export const gameAt = (
  games: Count,
  server: Player,
  format: SetFormat,
  rules: GameRules,
): GameState => {
  const tiebreak = isTiebreak(games, format);
  const contest = tiebreak ? tiebreakContest(format) : gameContest(rules);
  return { contest, tiebreak, server, points: START };
};

/** The game of a set that is being played. */
export function currentGame(
  { games, points, server }: SetState,
  format: SetFormat,
  rules: GameRules,
): GameState {
  // The order of service in a tie-break is symmetric, so "now" and "at first" change places.
  const first = isTiebreak(games, format) ? tiebreakServer(server, totalOf(points)) : server;
  return { ...gameAt(games, first, format, rules), points };
}

/** @throws InputError NUMBER_INVALID unless both are whole and at least 0. */
export function checkCount(field: string, count: Count): void {
  if (count.every((part) => Number.isInteger(part) && part >= 0)) return;
  throw new InputError('NUMBER_INVALID', field, count, 'must be two whole numbers from 0');
}

/** @throws InputError NUMBER_INVALID or STATE_CONTRADICTORY when there is no such score during a set. */
export function checkSetState(state: SetState, format: SetFormat, rules: GameRules): void {
  const { games, points } = state;
  checkCount('state.games', games);
  checkCount('state.points', points);
  if (!isSetOpen(games[0], games[1], format)) {
    const why = 'must be a score during a set';
    throw new InputError('STATE_CONTRADICTORY', 'state.games', games, why);
  }
  if (!isContestOpen(points[0], points[1], currentGame(state, format, rules).contest)) {
    const why = 'must be a score during a game';
    throw new InputError('STATE_CONTRADICTORY', 'state.points', points, why);
  }
}

type ByServer = Readonly<Record<Player, Split>>;
const splitsOfGame = new WeakMap<PointChances, ByServer>();

/** Both players' chances of a game on the serve of each, worked out once for each chances of points. */
function gameSplits(chances: PointChances): ByServer {
  const on = (server: Player): Split => gameSplit(chances, gameAt(START, server, 'adv', chances));
  const splits = splitsOfGame.get(chances) ?? { A: on('A'), B: on('B') };
  splitsOfGame.set(chances, splits);
  return splits;
}

/** Both players' chances of an advantage set from a level score of five games or more. */
function levelSplit(chances: PointChances): Split {
  const { A: hold, B: take } = gameSplits(chances);
  return twoAhead(hold.a * take.a, hold.b * take.b);
}

/** A's chance of an advantage set from a level score of five games or more. */
export const advantageFromLevel = (chances: PointChances): number => levelSplit(chances).a;

/** A's chance of the game or tie-break being played. */
export const currentGameChance = (
  chances: PointChances,
  state: SetState,
  format: SetFormat,
): number => gameSplit(chances, currentGame(state, format, chances)).a;

/** Who serves the game, or first in the tie-break, that is opened at a score in games. */
export function serverOfGame(state: SetState, games: Count, format: SetFormat): Player {
  const { server } = currentGame(state, format, {});
  return (totalOf(games) - totalOf(state.games)) % 2 === 0 ? server : opponentOf(server);
}

/** A set game by game; its score is in games, and a tie-break counts as one. */
export function setWalk(chances: PointChances, state: SetState, format: SetFormat): Walk {
  checkSetState(state, format, chances);
  const splits = gameSplits(chances);
  const now = totalOf(state.games);
  return {
    start: state.games,
    splitAt: (games) => {
      if (totalOf(games) === now) return gameSplit(chances, currentGame(state, format, chances));
      const server = serverOfGame(state, games, format);
      if (!isTiebreak(games, format)) return splits[server];
      return gameSplit(chances, gameAt(games, server, format, chances));
    },
    goesOn: ([a, b]) => isSetOpen(a, b, format),
  };
}

/**
 * An advantage set is followed until its chance to go on is negligible, and for no more games than this; it
 * is then level, and whoever wins it is taken to win the next two games.
 */
const MOST_GAMES_AHEAD = 400;
const NEGLIGIBLE = 1e-13;

/** Chances of all scores in games with which a set can end from where it stands, each score once. */
export function setEnds(
  chances: PointChances,
  state: SetState,
  format: SetFormat,
): readonly Scored[] {
  if (isSetEnd(state.games[0], state.games[1], format)) return [{ score: state.games, chance: 1 }];
  const isLong = ({ score: [a], chance }: Scored, taken: number): boolean =>
    taken > 1 && a > 6 && (chance < NEGLIGIBLE || taken >= MOST_GAMES_AHEAD);
  return endsOf(setWalk(chances, state, format), (level, taken) =>
    isLong(level, taken) ? levelSplit(chances) : undefined,
  );
}

/** A's chance of the set. */
export const setChance = (chances: PointChances, state: SetState, format: SetFormat): number =>
  splitOf(setEnds(chances, state, format)).a;
