import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import type { InputError } from '#contracts/mod.ts';

import {
  coverChance,
  favouriteChance,
  homeWinChance,
  marginModelFrom,
  normalCdf,
  normalQuantile,
  spreadChances,
  totalOverChance,
} from '../mod.ts';

const NBA = { mu: 4.87, sigma: 15.82 };

describe('normal law', () => {
  test.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1.96, 0.024997895148220435],
    [-8, 6.220960574271785e-16],
    [6, 0.9999999990134123],
  ])('Φ(%d)', (x, p) => {
    expect(Math.abs(normalCdf(x) - p)).toBeLessThan(1e-14 * Math.max(p, 1e-3));
  });

  property.prop([fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true })])('has an inverse', (p) => {
    expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 13);
  });

  property.prop([fc.double({ min: -9, max: 9, noNaN: true })])('agrees with its integral', (x) => {
    // Simpson's rule from x to 0.
    const steps = 2_000;
    const h = x / steps;
    const density = (t: number) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
    let sum = density(0) + density(x);
    for (let at = 1; at < steps; at += 1) sum += (at % 2 === 1 ? 4 : 2) * density(at * h);
    expect(normalCdf(x)).toBeCloseTo(0.5 + (sum * h) / 3, 10);
  });

  test('ends', () => {
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    expect(normalCdf(-40)).toBe(0);
  });
});

describe('Stern 1994', () => {
  const ELAPSED = [0, 0.25, 0.5, 0.75, 0.9];
  test.each([
    [-10, [0.373, 0.322, 0.249, 0.133, 0.029]],
    [-5, [0.497, 0.461, 0.409, 0.316, 0.183]],
    [-2, [0.572, 0.548, 0.516, 0.461, 0.381]],
    [0, [0.621, 0.605, 0.586, 0.561, 0.539]],
    [2, [0.668, 0.66, 0.654, 0.658, 0.69]],
    [5, [0.734, 0.736, 0.747, 0.784, 0.864]],
    [10, [0.826, 0.84, 0.867, 0.922, 0.982]],
  ])('home lead %d', (lead, chances) => {
    chances.forEach((chance, at) => {
      const clock = { lead, elapsed: ELAPSED[at] ?? 0 };
      expect(Math.abs(homeWinChance(NBA, clock) - chance)).toBeLessThan(6e-4);
    });
  });

  test('the end of the game', () => {
    expect(homeWinChance(NBA, { lead: 0, elapsed: 1 })).toBe(0.5);
    expect(homeWinChance(NBA, { lead: -1, elapsed: 1 })).toBe(0);
    expect(homeWinChance(NBA, { lead: 1, elapsed: 1 })).toBe(1);
  });
});

describe('spreads and totals', () => {
  const model = fc.record({
    mu: fc.double({ min: -12, max: 12, noNaN: true }),
    sigma: fc.double({ min: 9, max: 16, noNaN: true }),
  });

  property.prop([model, fc.integer({ min: -20, max: 20 })])(
    'a whole line splits into three',
    (of, line) => {
      const { win, push, lose } = spreadChances(of, line);
      expect(win + push + lose).toBeCloseTo(1, 12);
      expect(push).toBeGreaterThan(0);
      expect(spreadChances(of, line - 0.5).win).toBeCloseTo(win, 12);
      expect(coverChance(of, line + 0.5)).toBeCloseTo(win + push, 12);
    },
  );

  property.prop([fc.double({ min: 0.52, max: 0.9, noNaN: true })])(
    'a spread and a price give back both',
    (homeWin) => {
      const of = marginModelFrom(-5.5, homeWin);
      expect(of.mu).toBe(5.5);
      expect(homeWinChance(of)).toBeCloseTo(homeWin, 10);
    },
  );

  test('published', () => {
    expect(favouriteChance(7, 13.86)).toBeCloseTo(0.6932, 4);
    expect(totalOverChance({ mean: 224, sd: 18 }, 228.5)).toBeCloseTo(0.4012936743171, 10);
    const half = { points: 118, elapsed: 0.5 };
    expect(totalOverChance({ mean: 224, sd: 18 }, 228.5, half)).toBeCloseTo(0.5469071921225, 10);
  });
});

describe('bad input is refused', () => {
  const model = { mu: 3, sigma: 12 };
  test.each([
    ['sigma', () => homeWinChance({ mu: 3, sigma: 0 })],
    ['mu', () => homeWinChance({ mu: NaN, sigma: 12 })],
    ['elapsed', () => homeWinChance(model, { lead: 0, elapsed: 1.1 })],
    ['lead', () => coverChance(model, 1.5, { lead: Infinity, elapsed: 0 })],
    ['line', () => coverChance(model, NaN)],
    ['line', () => spreadChances(model, NaN)],
    ['spread', () => favouriteChance(Infinity, 12)],
    ['sigma', () => favouriteChance(3, -1)],
    ['homeWin', () => marginModelFrom(-5, 1)],
    ['homeWin', () => marginModelFrom(-5, 0.4)],
    ['homeWin', () => marginModelFrom(0, 0.5)],
    ['sd', () => totalOverChance({ mean: 220, sd: 0 }, 220)],
    ['elapsed', () => totalOverChance({ mean: 220, sd: 18 }, 220, { points: 10, elapsed: NaN })],
  ])('%s', (field, work) => {
    expect(work).toThrow(expect.objectContaining({ name: 'InputError', field }) as InputError);
  });
});
