import type { HandicapSide, LineQuarters } from '#markets/mod.ts';
import { leastSquares } from './least-squares.ts';
import { findRoot } from '../numeric/root.ts';
import { poissonCounts } from '../football/count-models.ts';
import { chanceAbove, distribution } from '../football/distribution.ts';
import { rhoBounds } from '../football/dixon-coles.ts';
import { resultChances, type ResultChances } from '../football/grid-markets.ts';
import {
  handicapChances,
  stakeWeighted,
  totalChances,
  type LineChances,
} from '../football/line-price.ts';
import { marginalsOf, type ScoreMarginals } from '../football/score-grid.ts';
import { scoreGrid } from '../football/score-models.ts';

/** Goals per match, and the Dixon-Coles dependence (0 unless it was asked for). */
export type GoalRates = Readonly<{ lambda: number; mu: number; rho: number }>;
export type Inversion = GoalRates &
  Readonly<{
    /** Root of the summed squared differences between asked and fitted chances. */
    residual: number;
    /** True when the fitted ρ was out of range and the rates were fitted again with ρ = 0. */
    rhoDropped: boolean;
  }>;

/** Large enough for rates up to about 8 goals a side. */
const INVERSION_GOALS = 30;
const MAX_TOTAL_MEAN = 30;
/** A dependence beyond this is a sign of inconsistent prices, not of football. */
const MAX_RHO = 0.3;

const marginalsAt = ({ lambda, mu, rho }: GoalRates): ScoreMarginals =>
  marginalsOf(scoreGrid({ model: 'dixon-coles', lambda, mu, rho }, INVERSION_GOALS));

/** W/(W+L): the chance which the two prices of a line imply, pushes dropped. */
export function lineShare(chances: LineChances): number {
  const { win, lose } = stakeWeighted(chances);
  return win / (win + lose);
}

/** The mean of a Poisson total which passes a line with the given stake-weighted chance. */
export function poissonTotalMean(line: LineQuarters, over: number): number | undefined {
  const excess = (mean: number): number => {
    const total = distribution(0, poissonCounts(mean, 120));
    return stakeWeighted(totalChances(total, 'over', line)).win - over;
  };
  return findRoot(excess, 1e-9, MAX_TOTAL_MEAN);
}

const ratesOf = (at: readonly number[], rho = 0): GoalRates => ({
  lambda: Math.exp(at[0] ?? 0),
  mu: Math.exp(at[1] ?? 0),
  rho: at[2] ?? rho,
});

const START_TOTAL = 2.7;

/** Splits a total by the balance of home and away wins: close enough to start from. */
function startRates(total: number, home: number, away: number): readonly number[] {
  const share = Math.max(0.05, Math.min(0.95, 0.5 + 0.45 * (home - away)));
  return [Math.log(total * share), Math.log(total * (1 - share))];
}

function fitRates(
  misfit: (marginals: ScoreMarginals) => readonly number[],
  start: readonly number[],
  rho = 0,
): Inversion {
  const fit = leastSquares((at) => misfit(marginalsAt(ratesOf(at, rho))), start);
  return { ...ratesOf(fit.at, rho), residual: fit.residual, rhoDropped: false };
}

/** Rates from fair 1X2 chances, at a fixed ρ. */
export function ratesFromResult(target: ResultChances, rho = 0): Inversion {
  const misfit = (marginals: ScoreMarginals): readonly number[] => {
    const { home, away } = resultChances(marginals);
    return [home - target.home, away - target.away];
  };
  return fitRates(misfit, startRates(START_TOTAL, target.home, target.away), rho);
}

const rhoFits = ({ lambda, mu, rho }: GoalRates): boolean => {
  const { min, max } = rhoBounds(lambda, mu);
  return Math.abs(rho) < MAX_RHO && rho >= min && rho <= max;
};

/** Rates and ρ from fair 1X2 and over-2.5 chances; ρ is dropped when it leaves its range. */
export function ratesFromResultAndTotal(
  target: ResultChances & Readonly<{ over25: number }>,
): Inversion {
  const misfit = (marginals: ScoreMarginals): readonly number[] => {
    const { home, away } = resultChances(marginals);
    return [
      home - target.home,
      away - target.away,
      chanceAbove(marginals.total, 2) - target.over25,
    ];
  };
  const total = poissonTotalMean(10, target.over25) ?? START_TOTAL;
  const start = startRates(total, target.home, target.away);
  const full = fitRates(misfit, [...start, -0.03]);
  if (rhoFits(full)) return full;
  return { ...fitRates(misfit, start), rhoDropped: true };
}

export type HandicapAndTotal = Readonly<{
  homeLine: LineQuarters;
  homeShare: number;
  totalLine: LineQuarters;
  overShare: number;
}>;

/** Rates from one handicap line and one total line, each given by its share W/(W+L). */
export function ratesFromHandicapAndTotal(target: HandicapAndTotal, rho = 0): Inversion {
  const side: HandicapSide = 'home';
  const misfit = ({ difference, total }: ScoreMarginals): readonly number[] => [
    lineShare(handicapChances(difference, side, target.homeLine)) - target.homeShare,
    lineShare(totalChances(total, 'over', target.totalLine)) - target.overShare,
  ];
  const supremacy = -target.homeLine / 4 + 2 * (target.homeShare - 0.5);
  const total = Math.max(0.5, target.totalLine / 4 + 2 * (target.overShare - 0.5));
  const least = 0.05 * total;
  const home = Math.min(total - least, Math.max(least, (total + supremacy) / 2));
  return fitRates(misfit, [Math.log(home), Math.log(total - home)], rho);
}

/** Rates with a given sum whose home win has the given chance; undefined when none has. */
export function ratesFromTotalAndHomeWin(
  total: number,
  homeWin: number,
  rho = 0,
): GoalRates | undefined {
  const excess = (lambda: number): number =>
    resultChances(marginalsAt({ lambda, mu: total - lambda, rho })).home - homeWin;
  const lambda = findRoot(excess, 1e-9 * total, (1 - 1e-9) * total);
  return lambda === undefined ? undefined : { lambda, mu: total - lambda, rho };
}
