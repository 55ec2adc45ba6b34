import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import type { Random } from '#platform/mod.ts';

import { normalCdf } from '../numeric/normal.ts';
import { locationsOf } from './locations.ts';
import type { OrderLaw } from './order-law.ts';
import { BENTER_1994, LO_BACON_SHONE_1994, MARKET_DISCOUNT, orderLaw } from './order-model.ts';
import { discountFromPlaces } from './place-inversion.ts';
import { gammaTimes, NORMAL_TIMES } from './time-law.ts';
import { fields, simulatedOrders, simulatedSequences } from './testing/fields.ts';

const RACE = [0.3, 0.2, 0.15, 0.12, 0.1, 0.08, 0.05];

function* permutations(left: readonly number[]): Generator<readonly number[]> {
  if (left.length === 0) yield [];
  for (const at of left) {
    for (const rest of permutations(left.filter((other) => other !== at))) yield [at, ...rest];
  }
}

/** The chance of a whole order, multiplied out. */
function chanceOf(order: readonly number[], win: readonly number[], exponents: readonly number[]) {
  return order.reduce((chance, at, step) => {
    const exponent = step === 0 ? 1 : (exponents[step - 1] ?? exponents.at(-1) ?? 1);
    const left = order.slice(step).map((other) => (win[other] ?? 0) ** exponent);
    return (chance * (win[at] ?? 0) ** exponent) / left.reduce((sum, weight) => sum + weight, 0);
  }, 1);
}

describe('places filled one after the other', () => {
  test('Harville multiplies out', () => {
    const law = orderLaw({ kind: 'harville' }, [0.5, 0.3, 0.2]);
    // 1-2-3: 0.5 · 0.3/0.5; placed of two: 0.3 + 0.5·0.3/0.5 + 0.2·0.3/0.8.
    expect(law.front(3)[5]).toBeCloseTo(0.3, 14);
    expect(law.place(2)[1]).toBeCloseTo(0.675, 14);
    expect(law.firstOf([1, 2])[0]).toBeCloseTo(0.6, 14);
  });

  test.each([
    ['Harville', []],
    ['Lo & Bacon-Shone', [0.76, 0.62]],
    ['four exponents in all', [0.9, 0.6, 0.4]],
    ['one discount', [0.72]],
  ])('%s agrees with the sum over all orders', (_, exponents) => {
    const win = RACE.slice(1).map((chance) => chance / 0.7);
    const law = orderLaw({ kind: 'discounted', exponents }, win);
    const orders = [...permutations(win.map((__, at) => at))].map((order) => ({
      order,
      chance: chanceOf(order, win, exponents),
    }));
    const where = (holds: (order: readonly number[]) => boolean): number =>
      orders.reduce((sum, { order, chance }) => sum + (holds(order) ? chance : 0), 0);
    win.forEach((__, at) => {
      for (let places = 1; places <= 5; places += 1) {
        const slow = where((order) => order.indexOf(at) < places);
        expect(law.place(places)[at]).toBeCloseTo(slow, 12);
      }
    });
    for (const group of [
      [0, 5],
      [1, 3, 4],
      [0, 1, 2, 3, 5],
    ]) {
      const first = law.firstOf(group);
      group.forEach((at, index) => {
        const slow = where((order) => order.find((other) => group.includes(other)) === at);
        expect(first[index]).toBeCloseTo(slow, 12);
      });
    }
    const slow = where((order) => order.slice(0, 3).join() === '4,0,2');
    expect(law.front(3)[4 * 36 + 2]).toBeCloseTo(slow, 12);
  });
});

describe('independent running times', () => {
  property.prop([fields(2, 12)], { numRuns: 40 })(
    'exponential times are Harville, in every question',
    (win) => {
      const exact = orderLaw({ kind: 'harville' }, win);
      const times = orderLaw({ kind: 'stern', shape: 1 }, win);
      const pairs: readonly (readonly [Iterable<number>, Iterable<number>])[] = [
        [exact.place(2), times.place(2)],
        [exact.place(win.length - 1), times.place(win.length - 1)],
        [exact.front(2), times.front(2)],
        [exact.front(3), times.front(3)],
        [exact.firstOf([1, 0]), times.firstOf([1, 0])],
        [win.length > 2 ? exact.without([0]) : [], win.length > 2 ? times.without([0]) : []],
      ];
      for (const [slow, fast] of pairs) {
        const integral = [...fast];
        [...slow].forEach((chance, at) => expect(integral[at]).toBeCloseTo(chance, 8));
      }
    },
  );

  property.prop([fields(3, 3)], { numRuns: 20 })(
    'three normal times agree with an integral by Simpson’s rule',
    (win) => {
      const sorted = win.toSorted((a, b) => b - a);
      const [a = 0, b = 0, c = 0] = locationsOf(NORMAL_TIMES, sorted);
      const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
      const inner = (x: number) => density(x - b) * normalCdf(x - a) * normalCdf(c - x);
      const [from, steps] = [b - 10, 4_000];
      const h = 20 / steps;
      let total = 0;
      for (let at = 0; at <= steps; at += 1) {
        const weight = at === 0 || at === steps ? 1 : at % 2 === 1 ? 4 : 2;
        total += weight * inner(from + at * h);
      }
      const law = orderLaw({ kind: 'henery' }, sorted);
      expect(law.front(3)[5]).toBeCloseTo((total * h) / 3, 9);
    },
  );

  test('two normal times differ by √2 quantiles, and a withdrawal changes no time', () => {
    const [a = 0, b = 0] = locationsOf(NORMAL_TIMES, [0.8, 0.2]);
    expect(normalCdf((b - a) / Math.SQRT2)).toBeCloseTo(0.8, 12);
    const before = locationsOf(NORMAL_TIMES, RACE);
    const left = orderLaw({ kind: 'henery' }, RACE).without([2]);
    const after = locationsOf(
      NORMAL_TIMES,
      left.filter((chance) => chance > 0),
    );
    [0, 1, 3, 4, 5, 6].forEach((at, row) => {
      const gap = (after[row] ?? 0) - (after[0] ?? 0);
      expect(gap).toBeCloseTo((before[at] ?? 0) - (before[0] ?? 0), 8);
    });
  });

  test('growing shapes come to normal times', () => {
    const gap = (shape: number): number => {
      const normal = orderLaw({ kind: 'henery' }, RACE).place(3);
      const gamma = orderLaw({ kind: 'stern', shape }, RACE).place(3);
      return Math.max(...gamma.map((chance, at) => Math.abs(chance - (normal[at] ?? 0))));
    };
    expect(gap(4)).toBeLessThan(gap(1) / 2);
    expect(gap(16)).toBeLessThan(gap(4) / 1.7);
    expect(gap(50)).toBeLessThan(0.012);
  });

  test.each([
    ['exponential', gammaTimes(1), 1],
    ['gamma', gammaTimes(5), 5],
    ['gamma', gammaTimes(50), 50],
  ])('%s survival is one minus the distribution, hazard its slope', (_, law, shape) => {
    for (let z = law.low + 1; z < law.high - 0.2; z += 0.37) {
      expect(Math.exp(law.logSurvival(z)) + law.cdf(z)).toBeCloseTo(1, 12);
      const h = 1e-4;
      const slope = (law.logSurvival(z - h) - law.logSurvival(z + h)) / (2 * h);
      expect(Math.abs(slope - law.hazard(z))).toBeLessThan(1e-5 * Math.max(1, law.hazard(z)));
    }
    expect(law.cdf(Math.log(shape))).toBeGreaterThan(0.5);
  });
});

describe('seeded simulation', () => {
  const COUNT = 40_000;
  const gamma = (shape: number) => (random: Random) =>
    Math.log(Array.from({ length: shape }, () => random.exponential()).reduce((a, b) => a + b, 0));
  const THETA = {
    henery: locationsOf(NORMAL_TIMES, RACE),
    stern: locationsOf(gammaTimes(4), RACE),
    harville: RACE.map((chance) => -Math.log(chance)),
  };
  const runs: readonly (readonly [string, OrderLaw, () => readonly (readonly number[])[]])[] = [
    [
      'Henery, normal times',
      orderLaw({ kind: 'henery' }, RACE),
      () => simulatedOrders('henery', COUNT, THETA.henery, (random) => random.normal()),
    ],
    [
      'Stern, times to four points',
      orderLaw({ kind: 'stern', shape: 4 }, RACE),
      () => simulatedOrders('stern', COUNT, THETA.stern, gamma(4)),
    ],
    [
      'Harville, exponential times',
      orderLaw({ kind: 'harville' }, RACE),
      () => simulatedOrders('harville', COUNT, THETA.harville, gamma(1)),
    ],
    [
      'a discount, place by place',
      orderLaw(MARKET_DISCOUNT, RACE),
      () => simulatedSequences('discount', COUNT, RACE, [0.71, 0.73]),
    ],
  ];

  test.each(runs)('%s', (_, law, simulate) => {
    const orders = simulate();
    const agrees = (chance: number | undefined, holds: (order: readonly number[]) => boolean) => {
      const expected = chance ?? NaN;
      const seen = orders.filter(holds).length / COUNT;
      const deviation = Math.sqrt((expected * (1 - expected)) / COUNT);
      expect(Math.abs(seen - expected)).toBeLessThan(4.5 * deviation);
    };
    RACE.forEach((chance, at) => {
      agrees(chance, (order) => order[0] === at);
      for (const places of [2, 3, 4, 5]) {
        agrees(law.place(places)[at], (order) => order.indexOf(at) < places);
      }
      agrees(law.front(2)[7 * at + ((at + 1) % 7)], ([a, b]) => a === at && b === (at + 1) % 7);
    });
    agrees(law.front(3)[2 * 49 + 4], ([a, b, c]) => a === 2 && b === 0 && c === 4);
    agrees(law.front(3)[49 + 2 * 7 + 3], ([a, b, c]) => a === 1 && b === 2 && c === 3);
    agrees(law.firstOf([0, 6])[1], (order) => order.indexOf(6) < order.indexOf(0));
    agrees(law.firstOf([1, 3, 5])[2], (order) => order.find((at) => at % 2 === 1) === 5);
  });
});

describe('published discounts', () => {
  /** Mean win chances by rank of ten runners, as a market gives them. */
  const TEN = [0.3, 0.19, 0.13, 0.1, 0.08, 0.065, 0.05, 0.04, 0.03, 0.015];

  test('stand in for the laws which they were made for', () => {
    const henery = discountFromPlaces(TEN, orderLaw({ kind: 'henery' }, TEN).place(2), 2);
    expect(Math.abs(henery - 0.76)).toBeLessThan(0.02);
    const third = orderLaw({ kind: 'henery' }, TEN).place(3);
    const gap = (law: OrderLaw) =>
      Math.max(...law.place(3).map((chance, at) => Math.abs(chance - (third[at] ?? 0))));
    const harville = gap(orderLaw({ kind: 'harville' }, TEN));
    expect(gap(orderLaw(LO_BACON_SHONE_1994, TEN))).toBeLessThan(harville / 4);
    expect(gap(orderLaw(BENTER_1994, TEN))).toBeLessThan(harville / 2);
  });
});
