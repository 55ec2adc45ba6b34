import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import type { OrderDepth, OrderLaw } from './order-law.ts';
import { orderLaw, type OrderModel } from './order-model.ts';
import { fields, MODELS } from './testing/fields.ts';

const models = fc.constantFrom(...MODELS);
const sum = (values: Iterable<number>): number => [...values].reduce((total, x) => total + x, 0);
const close = (left: readonly number[], right: readonly number[], digits: number): void => {
  expect(left).toHaveLength(right.length);
  left.forEach((value, at) => expect(value).toBeCloseTo(right[at] ?? NaN, digits));
};
/** Chances to be in position `depth` exactly, added up from the orders. */
const positions = (law: OrderLaw, depth: OrderDepth): readonly number[] => {
  const chances = law.win.map(() => 0);
  law.front(depth).forEach((chance, index) => {
    const at = index % law.win.length;
    chances[at] = (chances[at] ?? 0) + chance;
  });
  return chances;
};
const named = (model: OrderModel): string => JSON.stringify(model);

describe('every law', () => {
  property.prop([models, fields(2, 9, true)], { numRuns: 60 })(
    'is a law of orders',
    (model, win) => {
      const law = orderLaw(model, win);
      const running = win.filter((chance) => chance > 0).length;
      close(law.win, win, 12);
      close(law.place(1), win, 10);
      for (const depth of [1, 2, 3] as const) {
        if (depth <= running) expect(sum(law.front(depth))).toBeCloseTo(1, 10);
      }
      for (let places = 1; places <= win.length; places += 1) {
        const placed = law.place(places);
        expect(sum(placed)).toBeCloseTo(Math.min(places, running), 9);
        const fewer = places > 1 ? law.place(places - 1) : placed.map(() => 0);
        placed.forEach((chance, at) => {
          expect(chance).toBeGreaterThanOrEqual((fewer[at] ?? 0) - 1e-12);
          expect(chance).toBeLessThanOrEqual(1 + 1e-10);
          if (win[at] === 0) expect(chance).toBe(0);
        });
      }
    },
  );

  property.prop([models, fields(3, 8)], { numRuns: 40 })(
    'orders give back win, second and third chances',
    (model, win) => {
      const law = orderLaw(model, win);
      close(positions(law, 1), win, 12);
      const seconds = law.place(2).map((chance, at) => chance - (win[at] ?? 0));
      close(positions(law, 2), seconds, 9);
      const thirds = law.place(3).map((chance, at) => chance - (law.place(2)[at] ?? 0));
      close(positions(law, 3), thirds, 7);
      const leaders = law.win.map((_, first) => {
        const span = win.length ** 2;
        return sum(law.front(3).slice(first * span, (first + 1) * span));
      });
      close(leaders, win, 10);
    },
  );

  property.prop([models, fields(2, 9), fc.integer({ min: 1, max: 8 })], { numRuns: 60 })(
    'a better horse is placed and beats another more often',
    (model, win, places) => {
      const law = orderLaw(model, win);
      const placed = law.place(Math.min(places, win.length - 1));
      const [a = 0, b = 0] = law.firstOf([0, 1]);
      expect(a + b).toBeCloseTo(1, 10);
      const better = (win[0] ?? 0) - (win[1] ?? 0);
      const tie = 1e-10;
      if (better > tie) {
        expect(placed[0]).toBeGreaterThan((placed[1] ?? 1) - tie);
        expect(a).toBeGreaterThan(0.5 - tie);
      }
    },
  );

  property.prop([models, fields(3, 8)], { numRuns: 40 })(
    'does not care in which order the runners are listed',
    (model, win) => {
      const law = orderLaw(model, win);
      const turned = orderLaw(model, win.toReversed());
      close(turned.place(2).toReversed(), law.place(2), 9);
      const last = win.length - 1;
      close(turned.firstOf([last, last - 2]), law.firstOf([0, 2]), 9);
    },
  );

  property.prop([models, fields(4, 7)], { numRuns: 40 })(
    'the first of all is the winner, and withdrawals leave a field',
    (model, win) => {
      const law = orderLaw(model, win);
      close(law.firstOf(win.map((_, at) => at)), win, 10);
      const left = law.without([1]);
      expect(left[1]).toBe(0);
      expect(sum(left)).toBeCloseTo(1, 10);
      const odds = (chances: readonly number[], at: number) => (chances[at] ?? 0) > (win[at] ?? 1);
      expect([0, 2, 3].every((at) => odds(left, at))).toBe(true);
      // Withdrawn one after the other or together, the same race is left.
      close(orderLaw(model, left).without([2]), law.without([1, 2]), 8);
    },
  );

  test.each(MODELS.map((model) => [named(model), model] as const))(
    'equal runners are equal: %s',
    (_, model) => {
      const law = orderLaw(
        model,
        Array.from({ length: 8 }, () => 1 / 8),
      );
      close(
        law.place(3),
        Array.from({ length: 8 }, () => 3 / 8),
        10,
      );
      close(
        [...new Set(law.front(2))].filter((chance) => chance > 1e-12).slice(0, 1),
        [1 / 56],
        10,
      );
      close(law.firstOf([5, 2, 7]), [1 / 3, 1 / 3, 1 / 3], 10);
    },
  );

  test.each(MODELS.map((model) => [named(model), model] as const))(
    'forty runners and a chance of one in a million: %s',
    (_, model) => {
      const outsiders = Array.from({ length: 39 }, () => 1e-6);
      const law = orderLaw(model, [...outsiders, 1 - 39e-6]);
      const placed = law.place(4);
      expect(sum(placed)).toBeCloseTo(4, 8);
      expect(placed.every((chance) => chance > 0 && chance <= 1 + 1e-10)).toBe(true);
      // The favourite is home; three of 39 like ones follow.
      expect(placed[0]).toBeCloseTo(3 / 39, 4);
      const orders = law.front(3);
      expect(orders.every(Number.isFinite)).toBe(true);
      expect(sum(orders)).toBeCloseTo(1, 8);
      expect(law.firstOf([0, 39]).every((chance) => chance > 0)).toBe(true);
    },
  );

  test.each(MODELS.map((model) => [named(model), model] as const))(
    'two runners of whom one cannot lose: %s',
    (_, model) => {
      const law = orderLaw(model, [1 - 1e-9, 1e-9]);
      expect(law.place(1)[1]).toBeCloseTo(1e-9, 17);
      expect(law.front(2)[2]).toBeCloseTo(1e-9, 17);
      close(law.place(2), [1, 1], 10);
    },
  );
});

describe('bad input', () => {
  test.each([
    [[1]],
    [[]],
    [[0.5, 0.4]],
    [[0.5, 0.6]],
    [[1, 0]],
    [[1.5, -0.5]],
    [[0.5, NaN]],
    [[0.5, Infinity]],
    [[1 - 1e-10, 1e-10]],
    [Array.from({ length: 41 }, () => 1 / 41)],
  ])('win chances %j', (win) => {
    for (const model of MODELS) expect(() => orderLaw(model, win)).toThrow(InputError);
  });

  test.each([
    { kind: 'stern', shape: 0 },
    { kind: 'stern', shape: 1.5 },
    { kind: 'stern', shape: 51 },
    { kind: 'stern', shape: NaN },
    { kind: 'discounted', exponents: [0] },
    { kind: 'discounted', exponents: [-1] },
    { kind: 'discounted', exponents: [NaN] },
    { kind: 'discounted', exponents: [6] },
    { kind: 'discounted', exponents: [0.9, 0.8, 0.7, 0.6] },
  ] as const satisfies readonly OrderModel[])('%j', (model) => {
    expect(() => orderLaw(model, [0.5, 0.5])).toThrow(InputError);
  });

  test('questions that have no answer', () => {
    for (const model of MODELS) {
      const law = orderLaw(model, [0.5, 0.3, 0.2, 0]);
      for (const places of [0, 41, 1.5, NaN]) expect(() => law.place(places)).toThrow(InputError);
      for (const group of [[], [4], [0, 0], [-1], [3]]) {
        expect(() => law.firstOf(group)).toThrow(InputError);
      }
      for (const withdrawn of [[4], [0, 1]]) {
        expect(() => law.without(withdrawn)).toThrow(InputError);
      }
    }
    const even = Array.from({ length: 40 }, () => 1 / 40);
    expect(() => orderLaw({ kind: 'harville' }, even).place(6)).toThrow(InputError);
    expect(orderLaw({ kind: 'henery' }, even).place(6)[0]).toBeCloseTo(6 / 40, 10);
  });
});
