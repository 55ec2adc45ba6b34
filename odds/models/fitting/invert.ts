import { InputError } from '#contracts/mod.ts';

import { rhoBounds } from '../football/dixon-coles.ts';
import { leastSquaresOf, type Fit } from './gauss-newton.ts';
import { dixonColesReader } from './goal-lines.ts';
import { misfitOf, qualityOf, type FitQuality } from './misfit.ts';
import { above, equationsOf, knownNumbers, type Equation, type MarketQuote } from './quotes.ts';
import { startRates } from './start-rates.ts';

/** Goals per match, and the Dixon-Coles dependence. */
export type GoalRates = Readonly<{ lambda: number; mu: number; rho: number }>;

export type Inversion = GoalRates &
  FitQuality &
  Readonly<{
    /** True when the fitted ρ was out of range and the rates were fitted again with ρ = 0. */
    rhoDropped: boolean;
    /** False when the search ended at no minimum: rates of nothing, or quotes that contradict each other. */
    converged: boolean;
  }>;

const NO_GOALS = { home: 0, away: 0 };
const USUAL_TOTAL = 2.7;
const START_RHO = -0.03;
/** A dependence beyond this is a sign of inconsistent prices, not of football. */
const MAX_RHO = 0.3;
/** Outside of these a rate is not football, and a search that goes there has lost its way. */
const [LEAST_RATE, MOST_RATE] = [1e-5, 40];

const ratesAt = (at: readonly number[], rho: number): GoalRates => ({
  lambda: Math.exp(at[0] ?? 0),
  mu: Math.exp(at[1] ?? 0),
  rho: at[2] ?? rho,
});

const isRate = (rate: number): boolean => rate > LEAST_RATE && rate < MOST_RATE;

const HOME_WIN = above(0);

/** The chance of a home win at rates and ρ. */
export const homeWinAt = ({ lambda, mu, rho }: GoalRates): number =>
  dixonColesReader(lambda, mu, rho)({ of: 'difference', read: HOME_WIN }).value.win;

/** Fits ln λ and ln μ, and ρ when the start holds a third number. */
function fit(equations: readonly Equation[], start: readonly number[], rho: number): Fit {
  return leastSquaresOf((at) => {
    const rates = ratesAt(at, rho);
    if (!isRate(rates.lambda) || !isRate(rates.mu)) return undefined;
    return misfitOf(equations, dixonColesReader(rates.lambda, rates.mu, rates.rho), at.length);
  }, start);
}

/** Whether football could have this ρ and no score has a negative chance. */
const isAccepted = ({ lambda, mu, rho }: GoalRates): boolean => {
  const { min, max } = rhoBounds(lambda, mu);
  return Math.abs(rho) < MAX_RHO && rho >= min && rho <= max;
};

function inversionOf(
  equations: readonly Equation[],
  { at, converged }: Fit,
  { rho, rhoDropped }: Readonly<{ rho: number; rhoDropped: boolean }>,
): Inversion {
  const rates = ratesAt(at, rho);
  const read = dixonColesReader(rates.lambda, rates.mu, rates.rho);
  const quality = qualityOf(equations, (equation) => read(equation).value);
  return { ...rates, rhoDropped, converged, ...quality };
}

/**
 * The rates and ρ of the Dixon-Coles model behind fair prices of one match. With as many numbers as
 * unknowns they are met exactly; with more, the squared differences in log-odds, weighted by p(1 − p) and
 * the quotes' own weights, are as small as can be. ρ is fitted when three numbers are quoted unless it is
 * given; a fitted ρ of 0.3 or more, or one that makes a score's chance negative, is dropped and said so.
 * Some tens of microseconds.
 * @throws InputError for quotes that cannot be (see `equationsOf`), or fewer than two numbers.
 */
export function invertMarkets(
  quotes: readonly MarketQuote[],
  options: Readonly<{ rho?: number }> = {},
): Inversion {
  const equations = equationsOf(quotes, NO_GOALS);
  const known = knownNumbers(quotes);
  if (known < 2) {
    throw new InputError('NO_SOLUTION', 'quotes', quotes, 'must give at least two numbers');
  }
  const { rho = 0 } = options;
  if (!(Math.abs(rho) < 1)) {
    throw new InputError('NUMBER_INVALID', 'rho', rho, 'must be between -1 and 1');
  }
  const { home, away } = startRates(quotes, NO_GOALS, USUAL_TOTAL);
  const start = [Math.log(home), Math.log(away)];
  if (options.rho === undefined && known > 2) {
    const free = fit(equations, [...start, START_RHO], 0);
    if (free.converged && isAccepted(ratesAt(free.at, 0))) {
      return inversionOf(equations, free, { rho: 0, rhoDropped: false });
    }
    return inversionOf(equations, fit(equations, start, 0), { rho: 0, rhoDropped: true });
  }
  return inversionOf(equations, fit(equations, start, rho), { rho, rhoDropped: false });
}
