import { fc, test as property } from '@fast-check/vitest';
import { describe, expect } from 'vitest';

import type { Distribution } from '../football/distribution.ts';
import { handicapChances, stakeWeighted, totalChances } from '../football/line-price.ts';
import { marginalsOf } from '../football/score-grid.ts';
import { scoreGrid } from '../football/score-models.ts';
import { rhoBounds } from '../football/dixon-coles.ts';
import { dixonColesReader } from './goal-lines.ts';
import type { Decided, GoalLine } from './quotes.ts';

const rate = fc.double({ min: 0.05, max: 5, noNaN: true });
const bets = fc.oneof(
  fc
    .integer({ min: -12, max: 12 })
    .map((line) => ({ of: 'difference', read: handicap(line) }) as const),
  fc.integer({ min: 1, max: 24 }).map((line) => ({ of: 'total', read: over(line) }) as const),
);
const handicap =
  (line: number) =>
  (of: Distribution): Decided =>
    stakeWeighted(handicapChances(of, 'home', line));
const over =
  (line: number) =>
  (of: Distribution): Decided =>
    stakeWeighted(totalChances(of, 'over', line));

/** ρ at a share of the way between its bounds. */
const rhoAt = (lambda: number, mu: number, share: number): number => {
  const { min, max } = rhoBounds(lambda, mu);
  return min + share * (max - min);
};
const share = fc.double({ min: 0.05, max: 0.95, noNaN: true });

type Bet = Readonly<{ of: GoalLine; read: (of: Distribution) => Decided }>;

/** The same bet summed over the cells of the grid. */
function slowly({ of, read }: Bet, lambda: number, mu: number, rho: number): Decided {
  const grid = scoreGrid({ model: 'dixon-coles', lambda, mu, rho }, 45, false);
  return read(marginalsOf(grid)[of]);
}

describe('lines on goals without a grid', () => {
  property.prop([rate, rate, share, bets], { numRuns: 60 })(
    'are those of the Dixon-Coles grid',
    (lambda, mu, at, bet) => {
      const rho = rhoAt(lambda, mu, at);
      const { value } = dixonColesReader(lambda, mu, rho)(bet);
      const slow = slowly(bet, lambda, mu, rho);
      expect(value.win).toBeCloseTo(slow.win, 9);
      expect(value.lose).toBeCloseTo(slow.lose, 9);
    },
  );

  property.prop([rate, rate, share, bets], { numRuns: 40 })(
    'have the slopes of the grid in ln λ, ln μ and ρ',
    (lambda, mu, at, bet) => {
      const rho = rhoAt(lambda, mu, at);
      const { slopes } = dixonColesReader(lambda, mu, rho)(bet);
      const h = 1e-4;
      const around = [
        [slowly(bet, lambda * Math.exp(h), mu, rho), slowly(bet, lambda * Math.exp(-h), mu, rho)],
        [slowly(bet, lambda, mu * Math.exp(h), rho), slowly(bet, lambda, mu * Math.exp(-h), rho)],
        [slowly(bet, lambda, mu, rho + h), slowly(bet, lambda, mu, rho - h)],
      ];
      around.forEach(([up, down], unknown) => {
        for (const side of ['win', 'lose'] as const) {
          const wanted = ((up?.[side] ?? NaN) - (down?.[side] ?? NaN)) / (2 * h);
          expect(slopes[unknown]?.[side]).toBeCloseTo(wanted, 6);
        }
      });
    },
  );
});
