import type { ResultChances } from '../models/mod.ts';
import { climb, resultOf } from './in-order.ts';
import { resultFromDifference, type OrderedLogit } from './ordered-logit.ts';
import { checkMatches, checkOption, type Pairing, type PlayedMatch } from './played-match.ts';

export type EloOptions = Readonly<{
  /** Points that a wholly unexpected win is worth. */
  k: number;
  /** Points added to the home side. */
  homeAdvantage: number;
  /** k is multiplied by (1 + goal difference) to this power (Hvattum & Arntzen 2010); 0 ignores goals. */
  goalExponent: number;
  /** Points of a team that has just come into the competition; all others start with 1500. */
  newcomer: number;
}>;

/** Chosen on 2008/09 to 2012/13 of five European leagues; see docs/calibration.md. */
export const ELO_DEFAULTS: EloOptions = {
  k: 7,
  homeAdvantage: 80,
  goalExponent: 1,
  newcomer: 1400,
};

const START = 1500;

export type EloRatings = Readonly<{
  system: 'elo';
  teams: ReadonlyMap<string, number>;
  homeAdvantage: number;
  newcomer: number;
  /** From points / 400 to chances of the result. */
  link: OrderedLogit;
}>;

/** Expected score of a side that is so many points ahead: 1/(1 + 10^(−Δ/400)). */
export const expectedScore = (pointsAhead: number): number => 1 / (1 + 10 ** (-pointsAhead / 400));

const SCORE = { home: 1, draw: 0.5, away: 0 } as const;

/**
 * Elo ratings from the matches before `asOfDay`. A team that comes back after an absence starts as a newcomer.
 * @throws InputError NUMBER_INVALID for options out of range.
 */
export function fitElo(
  matches: readonly PlayedMatch[],
  asOfDay: number,
  options: Partial<EloOptions> = {},
): EloRatings {
  const used = { ...ELO_DEFAULTS, ...options };
  checkOption('asOfDay', asOfDay, -1e9, 1e9);
  checkOption('k', used.k, 0, 1000);
  checkOption('homeAdvantage', used.homeAdvantage, -1000, 1000);
  checkOption('goalExponent', used.goalExponent, 0, 3);
  checkOption('newcomer', used.newcomer, 0, 5000);
  checkMatches(matches);
  const { homeAdvantage, newcomer } = used;
  const teams = new Map<string, number>();
  const ratings = { teams, homeAdvantage, newcomer };
  const move = (team: string, points: number): void => {
    teams.set(team, (teams.get(team) ?? START) + points);
  };
  const link = climb(matches, asOfDay, {
    enter: (team, isNew) => teams.set(team, isNew ? newcomer : START),
    leave: (team) => teams.delete(team),
    difference: (pairing) => pointsAhead(ratings, pairing) / 400,
    learn: (match) => {
      const unexpected = SCORE[resultOf(match)] - expectedScore(pointsAhead(ratings, match));
      const goals = Math.abs(match.homeGoals - match.awayGoals);
      const moved = used.k * (1 + goals) ** used.goalExponent * unexpected;
      move(match.home, moved);
      move(match.away, -moved);
    },
  });
  return { system: 'elo', ...ratings, link };
}

type Points = Pick<EloRatings, 'teams' | 'homeAdvantage' | 'newcomer'>;

function pointsAhead({ teams, homeAdvantage, newcomer }: Points, pairing: Pairing): number {
  const points = (team: string): number => teams.get(team) ?? newcomer;
  const advantage = pairing.neutral === true ? 0 : homeAdvantage;
  return points(pairing.home) - points(pairing.away) + advantage;
}

export const forecastElo = (ratings: EloRatings, pairing: Pairing): ResultChances =>
  resultFromDifference(ratings.link, pointsAhead(ratings, pairing) / 400);
