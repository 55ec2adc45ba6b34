import { InputError, type Score, type Side } from '#contracts/mod.ts';

import { addScores, tallyOf, pointsOf, type Tallies, type TallyPart } from '../two-teams/tally.ts';
import { leaderBy } from '../two-teams/families.ts';

/** Spans of play. `match` counts overtime; the second half and the fourth quarter do not. */
export const BASKETBALL_SPANS = [
  'match',
  'regulation',
  'first-half',
  'second-half',
  'quarter-1',
  'quarter-2',
  'quarter-3',
  'quarter-4',
] as const;
export type BasketballSpan = (typeof BASKETBALL_SPANS)[number];
export type BasketballQuarter = 1 | 2 | 3 | 4;
export const quarterSpan = (quarter: BasketballQuarter): BasketballSpan => `quarter-${quarter}`;

/**
 * A game as far as markets look at it. A scenario holds the tallies of its view alone, and asking it for
 * another throws; where a view is a class of games (which quarter had most points), it holds a sample.
 */
export type BasketballFacts = Readonly<{
  tallies: Tallies<BasketballSpan>;
  /** Which side was first to N points, by N, where it is known; see `firstToPoints`. */
  firstTo: Readonly<Record<number, Side | 'none'>>;
}>;

/**
 * What a scenario of a market must hold: one tally; the tallies of several spans together; or who was
 * first to a number of points.
 */
export type BasketballView =
  | Readonly<{ span: BasketballSpan; part: TallyPart }>
  | Readonly<{ joint: 'half-results' | 'half-totals' | 'quarter-totals' | 'quarter-results' }>
  | Readonly<{ raceTo: number }>;

export type BasketballBasket = Readonly<{ side: Side; points: number }>;

/** A game as it was played. */
export type BasketballGame = Readonly<{
  /** Points of each quarter that has been completed, in order. */
  quarters: readonly Score[];
  /** Points of all overtime periods together; null when none was played. */
  overtime: Score | null;
  over: boolean;
  /** Who scored how many points, in playing order; without it some races cannot be graded. */
  baskets?: readonly BasketballBasket[];
}>;

const QUARTERS = 4;

function check(game: BasketballGame, regulation: Score): void {
  const refuse = (field: string, value: unknown, why: string): never => {
    throw new InputError('STATE_CONTRADICTORY', field, value, why);
  };
  const { quarters, overtime, over } = game;
  const wrong = [...quarters, ...(overtime === null ? [] : [overtime])].find(({ home, away }) =>
    [home, away].some((points) => !Number.isInteger(points) || points < 0),
  );
  if (wrong !== undefined) refuse('quarters', wrong, 'must be whole points, 0 or more');
  if (quarters.length > QUARTERS) refuse('quarters', quarters.length, 'must be at most 4');
  if (over && quarters.length < QUARTERS)
    refuse('quarters', quarters.length, 'must be 4 at the end');
  const level = quarters.length === QUARTERS && regulation.home === regulation.away;
  if (overtime !== null && !level) refuse('overtime', overtime, 'needs a level score before it');
  if (over && level && (overtime === null || overtime.home === overtime.away)) {
    refuse('overtime', overtime, 'must decide a level game');
  }
}

/** Who reached each number of points first, by that number. */
function racesOf(baskets: readonly BasketballBasket[], final: Score): BasketballFacts['firstTo'] {
  const points = { home: 0, away: 0 };
  const firstTo: Record<number, Side> = {};
  for (const basket of baskets) {
    for (let each = 0; each < basket.points; each += 1) {
      points[basket.side] += 1;
      firstTo[points[basket.side]] ??= basket.side;
    }
  }
  if (points.home !== final.home || points.away !== final.away) {
    throw new InputError('STATE_CONTRADICTORY', 'baskets', points, 'must add up to the score');
  }
  return firstTo;
}

/**
 * The facts of a game, of every span that has been completed.
 * @throws InputError STATE_CONTRADICTORY when the parts of the game do not fit together.
 */
export function basketballFacts(game: BasketballGame): BasketballFacts {
  const { quarters, overtime, over, baskets } = game;
  const regulation = addScores(...quarters);
  check(game, regulation);
  const match = addScores(regulation, overtime ?? { home: 0, away: 0 });
  const tallies: Partial<Record<BasketballSpan, Score>> = {};
  for (const quarter of [1, 2, 3, 4] as const) {
    const points = quarters[quarter - 1];
    if (points !== undefined) tallies[quarterSpan(quarter)] = points;
  }
  if (quarters.length >= 2) tallies['first-half'] = addScores(...quarters.slice(0, 2));
  if (quarters.length === QUARTERS) {
    tallies['second-half'] = addScores(...quarters.slice(2));
    tallies.regulation = regulation;
  }
  if (over) tallies.match = match;
  return { tallies, firstTo: over && baskets !== undefined ? racesOf(baskets, match) : {} };
}

/**
 * Which side was first to a number of points, overtime included.
 * @throws InputError STATE_CONTRADICTORY when both sides got there and the facts do not say who was first.
 */
export function firstToPoints(
  { tallies, firstTo }: BasketballFacts,
  points: number,
): Side | 'none' {
  const known = firstTo[points];
  if (known !== undefined) return known;
  const match = tallyOf(tallies, 'match');
  const there = (['home', 'away'] as const).filter((side) => pointsOf(match, side) >= points);
  if (there.length === 2) {
    const why = 'must say who was first';
    throw new InputError('STATE_CONTRADICTORY', `firstTo.${points}`, known, why);
  }
  return there[0] ?? 'none';
}

/** The side that won every one of some spans; `none` when neither did. */
export function winnerOfAll(margins: readonly number[]): Side | 'none' {
  const [first, ...others] = [...new Set(margins.map(leaderBy))];
  return others.length > 0 || first === 'draw' || first === undefined ? 'none' : first;
}
