import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { handicapResult, totalResult, type LineResult } from '#markets/mod.ts';

import {
  chanceWhere,
  expectedLineFactor,
  fairLineOdds,
  handicapChances,
  marginalsOf,
  scoreGrid,
  stakeWeighted,
  totalChances,
  type LineChances,
} from '../mod.ts';

const rate = fc.double({ min: 0.1, max: 3, noNaN: true });
const gridRates = fc.tuple(rate, rate);
const line = fc.integer({ min: -18, max: 18 });
const FIELDS: Readonly<Record<LineResult, keyof LineChances>> = {
  won: 'win',
  'half-won': 'halfWin',
  void: 'push',
  'half-lost': 'halfLose',
  lost: 'lose',
};

const gridOf = (lambda: number, mu: number) =>
  scoreGrid({ model: 'dixon-coles', lambda, mu, rho: -0.05 }, 12);

describe('lines from prefix sums', () => {
  property.prop([rate, rate, line, fc.constantFrom('home' as const, 'away' as const)])(
    'handicaps equal the sum over scorelines graded one by one',
    (lambda, mu, quarters, side) => {
      const grid = gridOf(lambda, mu);
      const chances = handicapChances(marginalsOf(grid).difference, side, quarters);
      for (const [result, field] of Object.entries(FIELDS)) {
        const slow = chanceWhere(
          grid,
          (home, away) => handicapResult(side, quarters, home - away) === result,
        );
        expect(chances[field]).toBeCloseTo(slow, 12);
      }
    },
  );

  property.prop([gridRates, line, fc.constantFrom('over' as const, 'under' as const), fc.nat(3)])(
    'totals equal the sum over scorelines graded one by one',
    ([lambda, mu], quarters, side, current) => {
      const grid = gridOf(lambda, mu);
      const chances = totalChances(marginalsOf(grid).total, side, quarters, current);
      for (const [result, field] of Object.entries(FIELDS)) {
        const slow = chanceWhere(
          grid,
          (home, away) => totalResult(side, quarters, home + away + current) === result,
        );
        expect(chances[field]).toBeCloseTo(slow, 12);
      }
    },
  );

  property.prop([rate, rate, line])(
    'the two sides of a line mirror each other',
    (lambda, mu, at) => {
      const { difference, total } = marginalsOf(gridOf(lambda, mu));
      const [home, away] = [
        stakeWeighted(handicapChances(difference, 'home', at)),
        stakeWeighted(handicapChances(difference, 'away', -at)),
      ];
      expect(home.win).toBeCloseTo(away.lose, 12);
      expect(home.push).toBeCloseTo(away.push, 12);
      const [over, under] = [
        stakeWeighted(totalChances(total, 'over', at)),
        stakeWeighted(totalChances(total, 'under', at)),
      ];
      expect(over.win).toBeCloseTo(under.lose, 12);
    },
  );

  property.prop([rate, rate, line])(
    'a quarter line is the mean of its neighbours',
    (lambda, mu, at) => {
      const { difference } = marginalsOf(gridOf(lambda, mu));
      const quarter = at * 2 + 1;
      const middle = stakeWeighted(handicapChances(difference, 'home', quarter));
      const sides = [quarter - 1, quarter + 1].map((side) =>
        stakeWeighted(handicapChances(difference, 'home', side)),
      );
      expect(middle.win).toBeCloseTo(((sides[0]?.win ?? 0) + (sides[1]?.win ?? 0)) / 2, 12);
    },
  );

  property.prop([rate, rate, line])('fair odds are worth exactly the stake', (lambda, mu, at) => {
    const chances = handicapChances(marginalsOf(gridOf(lambda, mu)).difference, 'home', at);
    const fair = fairLineOdds(chances);
    if (Number.isFinite(fair)) expect(expectedLineFactor(chances, fair)).toBeCloseTo(1, 9);
  });

  test('published fair odds at λ=1.5 μ=1.2 ρ=−.1', () => {
    const grid = scoreGrid({ model: 'dixon-coles', lambda: 1.5, mu: 1.2, rho: -0.1 });
    const { difference, total } = marginalsOf(grid);
    expect(fairLineOdds(handicapChances(difference, 'home', -1))).toBeCloseTo(2.004095, 5);
    expect(fairLineOdds(handicapChances(difference, 'home', -3))).toBeCloseTo(2.76228, 5);
    expect(fairLineOdds(handicapChances(difference, 'home', -4))).toBeCloseTo(3.614723, 5);
    expect(fairLineOdds(totalChances(total, 'over', 9))).toBeCloseTo(1.720994, 5);
    expect(fairLineOdds(totalChances(total, 'over', 11))).toBeCloseTo(2.246081, 5);
  });
});
