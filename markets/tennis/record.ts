import { InputError, type Score, type Side } from '#contracts/mod.ts';

import {
  aheadOf,
  NIL,
  partialTennisFacts,
  plus,
  plusOne,
  type TennisEnding,
  type TennisFacts,
  type TennisGame,
  type TennisTotals,
} from './facts.ts';
import {
  checkTennisFormat,
  gameContest,
  hadTiebreak,
  isAtTiebreak,
  isContestOpen,
  isMatchOpen,
  isSetEnd,
  isSetOpen,
  setFormatAt,
  tiebreakContest,
  type SetFormat,
  type TennisFormat,
} from './format.ts';

/** Why play stopped before the match was completed. */
export type TennisStop = 'home-retired' | 'away-retired' | 'walkover';

type PlayedGame = TennisGame & Readonly<{ winners: readonly Side[] }>;
type PlayedSet = Readonly<{
  format: SetFormat;
  games: Score;
  over: boolean;
  /** Games in order, the one under way included; undefined when only the score is known. */
  course: readonly PlayedGame[] | undefined;
}>;

const setsWon = (sets: readonly PlayedSet[]): Score =>
  sets.reduce((won, { games, over }) => {
    const winner = aheadOf(games);
    return over && winner !== undefined ? plusOne(won, winner) : won;
  }, NIL);

function totalsOf(sets: readonly PlayedSet[]): TennisTotals {
  const [first] = sets;
  const last = sets.at(-1);
  return {
    sets: setsWon(sets),
    games: sets.reduce((sum, { games }) => plus(sum, games), NIL),
    firstSet: first?.over === true ? aheadOf(first.games) : undefined,
    tiebreaks: sets.filter(({ games, over }) => over && hadTiebreak(games.home, games.away)).length,
    open: last === undefined || last.over ? NIL : last.games,
  };
}

function racedTo(course: readonly PlayedGame[], games: number): Side | undefined {
  let score = NIL;
  for (const { points, over } of course) {
    const winner = aheadOf(points);
    if (!over || winner === undefined) continue;
    score = plusOne(score, winner);
    if (score[winner] === games) return winner;
  }
  return undefined;
}

function factsOf(
  format: TennisFormat,
  ending: TennisEnding,
  sets: readonly PlayedSet[],
): TennisFacts {
  const totals = totalsOf(sets);
  const held = { totals: () => totals, set: (set: number) => sets[set - 1] };
  if (sets.some(({ course }) => course === undefined)) {
    return partialTennisFacts(format, ending, held);
  }
  const game = (set: number, number: number) => sets[set - 1]?.course?.[number - 1];
  return partialTennisFacts(format, ending, {
    ...held,
    race: (set, games) => racedTo(sets[set - 1]?.course ?? [], games),
    game,
    point: (set, number, point) => game(set, number)?.winners[point - 1],
  });
}

function endingOf(
  sets: readonly PlayedSet[],
  format: TennisFormat,
  stop: TennisStop | undefined,
): TennisEnding {
  const { home, away } = setsWon(sets);
  const open = isMatchOpen(home, away, format);
  if (stop === undefined) return open ? 'under-way' : 'completed';
  if (!open) {
    throw new InputError('STATE_CONTRADICTORY', 'stop', stop, 'must be absent: the match is over');
  }
  if (stop === 'walkover' && sets.length > 0) {
    throw new InputError('STATE_CONTRADICTORY', 'stop', stop, 'must come before any play');
  }
  return stop;
}

function openSet(sets: readonly PlayedSet[], format: TennisFormat): PlayedSet {
  const { home, away } = setsWon(sets);
  if (!isMatchOpen(home, away, format)) {
    throw new InputError('STATE_CONTRADICTORY', 'points', sets.length, 'must end with the match');
  }
  return { format: setFormatAt(home, away, format), games: NIL, over: false, course: [] };
}

const openGame = ({ games: { home, away }, format }: PlayedSet): PlayedGame => ({
  points: NIL,
  over: false,
  tiebreak: isAtTiebreak(home, away, format),
  winners: [],
});

/** The last of the list while it is under way, otherwise a new one; and those before it. */
function current<Part extends Readonly<{ over: boolean }>>(
  parts: readonly Part[],
  open: () => Part,
): Readonly<{ before: readonly Part[]; part: Part }> {
  const last = parts.at(-1);
  return last === undefined || last.over
    ? { before: parts, part: open() }
    : { before: parts.slice(0, -1), part: last };
}

function afterPoint(
  sets: readonly PlayedSet[],
  side: Side,
  format: TennisFormat,
): readonly PlayedSet[] {
  const { before, part: set } = current(sets, () => openSet(sets, format));
  const { before: finished, part: game } = current(set.course ?? [], () => openGame(set));
  const points = plusOne(game.points, side);
  const contest = game.tiebreak ? tiebreakContest(set.format) : gameContest(format);
  const over = !isContestOpen(points.home, points.away, contest);
  const games = over ? plusOne(set.games, side) : set.games;
  const played = { ...game, points, over, winners: [...game.winners, side] };
  return [
    ...before,
    {
      ...set,
      games,
      over: !isSetOpen(games.home, games.away, set.format),
      course: [...finished, played],
    },
  ];
}

/**
 * The facts of a match from the winners of its points, in order of play from the first one.
 * @throws InputError STATE_CONTRADICTORY for points after the end of the match, or a stop after it.
 */
export function tennisFactsOfPoints(
  format: TennisFormat,
  points: Iterable<Side>,
  stop?: TennisStop,
): TennisFacts {
  checkTennisFormat(format);
  let sets: readonly PlayedSet[] = [];
  for (const side of points) sets = afterPoint(sets, side, format);
  return factsOf(format, endingOf(sets, format, stop), sets);
}

/**
 * The facts of a match of which only the games of each set are known; the last set may be unfinished.
 * @throws InputError STATE_CONTRADICTORY when such sets cannot follow one another.
 */
export function tennisFactsOfScores(
  format: TennisFormat,
  scores: readonly Score[],
  stop?: TennisStop,
): TennisFacts {
  checkTennisFormat(format);
  const sets: PlayedSet[] = [];
  scores.forEach((games, at) => {
    if (![games.home, games.away].every((count) => Number.isInteger(count) && count >= 0)) {
      throw new InputError('NUMBER_INVALID', `scores[${at}]`, games, 'must hold two counts');
    }
    const { home, away } = setsWon(sets);
    const setFormat = setFormatAt(home, away, format);
    const over = isSetEnd(games.home, games.away, setFormat);
    const unfinished = at === scores.length - 1 && isSetOpen(games.home, games.away, setFormat);
    if (!isMatchOpen(home, away, format) || !(over || unfinished)) {
      const why = 'must be a score that can follow the sets before it';
      throw new InputError('STATE_CONTRADICTORY', `scores[${at}]`, games, why);
    }
    sets.push({ format: setFormat, games, over, course: undefined });
  });
  return factsOf(format, endingOf(sets, format, stop), sets);
}
