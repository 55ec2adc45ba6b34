import { InputError, type Score, type Side } from '#contracts/mod.ts';

import { addScores, pointsOf, tallyOf, type Tallies, type TallyPart } from '../two-teams/tally.ts';

/**
 * Spans of play. `regulation` is the 60 minutes; `overtime` ends with overtime, `match` with the shoot-out,
 * which counts as one goal of its winner; both are the 60 minutes when those decided.
 */
export const ICE_HOCKEY_SPANS = [
  'match',
  'overtime',
  'regulation',
  'period-1',
  'period-2',
  'period-3',
] as const;
export type IceHockeySpan = (typeof ICE_HOCKEY_SPANS)[number];
export type IceHockeyPeriod = 1 | 2 | 3;
export const periodSpan = (period: IceHockeyPeriod): IceHockeySpan => `period-${period}`;

/**
 * A game as far as markets look at it. A scenario holds what its view asks for, and asking it for anything
 * else throws; where a view is a class of games (which period had most goals), it holds a sample.
 */
export type IceHockeyFacts = Readonly<{
  tallies: Tallies<IceHockeySpan>;
  /** Which side scored goal number N of the 60 minutes, by N; `none` when it was never scored. */
  scorers: Readonly<Record<number, Side | 'none'>>;
  /** Which side was first to N goals in the 60 minutes, by N; see `firstToGoals`. */
  firstTo: Readonly<Record<number, Side | 'none'>>;
}>;

/**
 * What a scenario of a market must hold: the score of a span; of the 60 minutes, overtime and the match
 * together (`game`); the goals of each period; who scored a goal; who was first to a number of goals.
 */
export type IceHockeyView =
  | Readonly<{ span: IceHockeySpan; part: TallyPart }>
  | Readonly<{ joint: 'game' | 'period-totals' }>
  | Readonly<{ goal: number }>
  | Readonly<{ raceTo: number }>;

/** A game as it was played. */
export type IceHockeyGame = Readonly<{
  /** Goals of each period that has been completed, in order. */
  periods: readonly Score[];
  /** Who scored in overtime; null when nobody did or none was played. */
  overtime: Side | null;
  /** Who won the shoot-out; null when there was none. */
  shootOut: Side | null;
  over: boolean;
  /** Who scored each goal of the 60 minutes, in playing order; without it those markets cannot be graded. */
  scorers?: readonly Side[];
}>;

const PERIODS = 3;

function check({ periods, overtime, shootOut, over }: IceHockeyGame, goals: Score): void {
  const refuse = (field: string, value: unknown, why: string): never => {
    throw new InputError('STATE_CONTRADICTORY', field, value, why);
  };
  const wrong = periods.find(({ home, away }) =>
    [home, away].some((count) => !Number.isInteger(count) || count < 0),
  );
  if (wrong !== undefined) refuse('periods', wrong, 'must be whole goals, 0 or more');
  if (periods.length > PERIODS) refuse('periods', periods.length, 'must be at most 3');
  if (over && periods.length < PERIODS) refuse('periods', periods.length, 'must be 3 at the end');
  const level = periods.length === PERIODS && goals.home === goals.away;
  const deciders = [overtime, shootOut].filter((side) => side !== null).length;
  if (deciders > 0 && !level) refuse('overtime', overtime, 'needs a level score before it');
  if (deciders > 1) refuse('shootOut', shootOut, 'must be null after a goal in overtime');
  if (over && level && deciders === 0) refuse('overtime', overtime, 'must decide a level game');
}

const plusGoal = ({ home, away }: Score, side: Side | null): Score => ({
  home: home + (side === 'home' ? 1 : 0),
  away: away + (side === 'away' ? 1 : 0),
});

/** Who was first to each number of goals, by that number. */
function racesOf(scorers: readonly Side[], goals: Score): IceHockeyFacts['firstTo'] {
  const count = { home: 0, away: 0 };
  const firstTo: Record<number, Side> = {};
  for (const side of scorers) {
    count[side] += 1;
    firstTo[count[side]] ??= side;
  }
  if (count.home !== goals.home || count.away !== goals.away) {
    throw new InputError('STATE_CONTRADICTORY', 'scorers', scorers, 'must add up to the score');
  }
  return firstTo;
}

/**
 * The facts of a game, of every span that has been completed.
 * @throws InputError STATE_CONTRADICTORY when the parts of the game do not fit together.
 */
export function iceHockeyFacts(game: IceHockeyGame): IceHockeyFacts {
  const { periods, overtime, shootOut, over, scorers } = game;
  const goals = addScores(...periods);
  check(game, goals);
  const tallies: Partial<Record<IceHockeySpan, Score>> = {};
  for (const period of [1, 2, 3] as const) {
    const score = periods[period - 1];
    if (score !== undefined) tallies[periodSpan(period)] = score;
  }
  if (periods.length === PERIODS) tallies.regulation = goals;
  if (over) {
    tallies.overtime = plusGoal(goals, overtime);
    tallies.match = plusGoal(tallies.overtime, shootOut);
  }
  const isKnown = scorers !== undefined && periods.length === PERIODS;
  return {
    tallies,
    scorers: isKnown ? Object.fromEntries(scorers.map((side, at) => [at + 1, side])) : {},
    firstTo: isKnown ? racesOf(scorers, goals) : {},
  };
}

/**
 * Which side scored goal number `goal` of the 60 minutes.
 * @throws InputError STATE_CONTRADICTORY when it was scored and the facts do not say by whom.
 */
export function scorerOfGoal({ tallies, scorers }: IceHockeyFacts, goal: number): Side | 'none' {
  const known = scorers[goal];
  if (known !== undefined) return known;
  const score = tallyOf(tallies, 'regulation');
  const [home, away] = [pointsOf(score, 'home'), pointsOf(score, 'away')];
  if (home + away < goal) return 'none';
  if (home === 0 || away === 0) return home > 0 ? 'home' : 'away';
  const why = 'must say who scored';
  throw new InputError('STATE_CONTRADICTORY', `scorers.${goal}`, known, why);
}

/**
 * Which side was first to a number of goals in the 60 minutes.
 * @throws InputError STATE_CONTRADICTORY when both sides got there and the facts do not say who was first.
 */
export function firstToGoals({ tallies, firstTo }: IceHockeyFacts, goals: number): Side | 'none' {
  const known = firstTo[goals];
  if (known !== undefined) return known;
  const score = tallyOf(tallies, 'regulation');
  const there = (['home', 'away'] as const).filter((side) => pointsOf(score, side) >= goals);
  if (there.length === 2) {
    const why = 'must say who was first';
    throw new InputError('STATE_CONTRADICTORY', `firstTo.${goals}`, known, why);
  }
  return there[0] ?? 'none';
}
