import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { claimsOf, reliability } from './reliability.ts';

const claims = fc.array(
  fc.record({ chance: fc.double({ min: 0, max: 1, noNaN: true }), happened: fc.boolean() }),
  { minLength: 1, maxLength: 60 },
);

describe('reliability', () => {
  property.prop([claims, fc.integer({ min: 1, max: 20 })])(
    'puts every claim into the bin of its chance',
    (of, bins) => {
      const filled = reliability(of, bins);
      expect(filled.reduce((sum, { count }) => sum + count, 0)).toBe(of.length);
      const happened = of.filter((claim) => claim.happened).length;
      const hits = filled.reduce((sum, { count, frequency }) => sum + count * frequency, 0);
      expect(hits).toBeCloseTo(happened, 9);
      for (const { from, to, meanForecast, frequency, low, high } of filled) {
        expect(meanForecast).toBeGreaterThanOrEqual(from - 1e-12);
        expect(meanForecast).toBeLessThanOrEqual(to + 1e-12);
        expect(low).toBeLessThanOrEqual(frequency + 1e-12);
        expect(high).toBeGreaterThanOrEqual(frequency - 1e-12);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
      }
    },
  );

  /** Newcombe 1998, Table I: intervals of Wilson's method for 81 of 263 and 15 of 148, 0 of 20. */
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('the interval of %d in %d is that of Newcombe', (hits, count, low, high) => {
    const of = Array.from({ length: count }, (_, at) => ({ chance: 0.5, happened: at < hits }));
    const [bin] = reliability(of, 1);
    expect(bin?.low).toBeCloseTo(low, 4);
    expect(bin?.high).toBeCloseTo(high, 4);
  });

  test('a forecast makes one claim an outcome, of which one is true', () => {
    const chances = { home: 0.5, draw: 0.3, away: 0.2 };
    expect(claimsOf([{ chances, homeGoals: 1, awayGoals: 1 }])).toEqual([
      { chance: 0.5, happened: false },
      { chance: 0.3, happened: true },
      { chance: 0.2, happened: false },
    ]);
    expect(claimsOf([{ chances, homeGoals: 0, awayGoals: 2 }], ['away'])).toEqual([
      { chance: 0.2, happened: true },
    ]);
  });
});
