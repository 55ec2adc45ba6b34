import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  APPLY_METHODS,
  applyMargin,
  devig,
  DEVIG_METHODS,
  oddsFormats,
  overround,
  priceBook,
} from './mod.ts';

const weights = fc.array(fc.double({ min: 0.02, max: 1, noNaN: true }), {
  minLength: 2,
  maxLength: 9,
});
/** Fair probabilities that sum to 1. */
const fairBooks = weights.map((values) => {
  const sum = values.reduce((all, value) => all + value, 0);
  return values.map((value) => value / sum);
});
const margins = fc.double({ min: 0, max: 0.25, noNaN: true });
const sumOf = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

describe.each(APPLY_METHODS)('margin by %s', (method) => {
  property.prop([fairBooks, margins])('comes off as it was put on', (fair, margin) => {
    const book = priceBook(fair, margin, method);
    if (book === undefined || book.invalid) return;
    expect(book.bookSum).toBeCloseTo(1 + margin, 9);
    const back = devig(book.implied, method);
    back?.probabilities.forEach((p, at) => {
      expect(p).toBeCloseTo(fair[at] ?? 0, 7);
    });
    expect(back).toBeDefined();
  });

  property.prop([fairBooks, margins])('keeps the order of the outcomes', (fair, margin) => {
    const book = priceBook(fair, margin, method);
    fair.forEach((p, at) => {
      fair.forEach((other, index) => {
        if (book !== undefined && p > other + 1e-9) {
          expect(book.implied[at]).toBeGreaterThan(book.implied[index] ?? 1);
        }
      });
    });
  });
});

describe.each(DEVIG_METHODS)('margin removal by %s', (method) => {
  property.prop([fairBooks, margins], { numRuns: 40 })('meets the fair sum', (fair, margin) => {
    const implied = fair.map((p) => p * (1 + margin));
    if (implied.some((value) => value >= 1)) return;
    const book = devig(implied, method);
    if (book === undefined) {
      expect(method).toBe('jensen-shannon');
      return;
    }
    expect(sumOf(book.probabilities)).toBeCloseTo(1, 9);
    expect(book.invalid).toBe(book.probabilities.some((p) => p <= 0 || p >= 1));
  });
});

describe('particular books', () => {
  test('the published Shin example, and additive as its equal over two outcomes', () => {
    const three = devig([1 / 2.6, 1 / 2.4, 1 / 4.3], 'shin');
    expect(three?.z).toBeCloseTo(0.01694251276407055, 12);
    const two = [1 / 1.5, 1 / 2.74];
    expect(devig(two, 'shin')?.probabilities[0]).toBeCloseTo(0.6508515815085157, 12);
    expect(devig(two, 'additive')?.probabilities[0]).toBeCloseTo(0.6508515815085157, 12);
  });

  test('Shin has no answer below 100 %; power and odds-ratio do', () => {
    const under = [0.3, 0.3, 0.38];
    expect(devig(under, 'shin')).toBeUndefined();
    expect(devig(under, 'power')?.invalid).toBe(false);
    expect(devig(under, 'odds-ratio')?.invalid).toBe(false);
  });

  test('negative results are flagged', () => {
    expect(devig([0.87, 0.2, 0.1, 0.05, 0.02, 0.01], 'additive')?.invalid).toBe(true);
  });

  test('any fair sum: three places', () => {
    const implied = [1.53, 1.67, 1.25, 2.38, 2.38, 4.5, 5.5, 6.5, 7].map((odds) => 1 / odds);
    for (const method of ['power', 'odds-ratio', 'multiplicative'] as const) {
      expect(sumOf(devig(implied, method, 3)?.probabilities ?? [])).toBeCloseTo(3, 9);
    }
  });

  test('the live path falls back to the proportional margin', () => {
    expect(applyMargin([1], 500).implied).toEqual([1.05]);
    expect(applyMargin([0.5, 0.5], 500).bookSum).toBeCloseTo(1.05, 12);
  });

  test('overround of a market with three fair winners', () => {
    const { margin, payout } = overround([1, 1, 1.3], 3);
    expect(margin).toBeCloseTo(0.1, 12);
    expect(payout).toBeCloseTo(1 / 1.1, 12);
  });

  test.each([
    [1.5, -200, 0.5, 0.5, -2],
    [2, 100, 1, 1, 1],
    [3.25, 225, 2.25, -4 / 9, 2.25],
  ])('formats of %d', (...[decimal, american, hongKong, malay, indonesian]) => {
    const formats = oddsFormats(decimal);
    expect(formats.american).toBeCloseTo(american, 9);
    expect(formats.hongKong).toBeCloseTo(hongKong, 9);
    expect(formats.malay).toBeCloseTo(malay, 9);
    expect(formats.indonesian).toBeCloseTo(indonesian, 9);
  });
});
