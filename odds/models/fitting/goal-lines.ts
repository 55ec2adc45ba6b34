import { poissonCounts } from '../football/count-models.ts';
import { distribution, type Distribution } from '../football/distribution.ts';
import type { Sloped } from './misfit.ts';
import type { Decided, Equation, GoalLines } from './quotes.ts';

/** Poisson chances up to where the tail holds less than 1e-11. */
const countsOf = (rate: number): Float64Array =>
  poissonCounts(rate, Math.ceil(rate + 7 * Math.sqrt(rate) + 6));

/** P(X − Y = d) of independent counts; of Poisson counts it is Skellam's law. */
function differenceOf(home: Float64Array, away: Float64Array): Distribution {
  const chances = new Float64Array(home.length + away.length - 1);
  for (let y = 0; y < away.length; y += 1) {
    const p = away[y] ?? 0;
    for (let x = 0, at = away.length - 1 - y; x < home.length; x += 1, at += 1) {
      chances[at] = (chances[at] ?? 0) + p * (home[x] ?? 0);
    }
  }
  return distribution(1 - away.length, chances);
}

/** What ρ moves, per unit: from 0-0 and 1-1 to 1-0 and 0-1. */
const MOVED: GoalLines = {
  difference: distribution(-1, Float64Array.of(1, -2, 1)),
  total: distribution(0, Float64Array.of(-1, 2, -1)),
};

/** The same chances with `by` added to every count. */
const shifted = (of: Distribution, by: 1 | -1): Distribution => ({ ...of, first: of.first + by });

/**
 * Reads bets on the Dixon-Coles model and their exact slopes in ln λ, ln μ and ρ, without its grid. The goal
 * difference is Skellam's and the total Poisson's; the slope of a Poisson mean in its rate is what one goal
 * more would change; and ρ moves the mass λμ·e^−(λ+μ)·ρ between four scores.
 */
export function dixonColesReader(
  lambda: number,
  mu: number,
  rho: number,
): (equation: Pick<Equation, 'of' | 'read'>) => Sloped {
  const lines: GoalLines = {
    difference: differenceOf(countsOf(lambda), countsOf(mu)),
    total: distribution(0, countsOf(lambda + mu)),
  };
  const unit = lambda * mu * Math.exp(-lambda - mu);
  return ({ of, read }) => {
    const base = read(lines[of]);
    const home = read(shifted(lines[of], 1));
    const away = of === 'difference' ? read(shifted(lines[of], -1)) : home;
    const moved = read(MOVED[of]);
    const slope = (rate: number, more: Decided): Decided => ({
      win: rate * (more.win - base.win) + rho * unit * (1 - rate) * moved.win,
      lose: rate * (more.lose - base.lose) + rho * unit * (1 - rate) * moved.lose,
    });
    return {
      value: {
        win: base.win + rho * unit * moved.win,
        lose: base.lose + rho * unit * moved.lose,
      },
      slopes: [
        slope(lambda, home),
        slope(mu, away),
        { win: unit * moved.win, lose: unit * moved.lose },
      ],
    };
  };
}
