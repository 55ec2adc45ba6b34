import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  arbitrage,
  attribution,
  betsNeeded,
  binomialTail,
  falseDiscoveries,
  farPrice,
  flowHold,
  inventoryQuote,
  kelly,
  layOffByBacking,
  matchedLay,
  meanZ,
  multipleHold,
  optimalPrice,
  parlayLimit,
  poissonTail,
  poolQuote,
  profitDeviation,
  sequentialBounds,
  sequentialTest,
  timeCap,
  utilityMargin,
} from './mod.ts';

const chance = fc.double({ min: 0.02, max: 0.98, noNaN: true });
const odds = fc.double({ min: 1.05, max: 30, noNaN: true });
const stake = fc.double({ min: 1, max: 10_000, noNaN: true });
const exchange = fc.record({
  price: odds,
  commission: fc.double({ min: 0, max: 0.05, noNaN: true }),
});

describe('stakes and hedges', () => {
  property.prop([chance, odds])('Kelly grows faster than any other fraction', (p, price) => {
    const { fraction, growth } = kelly(p, price);
    for (const other of [fraction * 0.9, fraction * 1.05, 0.01]) {
      if (other >= 1) continue;
      const slower = p * Math.log1p(other * (price - 1)) + (1 - p) * Math.log1p(-other);
      expect(growth).toBeGreaterThanOrEqual(slower - 1e-12);
    }
  });

  test('a certain win takes everything', () => {
    expect(kelly(1, 2)).toEqual({ fraction: 1, growth: Math.log(2) });
  });

  property.prop([stake, odds, exchange])('a back hedge pays the same either way', (s, o, at) => {
    const { hedge, locked } = layOffByBacking(s, o, at);
    const net = hedge * (at.price - 1) * (1 - at.commission);
    expect(s - s * o + net).toBeCloseTo(locked, 6);
    expect(s - hedge).toBe(locked);
  });

  property.prop([stake, odds, exchange])('a lay pays the same either way', (s, o, at) => {
    const { ifWin, ifLose } = matchedLay(s, o, at);
    expect(ifWin).toBeCloseTo(ifLose, 6);
  });

  property.prop([fc.array(odds, { minLength: 2, maxLength: 5 }), stake])(
    'arbitrage stakes return the same on every outcome',
    (prices, total) => {
      const { stakes, return: profit } = arbitrage(prices, total);
      expect(stakes.reduce((sum, one) => sum + one, 0)).toBeCloseTo(total, 6);
      stakes.forEach((one, at) => {
        expect(one * (prices[at] ?? 0)).toBeCloseTo(total * (1 + profit), 5);
      });
    },
  );
});

describe('multiples and pools', () => {
  const legs = fc.array(fc.record({ odds, p: chance }), { minLength: 1, maxLength: 6 });

  property.prop([stake, legs])('attribution', (s, list) => {
    const split = attribution(s, list);
    const profit = split.payout - s;
    const parts = split.proportional.reduce((sum, part) => sum + part, 0);
    expect(Math.abs(parts - profit)).toBeLessThan(1e-9 * split.payout);
    split.conditional.forEach((part, at) => {
      const expected = part * (list[at]?.p ?? 0);
      expect(Math.abs(expected - split.expected)).toBeLessThan(1e-9 * split.payout);
    });
  });

  property.prop([fc.array(stake, { minLength: 2, maxLength: 5 }), stake])(
    'a pool holds what it held and the stake, less the profit owed',
    (funds, bet) => {
      const { funds: after, payout } = poolQuote(funds, bet, 0);
      const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
      expect(sum(after)).toBeCloseTo(sum(funds) + bet - (payout - bet), 5);
    },
  );

  test('a bet on no fund is refused', () => {
    expect(() => poolQuote([1, 2], 1, 2)).toThrow(RangeError);
  });

  test('weights of a parlay sum to 1 and its limit is the published one', () => {
    const { weights, limit } = parlayLimit([
      { p: 0.5, liability: 1_000, odds: 1.9 },
      { p: 0.25, liability: 500, odds: 3.8 },
    ]);
    expect(weights[0]).toBeCloseTo(0.4, 12);
    expect(limit).toBeCloseTo(285.7142857, 6);
  });

  test.each([
    [48, 500],
    [24, 500],
    [12, 750],
    [6, 875],
    [0, 1_000],
    [-3, 1_000],
  ])('a cap %d hours before the start is %d', (hours, cap) => {
    const rule = { cap: 1_000, divider: 2, cutoffHours: 24 };
    expect(timeCap(rule, hours)).toBe(cap);
  });
});

describe('detection', () => {
  test.each([
    [0.01, 344],
    [0.02, 86],
    [0.03, 39],
    [0.05, 14],
  ])('an edge of %d is seen in closing lines after %d bets', (edge, bets) => {
    expect(betsNeeded(edge, 0.06, 3.09)).toBe(bets);
  });

  test('a whole number of bets is not one more by rounding', () => {
    expect(betsNeeded(0.01, 0.05, 2)).toBe(100);
    expect(betsNeeded(0.02, 0.06, 2)).toBe(36);
  });

  test('and in profit only much later', () => {
    expect(betsNeeded(0.02, profitDeviation(0.02, 2), 3.09)).toBe(23_861);
    expect(meanZ(0.02, 0.06, 100)).toBeCloseTo(10 / 3, 12);
  });

  const test99 = { mu0: 0, mu1: 0.02, sd: 0.06, alpha: 0.001, beta: 0.05 };
  test('the sequential test decides at its bounds and stops there', () => {
    const { upper, lower } = sequentialBounds(test99);
    const good = sequentialTest(
      test99,
      Array.from({ length: 500 }, () => 0.05),
    );
    const bad = sequentialTest(
      test99,
      Array.from({ length: 500 }, () => -0.03),
    );
    expect(good).toMatchObject({ decision: 'accept' });
    expect(good.llr).toBeGreaterThanOrEqual(upper);
    expect(good.used).toBeLessThan(500);
    expect(bad).toMatchObject({ decision: 'clear' });
    expect(bad.llr).toBeLessThanOrEqual(lower);
    expect(sequentialTest(test99, [])).toEqual({ llr: 0, decision: 'continue', used: 0 });
  });

  property.prop([fc.double({ min: 0.1, max: 40, noNaN: true }), fc.integer({ min: 1, max: 30 })])(
    'a Poisson tail and its complement',
    (mean, atLeast) => {
      let [term, below] = [Math.exp(-mean), 0];
      for (let k = 0; k < atLeast; k += 1) {
        below += term;
        term *= mean / (k + 1);
      }
      expect(poissonTail(mean, atLeast) + below).toBeCloseTo(1, 11);
    },
  );

  property.prop([fc.integer({ min: 1, max: 60 }), chance, fc.integer({ min: 1, max: 60 })])(
    'a binomial tail and its complement',
    (n, p, atLeast) => {
      const mirrored = n - atLeast + 1;
      expect(binomialTail(n, p, atLeast) + binomialTail(n, 1 - p, mirrored)).toBeCloseTo(1, 10);
    },
  );

  test('tails at their ends', () => {
    expect(poissonTail(2, 0)).toBe(1);
    expect(poissonTail(0, 1)).toBe(0);
    expect(binomialTail(5, 1, 5)).toBe(1);
    expect(binomialTail(5, 0.5, 6)).toBe(0);
    expect(poissonTail(2, 12)).toBeCloseTo(1.365e-6, 9);
  });

  test('tails far from the mean, where single chances are too small for a double', () => {
    expect(poissonTail(1_000, 5)).toBe(1);
    expect(poissonTail(5, 1_000)).toBe(0);
    expect(binomialTail(100_000, 0.97, 5)).toBe(1);
    expect(binomialTail(100_000, 0.03, 99_995)).toBe(0);
    // scipy.stats: poisson.sf(1099, 1000), binom.sf(50_199, 100_000, 0.5).
    expect(poissonTail(1_000, 1_100) / 0.0009626304058665572).toBeCloseTo(1, 11);
    expect(binomialTail(100_000, 0.5, 50_200) / 0.10351948588211125).toBeCloseTo(1, 11);
  });

  property.prop([fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 })])(
    'false discoveries are the smallest p-values',
    (pValues) => {
      const flagged = new Set(falseDiscoveries(pValues, 0.1));
      const highest = Math.max(-1, ...[...flagged].map((at) => pValues[at] ?? 0));
      pValues.forEach((value, at) => {
        if (value < highest) expect(flagged.has(at)).toBe(true);
        if (flagged.has(at)) expect(value).toBeLessThanOrEqual(0.1);
      });
    },
  );
});

describe('prices', () => {
  property.prop([chance, fc.constantFrom('odds-linear' as const, 'log' as const)])(
    'the optimal price beats its neighbours',
    (p, demand) => {
      const profit = (u: number): number => {
        const flow = demand === 'log' ? Math.log(u) / Math.log(p) : (p * (1 - u)) / ((1 - p) * u);
        return flow * (u - p);
      };
      const best = optimalPrice(p, demand);
      expect(profit(best)).toBeGreaterThanOrEqual(profit(Math.min(0.999, best * 1.01)) - 1e-12);
      expect(profit(best)).toBeGreaterThanOrEqual(profit(best * 0.99) - 1e-12);
    },
  );

  test('inventory, elasticity, holds and the far price', () => {
    const model = { gamma: 0.1, sigma: 2, horizon: 0.5, k: 1.5 };
    const quote = inventoryQuote(100, 2, model);
    expect(quote.reservation).toBeCloseTo(99.6, 12);
    expect(quote.ask - quote.bid).toBeCloseTo(1.4907704, 7);
    expect(utilityMargin(0.0002, 100, 40)).toBeCloseTo(0.0249938, 7);
    expect(multipleHold(0.05, 4)).toBeCloseTo(0.1772975, 7);
    expect(flowHold(21 / 11, 0.561, 0.491)).toBeCloseTo(0.04755, 5);
    expect(flowHold(21 / 11, 0.682, 0.478)).toBeCloseTo(0.06074, 5);
    expect(farPrice(1_000, 6_000)).toBe(7);
  });
});
