import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { lagTrend, type Arrival } from './lag.ts';

/** So many events a second, whose lag is what the function says of the second. */
const arrivals = (seconds: number, lagOf: (second: number) => number): readonly Arrival[] =>
  Array.from({ length: seconds * 10 }, (_, at) => ({
    ...{ producer: 'a', atMs: at * 100, lagMs: lagOf(Math.floor(at / 10)) },
  }));

describe('the trend of a lag', () => {
  test('of a steady one is nought', () => {
    expect(lagTrend(arrivals(20, () => 3))).toEqual({
      ...{ events: 200, medianMs: 3, p99Ms: 3, slopeMsPerS: 0 },
    });
  });

  property.prop([fc.integer({ min: -50, max: 50 }), fc.integer({ min: 2, max: 60 })])(
    'of one that grows by so much a second is just that',
    (perSecond, seconds) => {
      const { slopeMsPerS } = lagTrend(arrivals(seconds, (second) => 5 + perSecond * second));
      expect(slopeMsPerS).toBeCloseTo(perSecond, 9);
    },
  );

  test('one late event moves the p99 and not the slope', () => {
    const late = { producer: 'a', atMs: 5_050, lagMs: 9_000 };
    const trend = lagTrend([...arrivals(8, () => 1), late]);
    expect(trend).toMatchObject({ medianMs: 1, p99Ms: 9_000, slopeMsPerS: 0 });
  });

  test('of nothing is not known', () => {
    expect(lagTrend([]).slopeMsPerS).toBeNaN();
  });
});
