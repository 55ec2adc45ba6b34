import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { tilt } from './skew.ts';

const WIDE = { enabled: true, liquidityMinor: 5_000, clip: 100 };

const book = fc
  .array(
    fc.record({
      weight: fc.oneof(fc.constant(0), fc.double({ min: 1e-12, max: 1, noNaN: true })),
      payout: fc.integer({ min: 0, max: 1_000_000 }),
      inEvent: fc.boolean(),
    }),
    { minLength: 2, maxLength: 30 },
  )
  .filter((cells) => cells.some(({ weight }) => weight > 0));

const logit = (p: number): number => Math.log(p) - Math.log1p(-p);

describe('tilt', () => {
  test('is the reservation price of the reference (risk reference, vector 5)', () => {
    const tilted = tilt(
      Float64Array.of(0.5, 0.3, 0.2),
      Float64Array.of(12_000, 4_000, 1_500),
      WIDE,
    );
    expect([...tilted].map((p) => p.toFixed(10))).toEqual([
      '0.8546128500',
      '0.1035260152',
      '0.0418611349',
    ]);
  });

  test('off, it is the vector itself', () => {
    const p = Float64Array.of(0.5, 0.5);
    expect(tilt(p, Float64Array.of(100, 0), { ...WIDE, enabled: false })).toBe(p);
  });

  test('an even book moves nothing', () => {
    const p = Float64Array.of(0.5, 0.25, 0.25);
    expect(tilt(p, Float64Array.of(700, 700, 700), WIDE)).toEqual(p);
  });

  property.prop([
    book,
    fc.double({ min: 0.01, max: 1, noNaN: true }),
    fc.integer({ min: 1, max: 100_000 }),
  ])(
    'sums to the same mass, keeps zeros, and moves no log-odds by more than 2c',
    (cells, clip, liquidityMinor) => {
      const total = cells.reduce((sum, { weight }) => sum + weight, 0);
      const p = Float64Array.from(cells, ({ weight }) => weight / total);
      const payouts = Float64Array.from(cells, ({ payout }) => payout);
      const tilted = tilt(p, payouts, { enabled: true, clip, liquidityMinor });
      const mass = (of: Float64Array, event: boolean) =>
        cells.reduce((sum, { inEvent }, at) => sum + (inEvent === event ? (of[at] ?? 0) : 0), 0);
      expect(mass(tilted, true) + mass(tilted, false)).toBeCloseTo(1, 9);
      p.forEach((before, at) => {
        expect(tilted[at] === 0).toBe(before === 0);
      });
      const before = mass(p, true);
      // Closer to certainty the logarithm of the difference to 1 is rounding and nothing else.
      fc.pre(before > 1e-6 && before < 1 - 1e-6);
      expect(Math.abs(logit(mass(tilted, true)) - logit(before))).toBeLessThanOrEqual(
        2 * clip + 1e-6,
      );
    },
  );

  property.prop([book])('makes dearer what costs the house more', (cells) => {
    const total = cells.reduce((sum, { weight }) => sum + weight, 0);
    const p = Float64Array.from(cells, ({ weight }) => weight / total);
    const payouts = Float64Array.from(cells, ({ payout }) => payout);
    const tilted = tilt(p, payouts, { enabled: true, clip: 0.5, liquidityMinor: 200_000 });
    const before = p.reduce((sum, mass, at) => sum + mass * (payouts[at] ?? 0), 0);
    const after = tilted.reduce((sum, mass, at) => sum + mass * (payouts[at] ?? 0), 0);
    expect(after).toBeGreaterThanOrEqual(before * (1 - 1e-9));
  });
});
