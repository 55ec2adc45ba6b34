import { InputError } from '#contracts/mod.ts';

import {
  negativeBinomialCounts,
  poissonCounts,
  weibullCounts,
  zeroInflatedCounts,
  type CountChances,
} from './count-models.ts';
import { dixonColesFactor, rhoBounds } from './dixon-coles.ts';
import { gridOfCells, type ScoreGrid } from './score-grid.ts';

/** Rates are goals per match; `lambda` is the home team's, `mu` the away team's. */
export type ScoreModel =
  | Readonly<{ model: 'poisson'; lambda: number; mu: number }>
  | Readonly<{ model: 'dixon-coles'; lambda: number; mu: number; rho: number }>
  | Readonly<{ model: 'bivariate-poisson'; l1: number; l2: number; l3: number }>
  | Readonly<{
      model: 'negative-binomial';
      lambda: number;
      mu: number;
      rHome: number;
      rAway: number;
    }>
  | Readonly<{
      model: 'zero-inflated';
      lambda: number;
      mu: number;
      zeroHome: number;
      zeroAway: number;
    }>
  | Readonly<{
      model: 'weibull-copula';
      lambda: number;
      mu: number;
      shapeHome: number;
      shapeAway: number;
      kappa: number;
    }>
  | Readonly<{
      model: 'diagonal-inflated';
      l1: number;
      l2: number;
      l3: number;
      inflation: number;
      diagonal: readonly number[];
    }>;

export const SCORE_MODELS = [
  'poisson',
  'dixon-coles',
  'bivariate-poisson',
  'negative-binomial',
  'zero-inflated',
  'weibull-copula',
  'diagonal-inflated',
] as const satisfies readonly ScoreModel['model'][];

export const DEFAULT_MAX_GOALS = 20;

function independentCells(home: CountChances, away: CountChances): Float64Array {
  const cells = new Float64Array(home.length * away.length);
  for (let x = 0, cell = 0; x < home.length; x += 1) {
    for (let y = 0; y < away.length; y += 1, cell += 1) {
      cells[cell] = (home[x] ?? 0) * (away[y] ?? 0);
    }
  }
  return cells;
}

function dixonColesCells(
  rates: Readonly<{ lambda: number; mu: number; rho: number }>,
  max: number,
): Float64Array {
  const cells = independentCells(poissonCounts(rates.lambda, max), poissonCounts(rates.mu, max));
  for (let home = 0; home <= Math.min(1, max); home += 1) {
    for (let away = 0; away <= Math.min(1, max); away += 1) {
      const cell = home * (max + 1) + away;
      cells[cell] = (cells[cell] ?? 0) * dixonColesFactor(home, away, rates);
    }
  }
  return cells;
}

/** Karlis & Ntzoufras 2003: X = W1 + W3, Y = W2 + W3, summed over the common part W3. */
function bivariateCells(
  rates: Readonly<{ l1: number; l2: number; l3: number }>,
  max: number,
): Float64Array {
  const [first, second, common] = [rates.l1, rates.l2, rates.l3].map((rate) =>
    poissonCounts(rate, max),
  );
  const cells = new Float64Array((max + 1) ** 2);
  for (let x = 0; x <= max; x += 1) {
    for (let y = 0; y <= max; y += 1) {
      let sum = 0;
      for (let k = 0; k <= Math.min(x, y); k += 1) {
        sum += (common?.[k] ?? 0) * (first?.[x - k] ?? 0) * (second?.[y - k] ?? 0);
      }
      cells[x * (max + 1) + y] = sum;
    }
  }
  return cells;
}

/** Frank's copula of two distribution functions; κ → 0 is independence. */
const frank = (u: number, v: number, kappa: number): number =>
  Math.abs(kappa) < 1e-9
    ? u * v
    : -Math.log1p((Math.expm1(-kappa * u) * Math.expm1(-kappa * v)) / Math.expm1(-kappa)) / kappa;

function copulaCells(home: CountChances, away: CountChances, kappa: number): Float64Array {
  const cumulate = (chances: CountChances): Float64Array => {
    const sums = new Float64Array(chances.length + 1);
    chances.forEach((chance, at) => (sums[at + 1] = (sums[at] ?? 0) + chance));
    return sums;
  };
  const [u, v] = [cumulate(home), cumulate(away)];
  const corner = (x: number, y: number): number => frank(u[x] ?? 0, v[y] ?? 0, kappa);
  const cells = new Float64Array(home.length * away.length);
  for (let x = 0, cell = 0; x < home.length; x += 1) {
    for (let y = 0; y < away.length; y += 1, cell += 1) {
      cells[cell] = corner(x + 1, y + 1) - corner(x, y + 1) - corner(x + 1, y) + corner(x, y);
    }
  }
  return cells;
}

function rawCells(spec: ScoreModel, max: number): Float64Array {
  switch (spec.model) {
    case 'poisson':
      return independentCells(poissonCounts(spec.lambda, max), poissonCounts(spec.mu, max));
    case 'dixon-coles':
      return dixonColesCells(spec, max);
    case 'bivariate-poisson':
      return bivariateCells(spec, max);
    case 'negative-binomial':
      return independentCells(
        negativeBinomialCounts(spec.lambda, spec.rHome, max),
        negativeBinomialCounts(spec.mu, spec.rAway, max),
      );
    case 'zero-inflated':
      return independentCells(
        zeroInflatedCounts(spec.lambda, spec.zeroHome, max),
        zeroInflatedCounts(spec.mu, spec.zeroAway, max),
      );
    case 'weibull-copula':
      return copulaCells(
        weibullCounts(spec.lambda, spec.shapeHome, max),
        weibullCounts(spec.mu, spec.shapeAway, max),
        spec.kappa,
      );
    case 'diagonal-inflated': {
      const cells = bivariateCells(spec, max).map((cell) => (1 - spec.inflation) * cell);
      spec.diagonal.slice(0, max + 1).forEach((share, goals) => {
        const cell = goals * (max + 2);
        cells[cell] = (cells[cell] ?? 0) + spec.inflation * share;
      });
      return cells;
    }
  }
}

/** Bounds of ρ are often written with some ten digits. */
const RHO_SLACK = 1e-9;

/** Rates above this leave no chance that a double can hold for a match without goals. */
const MOST_GOALS = 500;

function checkModel(spec: ScoreModel): void {
  const rates: Readonly<Record<string, number>> =
    'l1' in spec ? { l1: spec.l1, l2: spec.l2, l3: spec.l3 } : { lambda: spec.lambda, mu: spec.mu };
  for (const [name, rate] of Object.entries(rates)) {
    if (rate >= 0 && rate <= MOST_GOALS) continue;
    throw new InputError('NUMBER_INVALID', name, rate, `must be from 0 to ${MOST_GOALS}`);
  }
  if (spec.model !== 'dixon-coles') return;
  const { min, max } = rhoBounds(spec.lambda, spec.mu);
  if (spec.rho >= min - RHO_SLACK && spec.rho <= max + RHO_SLACK) return;
  const why = `must be from ${min} to ${max}, where no score has a negative chance`;
  throw new InputError('NUMBER_INVALID', 'rho', spec.rho, why);
}

/**
 * The scoreline grid of a model with goals 0..maxGoals a side.
 * @throws InputError NUMBER_INVALID for rates below 0 and for a ρ that makes some chance negative.
 */
export function scoreGrid(
  spec: ScoreModel,
  maxGoals: number = DEFAULT_MAX_GOALS,
  normalise = true,
): ScoreGrid {
  checkModel(spec);
  return gridOfCells(maxGoals, maxGoals, rawCells(spec, maxGoals), normalise);
}
