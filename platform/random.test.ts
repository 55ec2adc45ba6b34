import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';

import { systemClock } from './clock.ts';
import { ManualClock } from './manual-clock.ts';
import { makeIds, newId } from './id.ts';
import { seededRandom, systemRandom } from './random.ts';

const draws = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('seededRandom', () => {
  test('is the same stream on every machine', () => {
    const random = seededRandom('golden');
    expect(draws(4, random.uint32)).toEqual([
      2_252_947_155, 3_280_980_601, 2_993_852_950, 1_114_497_690,
    ]);
  });

  test.prop([fc.string(), fc.string()])('differs by seed, repeats by seed', (a, b) => {
    fc.pre(a !== b);
    const first = draws(8, seededRandom(a).uint32);
    expect(draws(8, seededRandom(a).uint32)).toEqual(first);
    expect(draws(8, seededRandom(b).uint32)).not.toEqual(first);
  });

  test('a fork depends on seed and label, not on what was drawn', () => {
    const used = seededRandom(7);
    draws(10, used.next);
    const fork = draws(5, used.fork('goals').next);
    expect(draws(5, seededRandom(7).fork('goals').next)).toEqual(fork);
    expect(draws(5, seededRandom(7).fork('cards').next)).not.toEqual(fork);
  });

  test('has the moments of its distributions', () => {
    const random = seededRandom('moments');
    const n = 50_000;
    expect(mean(draws(n, random.next))).toBeCloseTo(0.5, 2);
    const normals = draws(n, () => random.normal(3, 2));
    expect(mean(normals)).toBeCloseTo(3, 1);
    expect(mean(normals.map((x) => (x - 3) ** 2))).toBeCloseTo(4, 0);
    expect(mean(draws(n, () => random.exponential(4)))).toBeCloseTo(0.25, 2);
    const counts = draws(n, () => random.poisson(2.7));
    expect(mean(counts)).toBeCloseTo(2.7, 1);
    expect(mean(counts.map((x) => (x - 2.7) ** 2))).toBeCloseTo(2.7, 0);
  });

  test('int is uniform: chi-square over 10 cells', () => {
    const random = seededRandom('cells');
    const cells = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i += 1) {
      const cell = random.int(10);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    const chiSquare = cells.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
    // 99.9 % point with 9 degrees of freedom.
    expect(chiSquare).toBeLessThan(27.88);
  });

  test('refuses what it cannot draw', () => {
    const random = seededRandom(1);
    expect(() => random.int(0)).toThrow(RangeError);
    expect(() => random.int(1.5)).toThrow(RangeError);
    expect(() => random.poisson(-1)).toThrow(RangeError);
    expect(() => random.pick([])).toThrow(RangeError);
  });
});

test('systemRandom stays in its ranges', () => {
  for (let i = 0; i < 2_000; i += 1) {
    const value = systemRandom.next();
    expect(value >= 0 && value < 1).toBe(true);
    expect(systemRandom.int(3)).toBeLessThan(3);
  }
});

describe('makeIds', () => {
  const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  test('makes UUIDv7 that carry the time', () => {
    const clock = new ManualClock(0x0192_3456_789a);
    const id = makeIds(clock, seededRandom(1))();
    expect(id).toMatch(UUID_V7);
    expect(id.startsWith('01923456-789a-7')).toBe(true);
    expect(newId()).toMatch(UUID_V7);
  });

  test('ids increase within a millisecond, past its counter and when the clock steps back', () => {
    let nowMs = 1_000_000;
    const clock = { ...systemClock, now: () => nowMs };
    const ids = makeIds(clock, seededRandom(2));
    const made = Array.from({ length: 10_000 }, ids);
    nowMs -= 500;
    made.push(...Array.from({ length: 10 }, ids));
    nowMs += 60_000;
    made.push(ids());
    expect(made).toEqual(made.toSorted());
    expect(new Set(made).size).toBe(made.length);
  });
});
