import { chanceAbove } from './distribution.ts';
import type { Pair } from './in-play-parameters.ts';
import type { NextGoalChances } from './period-marginals.ts';
import type { ResultChances } from './grid-markets.ts';
import { chanceWhere, marginalsOf, type ScoreGrid } from './score-grid.ts';
import { scoreGrid } from './score-models.ts';

/** Goals expected in the rest of the match, a side. */
export type RemainingRates = Pair;

/** Goals a side which are passed with less than 1e-15, at any rates. */
const roomFor = ({ home, away }: RemainingRates): number =>
  Math.ceil(20 + 5 * Math.max(0, home, away));

/** Scorelines of the rest of the match when both teams score at constant rates. */
export const remainingGrid = (rates: RemainingRates): ScoreGrid =>
  scoreGrid({ model: 'poisson', lambda: rates.home, mu: rates.away }, roomFor(rates));

/** Constant rates: who scores the next goal, if anybody. */
export function nextGoalAtConstantRates({ home, away }: RemainingRates): NextGoalChances {
  const rate = home + away;
  const some = -Math.expm1(-rate);
  return rate === 0
    ? { home: 0, away: 0, none: 1 }
    : { home: (home / rate) * some, away: (away / rate) * some, none: Math.exp(-rate) };
}

export type ConstantOutlook = Readonly<{
  result: ResultChances;
  over25: number;
  nextGoal: NextGoalChances;
  /** Change of the home-win chance after one goal of each side. */
  deltaHomeWin: Readonly<{ homeGoal: number; awayGoal: number }>;
  /** Change of the home-win chance per unit of remaining match while nobody scores. */
  driftHomeWin: number;
}>;

/** Outlook from a score when the rest is Poisson (Divos et al. 2018, arXiv 1811.03931). */
export function constantOutlook(rates: RemainingRates, score: Pair): ConstantOutlook {
  const grid = remainingGrid(rates);
  const lead = score.home - score.away;
  const { difference, total } = marginalsOf(grid);
  const homeWin = chanceAbove(difference, -lead);
  const homeGoal = chanceAbove(difference, -lead - 1) - homeWin;
  const awayGoal = chanceAbove(difference, -lead + 1) - homeWin;
  const draw = chanceWhere(grid, (home, away) => lead + home - away === 0);
  return {
    result: { home: homeWin, draw, away: chanceWhere(grid, (home, away) => lead + home < away) },
    over25: chanceAbove(total, 2 - score.home - score.away),
    nextGoal: nextGoalAtConstantRates(rates),
    deltaHomeWin: { homeGoal, awayGoal },
    driftHomeWin: -(rates.home * homeGoal + rates.away * awayGoal),
  };
}

/** P(goal within a window) at a constant rate. */
export const goalWithin = (goalsPerMatch: number, matchMinutes: number, seconds: number): number =>
  -Math.expm1((-goalsPerMatch / (matchMinutes * 60)) * seconds);
