import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import { tiltMove } from './skew-pace.ts';
import { tilt } from './skew.ts';

const POLICY = { enabled: true, liquidityMinor: 20_000, clip: 0.15 };
const logit = (p: number): number => Math.log(p / (1 - p));

test('nothing moves for a level book, an empty one, or with the skew off', () => {
  const p = Float64Array.of(0.5, 0.5);
  expect(tiltMove(p, null, Float64Array.of(700, 700), POLICY)).toBe(0);
  expect(tiltMove(p, null, null, POLICY)).toBe(0);
  const off = { ...POLICY, enabled: false };
  expect(tiltMove(p, null, Float64Array.of(700, 0), off)).toBe(0);
});

test('of two outcomes it is the move of their log-odds', () => {
  const p = Float64Array.of(0.5, 0.5);
  expect(tiltMove(p, null, Float64Array.of(2_000, 0), POLICY)).toBeCloseTo(0.1, 12);
  expect(tiltMove(p, Float64Array.of(2_000, 0), null, POLICY)).toBeCloseTo(0.1, 12);
  // The clip holds both ways, so no book moves anything by more than twice as much.
  expect(tiltMove(p, null, Float64Array.of(1e9, 0), POLICY)).toBeCloseTo(0.3, 12);
});

const cells = fc.array(
  fc.record({
    weight: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 1, noNaN: true })),
    before: fc.integer({ min: 0, max: 50_000 }),
    after: fc.integer({ min: 0, max: 50_000 }),
    inEvent: fc.boolean(),
  }),
  { minLength: 2, maxLength: 20 },
);
property.prop([cells])('no event moves by more, and one of two cells by as much', (all) => {
  const open = all.filter(({ weight }) => weight > 0);
  const total = open.reduce((sum, { weight }) => sum + weight, 0);
  fc.pre(open.length > 1 && open.some((c) => c.inEvent) && open.some((c) => !c.inEvent));
  const p = Float64Array.from(all, ({ weight }) => weight / total);
  const [before, after] = (['before', 'after'] as const).map((book) =>
    Float64Array.from(all, (cell) => cell[book]),
  );
  if (before === undefined || after === undefined) throw new Error('two books');
  const [from, to] = [before, after].map((payouts) => tilt(p, payouts, POLICY));
  const chance = (of: Float64Array | undefined): number =>
    all.reduce((sum, { inEvent }, at) => sum + (inEvent ? (of?.[at] ?? 0) : 0), 0);
  const most = tiltMove(p, before, after, POLICY);
  expect(Math.abs(logit(chance(to)) - logit(chance(from)))).toBeLessThanOrEqual(most + 1e-9);
  const ratios = all.flatMap(({ weight }, at) =>
    weight === 0 ? [] : [Math.log((to?.[at] ?? 0) / (from?.[at] ?? 0))],
  );
  expect(Math.max(...ratios) - Math.min(...ratios)).toBeCloseTo(most, 9);
});
