import { InputError, type Score, type Side } from '#contracts/mod.ts';

import type { TennisFormat } from './format.ts';

/** A player who is defaulted has retired. Nothing of a walkover was played. */
export const TENNIS_ENDINGS = [
  'under-way',
  'completed',
  'home-retired',
  'away-retired',
  'walkover',
] as const;
export type TennisEnding = (typeof TENNIS_ENDINGS)[number];

/** Sums over a match. A tie-break counts as one game, once it is won. */
export type TennisTotals = Readonly<{
  /** Completed sets won. */
  sets: Score;
  /** Games won, those of an unfinished set included. */
  games: Score;
  /** Who won the first set; undefined until it is over. */
  firstSet: Side | undefined;
  /** Completed sets that had a tie-break. */
  tiebreaks: number;
  /** Games of the unfinished set; 0-0 between sets and after the match. */
  open: Score;
}>;

export type TennisSet = Readonly<{ games: Score; over: boolean }>;

/** Points are counted 0, 1, 2, 3 and on, also in a game: 40-30 is 3-2. */
export type TennisGame = Readonly<{ points: Score; over: boolean; tiebreak: boolean }>;

/**
 * What happened in a match, as far as markets look at it; home is player A. Sets, games and points are
 * numbered from 1; a tie-break is a game of its set. `undefined` means: not played, or not finished where
 * a side is asked for. A scenario and a mere score line do not hold everything; asked for the rest they
 * throw InputError SPECIFIER_INVALID.
 */
export type TennisFacts = Readonly<{
  format: TennisFormat;
  ending: TennisEnding;
  totals: () => TennisTotals;
  set: (set: number) => TennisSet | undefined;
  /** Who was the first to win `games` games of the set. */
  race: (set: number, games: number) => Side | undefined;
  game: (set: number, game: number) => TennisGame | undefined;
  point: (set: number, game: number, point: number) => Side | undefined;
}>;

/** The part of a match that a market asks about, and that a list of scenarios follows. */
export type TennisSubject =
  | Readonly<{ of: 'match' }>
  | Readonly<{ of: 'set'; set: number }>
  | Readonly<{ of: 'race'; set: number; games: number }>
  | Readonly<{ of: 'game'; set: number; game: number }>
  | Readonly<{ of: 'point'; set: number; game: number; point: number }>;

type Answers = Omit<TennisFacts, 'format' | 'ending'>;

const notHeld = (part: string, numbers: readonly number[]): InputError =>
  new InputError('SPECIFIER_INVALID', part, numbers, 'is not held by these facts');

const refuse =
  (part: string) =>
  (...numbers: readonly number[]): never => {
    throw notHeld(part, numbers);
  };
const NOTHING_HELD: Answers = {
  totals: refuse('totals'),
  set: refuse('set'),
  race: refuse('race'),
  game: refuse('game'),
  point: refuse('point'),
};

/** Facts that hold only some parts of a match. */
export const partialTennisFacts = (
  format: TennisFormat,
  ending: TennisEnding,
  held: Partial<Answers>,
): TennisFacts => ({ format, ending, ...NOTHING_HELD, ...held });

/** What a match came to as to one subject. */
export type TennisAnswer<Of extends TennisSubject['of']> = Readonly<{
  match: TennisTotals;
  set: TennisSet | undefined;
  race: Side | undefined;
  game: TennisGame | undefined;
  point: Side | undefined;
}>[Of];

/** Facts of a completed match that hold the answer to one subject and nothing else, as a scenario does. */
export function tennisFactsOn<Of extends TennisSubject['of']>(
  format: TennisFormat,
  subject: Extract<TennisSubject, { of: Of }>,
  answer: TennisAnswer<Of>,
): TennisFacts {
  const { of, ...rest } = subject;
  const numbers: readonly number[] = Object.values(rest);
  const held = (...asked: readonly number[]): TennisAnswer<Of> => {
    if (numbers.every((number, at) => number === asked[at])) return answer;
    throw notHeld(of, asked);
  };
  return partialTennisFacts(format, 'completed', { [of === 'match' ? 'totals' : of]: held });
}

/** Who is ahead; undefined when level. */
export function aheadOf({ home, away }: Score): Side | undefined {
  if (home === away) return undefined;
  return home > away ? 'home' : 'away';
}

export const plusOne = (score: Score, side: Side): Score => ({ ...score, [side]: score[side] + 1 });
export const plus = (left: Score, right: Score): Score => ({
  home: left.home + right.home,
  away: left.away + right.away,
});
export const sumOf = ({ home, away }: Score): number => home + away;
export const leadOf = ({ home, away }: Score): number => home - away;
export const NIL: Score = { home: 0, away: 0 };
