import type { LineQuarters } from '#markets/mod.ts';

import { poissonCounts } from '../football/count-models.ts';
import { distribution } from '../football/distribution.ts';
import type { ResultChances } from '../football/grid-markets.ts';
import { stakeWeighted, totalChances, type LineChances } from '../football/line-price.ts';
import { findRoot } from '../numeric/root.ts';
import { homeWinAt, invertMarkets, type GoalRates, type Inversion } from './invert.ts';

const MAX_TOTAL_MEAN = 30;
/** Over 2.5 goals, in quarters. */
const OVER_25: LineQuarters = 10;

const isChance = (value: number): boolean => value > 0 && value < 1;

/** W/(W+L): the chance which the two prices of a line imply, pushes dropped. */
export function lineShare(chances: LineChances): number {
  const { win, lose } = stakeWeighted(chances);
  return win / (win + lose);
}

/** The mean of a Poisson total which passes a line with the given chance; undefined when none to 30 does. */
export function poissonTotalMean(line: LineQuarters, over: number): number | undefined {
  if (!isChance(over)) return undefined;
  const excess = (mean: number): number => {
    const total = distribution(0, poissonCounts(mean, 120));
    return stakeWeighted(totalChances(total, 'over', line)).win - over;
  };
  return findRoot(excess, 1e-9, MAX_TOTAL_MEAN);
}

/** Rates from fair 1X2 chances, at a fixed ρ. */
export const ratesFromResult = (result: ResultChances, rho = 0): Inversion =>
  invertMarkets([{ market: 'match-result', ...result }], { rho });

/** Rates and ρ from fair 1X2 and over-2.5 chances; ρ is dropped when it leaves its range. */
export const ratesFromResultAndTotal = ({
  over25,
  ...result
}: ResultChances & Readonly<{ over25: number }>): Inversion =>
  invertMarkets([
    { market: 'match-result', ...result },
    { market: 'total-goals', line: OVER_25, over: over25 },
  ]);

export type HandicapAndTotal = Readonly<{
  homeLine: LineQuarters;
  homeShare: number;
  totalLine: LineQuarters;
  overShare: number;
}>;

/** Rates from one handicap line and one total line, each given by its share W/(W+L). */
export const ratesFromHandicapAndTotal = (target: HandicapAndTotal, rho = 0): Inversion =>
  invertMarkets(
    [
      { market: 'asian-handicap', line: target.homeLine, home: target.homeShare },
      { market: 'total-goals', line: target.totalLine, over: target.overShare },
    ],
    { rho },
  );

/** Rates with a given sum, up to 30, whose home win has the given chance; undefined when none has. */
export function ratesFromTotalAndHomeWin(
  total: number,
  homeWin: number,
  rho = 0,
): GoalRates | undefined {
  if (!(total > 0 && total <= MAX_TOTAL_MEAN && isChance(homeWin))) return undefined;
  const excess = (lambda: number): number =>
    homeWinAt({ lambda, mu: total - lambda, rho }) - homeWin;
  const lambda = findRoot(excess, 1e-9 * total, (1 - 1e-9) * total);
  return lambda === undefined ? undefined : { lambda, mu: total - lambda, rho };
}
