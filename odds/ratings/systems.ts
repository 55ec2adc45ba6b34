import { marginalsOf, resultChances, scoreGrid, type ResultChances } from '../models/mod.ts';
import { fitBaseRates, type BaseRates } from './base-rates.ts';
import {
  fitDixonColes,
  forecastGoals,
  type DixonColesOptions,
  type DixonColesRatings,
  type GoalForecast,
} from './dixon-coles.ts';
import { fitElo, forecastElo, type EloOptions, type EloRatings } from './elo.ts';
import { fitPi, forecastPi, type PiOptions, type PiRatings } from './pi.ts';
import type { Pairing, PlayedMatch } from './played-match.ts';

/** A way to rate teams by their results, and what is set differently from its defaults. */
export type RatingsSpec =
  | Readonly<{ system: 'dixon-coles'; options?: Partial<DixonColesOptions> }>
  | Readonly<{ system: 'elo'; options?: Partial<EloOptions> }>
  | Readonly<{ system: 'pi'; options?: Partial<PiOptions> }>
  | Readonly<{ system: 'base-rates' }>;

/** What a fit gives: plain values, which cross threads as they are. */
export type Ratings = DixonColesRatings | EloRatings | PiRatings | BaseRates;

/** Chances of the result of a match to come; expected goals where the system knows them. */
export type ResultForecast = Readonly<{ chances: ResultChances; goals?: GoalForecast }>;

/**
 * Rates the teams by the matches before `asOfDay`; later ones are not looked at. `previous`, of the same
 * system, only shortens the way.
 * @throws InputError for matches or options that make no sense, or that determine no ratings.
 */
export function fitRatings(
  spec: RatingsSpec,
  matches: readonly PlayedMatch[],
  asOfDay: number,
  previous?: Ratings,
): Ratings {
  switch (spec.system) {
    case 'dixon-coles': {
      const start = previous?.system === 'dixon-coles' ? previous : undefined;
      return fitDixonColes(matches, asOfDay, spec.options, start);
    }
    case 'elo':
      return fitElo(matches, asOfDay, spec.options);
    case 'pi':
      return fitPi(matches, asOfDay, spec.options);
    case 'base-rates':
      return fitBaseRates(matches, asOfDay);
  }
}

/** A team that the fit has not met counts as a newcomer. */
export function predictResult(ratings: Ratings, pairing: Pairing): ResultForecast {
  switch (ratings.system) {
    case 'dixon-coles': {
      const goals = forecastGoals(ratings, pairing);
      return { chances: resultOfGoals(goals), goals };
    }
    case 'elo':
      return { chances: forecastElo(ratings, pairing) };
    case 'pi':
      return { chances: forecastPi(ratings, pairing) };
    case 'base-rates':
      return { chances: ratings.chances };
  }
}

const resultOfGoals = (goals: GoalForecast): ResultChances =>
  resultChances(marginalsOf(scoreGrid({ model: 'dixon-coles', ...goals })));
