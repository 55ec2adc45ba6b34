import type { ResultChances } from '../models/mod.ts';
import { climb } from './in-order.ts';
import { resultFromDifference, type OrderedLogit } from './ordered-logit.ts';
import { checkMatches, checkOption, type Pairing, type PlayedMatch } from './played-match.ts';

/** Expected goal difference against an average team, on the scale of the ratings, at home and away. */
export type PiRating = Readonly<{ home: number; away: number }>;

export type PiOptions = Readonly<{
  /** Share of the (diminished) error by which a rating moves. */
  learning: number;
  /** Share of that by which the rating of the other venue moves as well. */
  crossLearning: number;
  /** Rating at both venues of a team that has just come into the competition; all others start with 0. */
  newcomer: number;
}>;

/** The rates of Constantinou & Fenton 2013. */
export const PI_DEFAULTS: PiOptions = { learning: 0.035, crossLearning: 0.7, newcomer: -0.4 };

export type PiRatings = Readonly<{
  system: 'pi';
  teams: ReadonlyMap<string, PiRating>;
  newcomer: PiRating;
  /** From the expected goal difference to chances of the result. */
  link: OrderedLogit;
}>;

/** A rating of 3 is worth 9 goals, and an error of 9 goals moves as three of 1 would: c = 3, b = 10. */
const SCALE = 3;
const BASE = 10;

/** Goals by which a team with this rating should beat an average one. */
const expectedGoals = (rating: number): number =>
  Math.sign(rating) * (BASE ** (Math.abs(rating) / SCALE) - 1);

/** Large errors say less than their size: 3·log₁₀(1 + e). */
const diminished = (error: number): number =>
  (Math.sign(error) * (SCALE * Math.log1p(Math.abs(error)))) / Math.log(BASE);

/**
 * Pi-ratings (Constantinou & Fenton, J. Quant. Anal. Sports 9, 2013) from the matches before `asOfDay`. A team
 * that comes back after an absence starts as a newcomer.
 * @throws InputError NUMBER_INVALID for options out of range.
 */
export function fitPi(
  matches: readonly PlayedMatch[],
  asOfDay: number,
  options: Partial<PiOptions> = {},
): PiRatings {
  const used = { ...PI_DEFAULTS, ...options };
  checkOption('asOfDay', asOfDay, -1e9, 1e9);
  checkOption('learning', used.learning, 0, 1);
  checkOption('crossLearning', used.crossLearning, 0, 1);
  checkOption('newcomer', used.newcomer, -6, 6);
  checkMatches(matches);
  const teams = new Map<string, PiRating>();
  const newcomer = { home: used.newcomer, away: used.newcomer };
  const ratings = { teams, newcomer };
  const move = (team: string, home: number, away: number): void => {
    const known = teams.get(team) ?? newcomer;
    teams.set(team, { home: known.home + home, away: known.away + away });
  };
  const link = climb(matches, asOfDay, {
    enter: (team, isNew) => teams.set(team, isNew ? newcomer : { home: 0, away: 0 }),
    leave: (team) => teams.delete(team),
    difference: (pairing) => expectedDifference(ratings, pairing),
    learn: (match) => {
      const error = match.homeGoals - match.awayGoals - expectedDifference(ratings, match);
      const moved = used.learning * diminished(error);
      move(match.home, moved, used.crossLearning * moved);
      move(match.away, -used.crossLearning * moved, -moved);
    },
  });
  return { system: 'pi', ...ratings, link };
}

/** On neutral ground both sides play at the mean of their ratings. */
function expectedDifference(
  { teams, newcomer }: Pick<PiRatings, 'teams' | 'newcomer'>,
  pairing: Pairing,
): number {
  const home = teams.get(pairing.home) ?? newcomer;
  const away = teams.get(pairing.away) ?? newcomer;
  if (pairing.neutral === true) {
    return expectedGoals((home.home + home.away) / 2) - expectedGoals((away.home + away.away) / 2);
  }
  return expectedGoals(home.home) - expectedGoals(away.away);
}

export const forecastPi = (ratings: PiRatings, pairing: Pairing): ResultChances =>
  resultFromDifference(ratings.link, expectedDifference(ratings, pairing));
