import { scoreState, type InPlayParameters, type Pair } from './in-play-parameters.ts';

export const MATCH_MINUTES = 90;
export const HALF_MINUTES = 45;

/** Base rates (goals per match at level score, before time effects) and the in-play parameter set. */
export type InPlayModel = Readonly<{ lambda: number; mu: number; parameters: InPlayParameters }>;

/** The factor by which red cards multiply each side's whole rate. */
export function redCardFactors(parameters: InPlayParameters, redCards: Pair): Pair {
  const { own, opponent } = parameters.redCard;
  return {
    home: own ** redCards.home * opponent ** redCards.away,
    away: own ** redCards.away * opponent ** redCards.home,
  };
}

/** The multiplier in force at a minute: the last minute of each half carries the stoppage time. */
export function injuryMultiplier(parameters: InPlayParameters, minute: number): number {
  if (minute > 44 && minute <= 45) return parameters.injury.firstHalf;
  if (minute > 89 && minute <= 90) return parameters.injury.secondHalf;
  return 1;
}

/** Scoring rates in goals per match at a score and a minute (0..90), with eleven players a side. */
export function scoringRates(model: InPlayModel, score: Pair, minute: number): Pair {
  const { lambda, mu, parameters } = model;
  const factor = parameters.states[scoreState(score.home, score.away)];
  const elapsed = minute / MATCH_MINUTES;
  const injury = injuryMultiplier(parameters, minute);
  return {
    home: injury * (factor.home * lambda + parameters.timeSlope.home * elapsed),
    away: injury * (factor.away * mu + parameters.timeSlope.away * elapsed),
  };
}
