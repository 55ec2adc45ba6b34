import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { orderLaw } from './order-model.ts';
import { discountFromPlaces } from './place-inversion.ts';
import { fields } from './testing/fields.ts';

const WIN = [0.4, 0.25, 0.15, 0.12, 0.08];

describe('the discount that place prices imply', () => {
  property.prop(
    [
      fields(4, 8, true),
      fc.double({ min: 0.2, max: 2, noNaN: true }),
      fc.integer({ min: 2, max: 4 }),
    ],
    { numRuns: 40 },
  )('is the one they were made with', (win, discount, places) => {
    const running = win.filter((chance) => chance > 0);
    fc.pre(running.length > places && Math.max(...running) > 1.2 * Math.min(...running));
    const placed = orderLaw({ kind: 'discounted', exponents: [discount] }, win).place(places);
    expect(discountFromPlaces(win, placed, places)).toBeCloseTo(discount, 6);
  });

  test('is 1 for Harville, less for Henery, and falls as outsiders are placed more', () => {
    expect(discountFromPlaces(WIN, orderLaw({ kind: 'harville' }, WIN).place(2), 2)).toBeCloseTo(
      1,
      8,
    );
    const henery = orderLaw({ kind: 'henery' }, WIN).place(2);
    const found = discountFromPlaces(WIN, henery, 2);
    expect(found).toBeLessThan(0.85);
    const moved = henery.map((chance, at) => chance + 0.01 * (at - 2));
    expect(discountFromPlaces(WIN, moved, 2)).toBeLessThan(found);
  });

  test.each([
    ['one place says nothing', WIN, WIN, 1],
    ['all are placed', WIN, WIN.map(() => 1), 5],
    ['the sum is not the places', WIN, [0.8, 0.6, 0.4, 0.2, 0.3], 2],
    ['less likely than to win', WIN, [0.3, 0.8, 0.4, 0.3, 0.2], 2],
    ['more than certain', WIN, [1.1, 0.5, 0.2, 0.12, 0.08], 2],
    ['too few chances', WIN, [1, 1], 2],
    ['not a number', WIN, [0.8, 0.6, 0.3, NaN, 0.2], 2],
    ['equal runners', [0.25, 0.25, 0.25, 0.25], [0.5, 0.5, 0.5, 0.5], 2],
    ['outsiders before favourites', WIN, [0.4, 0.25, 0.3, 0.5, 0.55], 2],
  ])('%s is refused', (...[, win, place, places]) => {
    expect(() => discountFromPlaces(win, place, places)).toThrow(InputError);
  });
});
