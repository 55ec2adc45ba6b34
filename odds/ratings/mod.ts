/** Ratings of teams from results alone, and forecasts from them. Pure. */
export type { Pairing, PlayedMatch } from './played-match.ts';
export {
  DIXON_COLES_DEFAULTS,
  fitDixonColes,
  forecastGoals,
  type DixonColesOptions,
  type DixonColesRatings,
  type GoalForecast,
  type TeamStrength,
} from './dixon-coles.ts';
export { ELO_DEFAULTS, type EloOptions, type EloRatings } from './elo.ts';
export { PI_DEFAULTS, type PiOptions, type PiRating, type PiRatings } from './pi.ts';
export type { BaseRates } from './base-rates.ts';
export {
  fitRatings,
  predictResult,
  type Ratings,
  type RatingsSpec,
  type ResultForecast,
} from './systems.ts';
export {
  walkForward,
  type MatchForecast,
  type Progress,
  type WalkForward,
} from './walk-forward.ts';
