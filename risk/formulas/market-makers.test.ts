import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  indifferencePrice,
  liquiditySensitiveLmsr,
  lmsr,
  lmsrMaxLoss,
  purchase,
  tilt,
} from './mod.ts';

const amounts = fc.array(fc.double({ min: 0, max: 5_000, noNaN: true }), {
  minLength: 2,
  maxLength: 8,
});
const depth = fc.double({ min: 50, max: 5_000, noNaN: true });
const sumOf = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** Slope of a cost function by central differences. */
function slope(cost: (q: readonly number[]) => number, q: readonly number[], at: number): number {
  const step = 1e-3;
  const moved = (by: number) => cost(q.with(at, (q[at] ?? 0) + by));
  return (moved(step) - moved(-step)) / (2 * step);
}

describe('logarithmic market maker', () => {
  property.prop([amounts, depth])('prices are the slopes of the cost and sum to 1', (q, b) => {
    const { prices } = lmsr(b)(q);
    expect(sumOf(prices)).toBeCloseTo(1, 12);
    prices.forEach((price, at) => {
      expect(price).toBeCloseTo(
        slope((moved) => lmsr(b)(moved).cost, q, at),
        5,
      );
    });
  });

  property.prop([amounts, depth])('never loses more than b ln n', (q, b) => {
    const even = q.map(() => 0);
    const { trade } = purchase(lmsr(b), even, q);
    expect(Math.max(...q) - trade).toBeLessThanOrEqual(lmsrMaxLoss(b, q.length) + 1e-6);
  });

  property.prop([amounts, depth])('a purchase in two parts costs the same', (q, b) => {
    const half = q.map((value) => value / 2);
    const [first, whole] = [purchase(lmsr(b), q, half), purchase(lmsr(b), q, q)];
    const middle = q.map((value, at) => value + (half[at] ?? 0));
    expect(first.trade + purchase(lmsr(b), middle, half).trade).toBeCloseTo(whole.trade, 6);
  });

  test('large quantities do not overflow', () => {
    expect(lmsr(100)([1_000_000, 999_000]).cost).toBeCloseTo(1_000_000.00453989, 7);
  });

  test('quantities of different lengths are refused', () => {
    expect(() => purchase(lmsr(10), [0, 0], [1])).toThrow(RangeError);
  });
});

describe('liquidity-sensitive market maker', () => {
  const alpha = fc.double({ min: 0.01, max: 0.1, noNaN: true });
  const some = amounts.filter((q) => sumOf(q) > 100);

  property.prop([some, alpha])('prices are slopes between 1 and 1 + αn ln n', (q, a) => {
    const maker = liquiditySensitiveLmsr(a);
    const { prices } = maker(q);
    const bound = 1 + a * q.length * Math.log(q.length);
    expect(sumOf(prices)).toBeGreaterThanOrEqual(1 - 1e-9);
    expect(sumOf(prices)).toBeLessThanOrEqual(bound + 1e-9);
    prices.forEach((price, at) => {
      expect(price).toBeCloseTo(
        slope((moved) => maker(moved).cost, q, at),
        4,
      );
    });
  });

  test('needs something outstanding', () => {
    expect(() => liquiditySensitiveLmsr(0.05)([0, 0])).toThrow(RangeError);
  });
});

describe('tilt', () => {
  const priors = amounts.map((values) => {
    const positive = values.map((value) => value + 1);
    return positive.map((value) => value / sumOf(positive));
  });

  property.prop([priors, depth])('with nothing owed is the prior, at no cost', (p, b) => {
    const { probabilities, cost } = tilt(
      p,
      p.map(() => 0),
      b,
    );
    expect(cost).toBeCloseTo(0, 9);
    probabilities.forEach((value, at) => {
      expect(value).toBeCloseTo(p[at] ?? 0, 12);
    });
  });

  property.prop([amounts, depth])('from an even prior is the logarithmic maker', (owed, b) => {
    const even = owed.map(() => 1 / owed.length);
    const [tilted, maker] = [tilt(even, owed, b), lmsr(b)(owed)];
    expect(tilted.cost + lmsrMaxLoss(b, owed.length)).toBeCloseTo(maker.cost, 6);
    tilted.probabilities.forEach((value, at) => {
      expect(value).toBeCloseTo(maker.prices[at] ?? 0, 10);
    });
  });

  test('what cannot happen neither moves the others nor costs anything, however much is owed on it', () => {
    const { probabilities, cost } = tilt([0, 0.25, 0.75], [1e9, 0, 0], 1);
    expect(probabilities[0]).toBe(0);
    expect(probabilities[1]).toBeCloseTo(0.25, 12);
    expect(probabilities[2]).toBeCloseTo(0.75, 12);
    expect(cost).toBeCloseTo(0, 12);
  });

  test('a payout without its chance is refused', () => {
    expect(() => tilt([0.5, 0.5], [1, 2, 3], 1)).toThrow(RangeError);
    expect(() => indifferencePrice([0.5, 0.5], [1, 2], [1], 1)).toThrow(RangeError);
  });

  property.prop([priors, depth, fc.double({ min: 0, max: 1_000, noNaN: true })])(
    'a payout owed in every scenario costs exactly itself',
    (p, b, amount) => {
      const none = p.map(() => 0);
      expect(
        indifferencePrice(
          p,
          none,
          p.map(() => amount),
          b,
        ),
      ).toBeCloseTo(amount, 6);
    },
  );
});
