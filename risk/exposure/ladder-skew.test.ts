import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { DEFAULT_LADDER, ladderChances, ladderSteps } from './ladder-skew.ts';

const logit = (p: number): number => Math.log(p / (1 - p));
const sumOf = (values: readonly number[]): number => values.reduce((sum, p) => sum + p, 0);

describe('steps', () => {
  test('count whole amounts of net liability, either way', () => {
    for (const [net, steps] of [
      [0, 0],
      [499, 0],
      [500, 1],
      [1_499, 2],
      [-499, 0],
      [-1_600, -3],
    ] as const)
      expect(ladderSteps(net, 500)).toBe(steps);
  });

  test('stay until the liability is a whole step away', () => {
    expect([999, 510, 490, 1].map((net) => ladderSteps(net, 500, 1))).toEqual([1, 1, 1, 1]);
    expect([1_000, 0, -1].map((net) => ladderSteps(net, 500, 1))).toEqual([2, 0, 0]);
  });
});

describe('ladder', () => {
  test('of two outcomes raises odds by half the steps between them', () => {
    const [home = NaN, away = NaN] = ladderChances([0.6, 0.4], [3, -2], DEFAULT_LADDER);
    expect(home / away).toBeCloseTo(1.5 * 1.01 ** 2.5, 12);
    expect(home + away).toBeCloseTo(1, 14);
  });

  test('moves nothing on a level book', () => {
    const chances = [0.5, 0.3, 0.2];
    expect(ladderChances(chances, [4, 4, 4], DEFAULT_LADDER)).toBe(chances);
  });

  const market = fc
    .array(
      fc.record({
        p: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        steps: fc.integer({ min: -1_000, max: 1_000 }),
      }),
      { minLength: 2, maxLength: 12 },
    )
    .map((outcomes) => ({
      chances: outcomes.map(({ p }) => p),
      steps: outcomes.map(({ steps }) => steps),
    }));

  property.prop([market])(
    'keeps the sum, keeps to (0, 1), and moves no log-odds by more than twice the clip',
    ({ chances, steps }) => {
      const moved = ladderChances(chances, steps, DEFAULT_LADDER);
      expect(sumOf(moved)).toBeCloseTo(sumOf(chances), 9);
      moved.forEach((p, at) => {
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThan(1);
        const by = Math.abs(logit(p) - logit(chances[at] ?? NaN));
        expect(by).toBeLessThanOrEqual(2 * DEFAULT_LADDER.clip + 1e-9);
      });
    },
  );

  property.prop([market])(
    'shortens what has the most steps and lengthens what has the least',
    (m) => {
      fc.pre(new Set(m.steps.map((step) => Math.max(-10, Math.min(10, step)))).size > 1);
      const moved = ladderChances(m.chances, m.steps, DEFAULT_LADDER);
      const [most, least] = [Math.max(...m.steps), Math.min(...m.steps)];
      expect(moved[m.steps.indexOf(most)]).toBeGreaterThan(m.chances[m.steps.indexOf(most)] ?? 1);
      expect(moved[m.steps.indexOf(least)]).toBeLessThan(m.chances[m.steps.indexOf(least)] ?? 0);
    },
  );

  test('leaves what is decided alone', () => {
    const [gone, ...open] = ladderChances([0, 0.5, 0.5], [900, 2, 0], DEFAULT_LADDER);
    expect(gone).toBe(0);
    expect(sumOf(open)).toBeCloseTo(1, 14);
  });
});
