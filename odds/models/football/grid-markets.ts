import { chanceAbove, chanceAt, chanceBelow, meanOf } from './distribution.ts';
import {
  chanceWhere,
  marginalsOf,
  scoreChance,
  type ScoreGrid,
  type ScoreMarginals,
} from './score-grid.ts';

export type ResultChances = Readonly<{ home: number; draw: number; away: number }>;
type Sides = Readonly<{ home: number; away: number }>;

export const resultChances = ({ difference }: ScoreMarginals): ResultChances => ({
  home: chanceAbove(difference, 0),
  draw: chanceAt(difference, 0),
  away: chanceBelow(difference, 0),
});

export const bothTeamsScore = (grid: ScoreGrid): number =>
  chanceWhere(grid, (home, away) => home > 0 && away > 0);

export type GridMarkets = Readonly<{
  result: ResultChances;
  doubleChance: Readonly<{ '1X': number; '12': number; X2: number }>;
  /** Shares of the matches that are not drawn; 0 and 0 when all are. */
  drawNoBet: Sides;
  bothTeamsScore: number;
  winToNil: Sides;
  cleanSheet: Sides;
  oddGoals: number;
  mean: Sides;
  covariance: number;
}>;

function covarianceOf(grid: ScoreGrid, mean: Sides): number {
  let sum = 0;
  for (let home = 0; home <= grid.maxHome; home += 1) {
    for (let away = 0; away <= grid.maxAway; away += 1) {
      sum += (home - mean.home) * (away - mean.away) * scoreChance(grid, home, away);
    }
  }
  return sum;
}

/** The markets of one grid that have no line. */
export function gridMarkets(grid: ScoreGrid, marginals = marginalsOf(grid)): GridMarkets {
  const result = resultChances(marginals);
  const decided = result.home + result.away;
  const mean = { home: meanOf(marginals.home), away: meanOf(marginals.away) };
  return {
    result,
    doubleChance: {
      '1X': result.home + result.draw,
      '12': decided,
      X2: result.draw + result.away,
    },
    drawNoBet: {
      home: decided > 0 ? result.home / decided : 0,
      away: decided > 0 ? result.away / decided : 0,
    },
    bothTeamsScore: bothTeamsScore(grid),
    winToNil: {
      home: chanceWhere(grid, (home, away) => home > 0 && away === 0),
      away: chanceWhere(grid, (home, away) => away > 0 && home === 0),
    },
    cleanSheet: { home: chanceAt(marginals.away, 0), away: chanceAt(marginals.home, 0) },
    oddGoals: chanceWhere(grid, (home, away) => (home + away) % 2 === 1),
    mean,
    covariance: covarianceOf(grid, mean),
  };
}
