import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  chanceAbove,
  chanceAt,
  gridMarkets,
  halfGrids,
  halfTimeFullTime,
  marginalsOf,
  poissonCounts,
  remainingGrid,
  rhoBounds,
  SCORE_MODELS,
  scoreChance,
  scoreGrid,
  weibullCounts,
  type ScoreModel,
} from '../mod.ts';

const rate = fc.double({ min: 0.05, max: 4, noNaN: true });
const share = fc.double({ min: 0, max: 0.4, noNaN: true });

const specs: Readonly<Record<ScoreModel['model'], fc.Arbitrary<ScoreModel>>> = {
  poisson: fc.record({ model: fc.constant('poisson'), lambda: rate, mu: rate }),
  'dixon-coles': fc
    .record({ lambda: rate, mu: rate, at: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ lambda, mu, at }) => {
      const { min, max } = rhoBounds(lambda, mu);
      return { model: 'dixon-coles', lambda, mu, rho: min + at * (max - min) };
    }),
  'bivariate-poisson': fc.record({
    model: fc.constant('bivariate-poisson'),
    l1: rate,
    l2: rate,
    l3: share,
  }),
  'negative-binomial': fc.record({
    model: fc.constant('negative-binomial'),
    lambda: rate,
    mu: rate,
    rHome: fc.double({ min: 4, max: 30, noNaN: true }),
    rAway: fc.double({ min: 4, max: 30, noNaN: true }),
  }),
  'zero-inflated': fc.record({
    model: fc.constant('zero-inflated'),
    lambda: rate,
    mu: rate,
    zeroHome: share,
    zeroAway: share,
  }),
  'weibull-copula': fc.record({
    model: fc.constant('weibull-copula'),
    lambda: fc.double({ min: 0.2, max: 2.5, noNaN: true }),
    mu: fc.double({ min: 0.2, max: 2.5, noNaN: true }),
    shapeHome: fc.double({ min: 0.8, max: 1.3, noNaN: true }),
    shapeAway: fc.double({ min: 0.8, max: 1.3, noNaN: true }),
    kappa: fc.double({ min: -2, max: 2, noNaN: true }),
  }),
  'diagonal-inflated': fc.record({
    model: fc.constant('diagonal-inflated'),
    l1: rate,
    l2: rate,
    l3: share,
    inflation: share,
    diagonal: fc.constant([0.4, 0.5, 0.1]),
  }),
};

/** The contract that every score model keeps. */
describe.each(SCORE_MODELS)('score model %s', (name) => {
  property.prop([specs[name]], { numRuns: 40 })('is a distribution', (spec) => {
    const grid = scoreGrid(spec, 25);
    expect(Math.abs(grid.mass - 1)).toBeLessThan(1e-3);
    expect(Math.min(...grid.cells)).toBeGreaterThanOrEqual(-1e-12);
    const { total, home, difference } = marginalsOf(grid);
    for (const { below } of [total, home, difference]) expect(below.at(-1)).toBeCloseTo(1, 12);
  });

  property.prop([specs[name]], { numRuns: 40 })('prices coherently', (spec) => {
    const grid = scoreGrid(spec, 25);
    const markets = gridMarkets(grid);
    const { home, draw, away } = markets.result;
    expect(home + draw + away).toBeCloseTo(1, 10);
    expect(markets.doubleChance['1X'] + away).toBeCloseTo(1, 10);
    expect(markets.drawNoBet.home + markets.drawNoBet.away).toBeCloseTo(1, 12);
    // Home wins to nil, or wins and concedes: never more than both scoring allows.
    expect(home - markets.winToNil.home).toBeLessThanOrEqual(markets.bothTeamsScore + 1e-12);
    const scoreless = scoreChance(grid, 0, 0);
    expect(
      markets.cleanSheet.home + markets.cleanSheet.away - scoreless + markets.bothTeamsScore,
    ).toBeCloseTo(1, 10);
  });
});

describe('Dixon-Coles', () => {
  property.prop([specs['dixon-coles']])('moves neither mass, means nor over 2.5', (spec) => {
    if (spec.model !== 'dixon-coles') return;
    const grid = scoreGrid(spec, 30, false);
    const plain = scoreGrid({ model: 'poisson', lambda: spec.lambda, mu: spec.mu }, 30, false);
    const [with_, without] = [marginalsOf(grid), marginalsOf(plain)];
    expect(grid.mass).toBeCloseTo(plain.mass, 12);
    for (const side of ['home', 'away'] as const) {
      with_[side].mass.forEach((chance, goals) => {
        expect(chance).toBeCloseTo(chanceAt(without[side], goals), 12);
      });
    }
    expect(chanceAbove(with_.total, 2)).toBeCloseTo(chanceAbove(without.total, 2), 12);
  });

  test('the published swap of the two factors would fail here', () => {
    const { home, away } = marginalsOf(
      scoreGrid({ model: 'dixon-coles', lambda: 1.8, mu: 0.9, rho: -0.13 }, 25, false),
    );
    expect(away.mass.reduce((sum, chance, goals) => sum + chance * goals, 0)).toBeCloseTo(0.9, 9);
    expect(home.mass.reduce((sum, chance, goals) => sum + chance * goals, 0)).toBeCloseTo(1.8, 9);
  });
});

describe('what no grid can hold is refused', () => {
  const between = { model: 'dixon-coles', lambda: 1.5, mu: 1.2 } as const;
  test.each([
    ['rho', { ...between, rho: -0.67 }],
    ['rho', { ...between, rho: 0.56 }],
    ['rho', { ...between, rho: NaN }],
    ['lambda', { ...between, lambda: -1, rho: 0 }],
    ['mu', { ...between, mu: Infinity, rho: 0 }],
    ['l3', { model: 'bivariate-poisson', l1: 1, l2: 1, l3: -0.1 }],
  ] as const)('%s', (field, spec) => {
    expect(() => scoreGrid(spec)).toThrow(
      expect.objectContaining({ code: 'NUMBER_INVALID', field }),
    );
  });

  test('a bound of ρ, written with ten digits, is not', () => {
    for (const rho of [-0.6666666667, 0.5555555556]) {
      expect(Math.min(...scoreGrid({ ...between, rho }).cells)).toBeGreaterThan(-1e-9);
    }
  });

  test('a match that is always drawn has no favourite without the draw', () => {
    const drawn = { model: 'diagonal-inflated', l1: 1, l2: 1, l3: 0, inflation: 1, diagonal: [1] };
    const grid = scoreGrid({ ...drawn, model: 'diagonal-inflated' });
    expect(gridMarkets(grid).drawNoBet).toEqual({ home: 0, away: 0 });
  });
});

describe('constant rates for the rest', () => {
  property.prop([fc.double({ min: 0, max: 20, noNaN: true })], { numRuns: 30 })(
    'find room for every goal, however high the rate',
    (goals) => {
      const { mass } = remainingGrid({ home: goals, away: 1 });
      expect(mass).toBeCloseTo(1, 12);
    },
  );
});

describe('other laws', () => {
  property.prop([rate])('a Weibull count of shape 1 is Poisson', (lambda) => {
    const [weibull, poisson] = [weibullCounts(lambda, 1, 10), poissonCounts(lambda, 10)];
    weibull.forEach((chance, goals) => {
      expect(chance).toBeCloseTo(poisson[goals] ?? 0, 9);
    });
  });

  test('a Weibull count whose series doubles cannot sum is refused', () => {
    // At 0.6 the terms reach 1e10, and chances would be wrong in the fifth digit.
    expect(() => weibullCounts(6, 0.6, 10)).toThrow(
      expect.objectContaining({ code: 'NUMBER_INVALID', field: 'lambda' }),
    );
    expect(weibullCounts(6, 1.3, 20).reduce((sum, chance) => sum + chance)).toBeCloseTo(1, 5);
  });

  property.prop([specs['bivariate-poisson']], { numRuns: 20 })(
    'the common part of a bivariate Poisson is its covariance',
    (spec) => {
      if (spec.model !== 'bivariate-poisson') return;
      expect(gridMarkets(scoreGrid(spec, 35)).covariance).toBeCloseTo(spec.l3, 8);
    },
  );

  test('Frank’s copula with no dependence is independence', () => {
    const base = { lambda: 1.5, mu: 1.2, shapeHome: 1, shapeAway: 1 };
    const free = scoreGrid({ model: 'weibull-copula', ...base, kappa: 0 }, 12);
    const poisson = scoreGrid({ model: 'poisson', lambda: 1.5, mu: 1.2 }, 12);
    free.cells.forEach((chance, cell) => {
      expect(chance).toBeCloseTo(poisson.cells[cell] ?? 0, 9);
    });
  });

  property.prop([rate, rate, fc.double({ min: 0.1, max: 0.9, noNaN: true })], { numRuns: 20 })(
    'half-time/full-time adds up to the result of independent halves',
    (lambda, mu, firstHalfShare) => {
      const chances = halfTimeFullTime(halfGrids({ lambda, mu, firstHalfShare }, 18));
      const { home } = gridMarkets(scoreGrid({ model: 'poisson', lambda, mu }, 36)).result;
      expect(Object.values(chances).reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
      expect(chances.HH + chances.DH + chances.AH).toBeCloseTo(home, 6);
    },
  );
});
