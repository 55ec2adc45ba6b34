import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  applyMargin,
  devig,
  devigWithFallback,
  MARGIN_METHODS,
  oddsFormats,
  overround,
  priceBook,
  type MarginMethod,
} from './mod.ts';
import { fairBooks, margins, sumOf, wildBooks } from './testing/books.ts';

const expectClose = (got: readonly number[], wanted: readonly number[], within = 1e-9): void => {
  expect(got).toHaveLength(wanted.length);
  got.forEach((value, at) => {
    expect(Math.abs(value - (wanted[at] ?? NaN))).toBeLessThanOrEqual(within);
  });
};

describe.each(MARGIN_METHODS)('the margin by %s', (method) => {
  property.prop([fairBooks, margins])('comes off as it was put on', (fair, margin) => {
    const book = priceBook(fair, margin, method);
    fc.pre(book !== undefined);
    expect(book.bookSum).toBeCloseTo(1 + margin, 9);
    // A price above certainty cannot be read back by the methods that take roots of 1 − π.
    fc.pre(!book.invalid);
    expectClose(devig(book.implied, method)?.probabilities ?? [], fair);
  });

  property.prop([fairBooks, margins])('goes on as it was taken off', (fair, margin) => {
    const implied = fair.map((p) => p * (1 + margin));
    fc.pre(implied.every((value) => value < 1));
    const book = devig(implied, method);
    fc.pre(book !== undefined && !book.invalid);
    expect(sumOf(book.probabilities)).toBeCloseTo(1, 9);
    const back = priceBook(
      book.probabilities,
      sumOf(implied) / sumOf(book.probabilities) - 1,
      method,
    );
    expectClose(back?.implied ?? [], implied);
  });

  property.prop([fairBooks, margins])('keeps the order of the outcomes', (fair, margin) => {
    const book = priceBook(fair, margin, method);
    fc.pre(book !== undefined);
    for (const [at, p] of fair.entries()) {
      for (const [index, other] of fair.entries()) {
        if (p <= other + 1e-9) continue;
        expect(book.implied[at]).toBeGreaterThan(book.implied[index] ?? 1);
      }
    }
  });

  property.prop([fairBooks, margins, fc.nat()])(
    'does not care in which order the outcomes stand',
    (fair, margin, by) => {
      const turn = (values: readonly number[]): readonly number[] =>
        values.map((_, at) => values[(at + by) % values.length] ?? NaN);
      const [straight, turned] = [
        priceBook(fair, margin, method),
        priceBook(turn(fair), margin, method),
      ];
      expect(turned === undefined).toBe(straight === undefined);
      if (straight === undefined || turned === undefined) return;
      expectClose(turned.implied, turn(straight.implied));
    },
  );

  property.prop([wildBooks, margins])('is finite or has no solution', (fair, margin) => {
    const book = priceBook(fair, margin, method);
    const off = devig(
      fair.map((p) => Math.min(0.99, p * (1 + margin))),
      method,
    );
    expect(book?.implied.every(Number.isFinite) ?? true).toBe(true);
    expect(off?.probabilities.every(Number.isFinite) ?? true).toBe(true);
    expect(off?.invalid ?? true).toBe(!(off?.probabilities.every((p) => p > 0 && p < 1) ?? false));
  });

  test('1.01 against forty at 1000 is finite, or named as having no solution', () => {
    const implied = [1 / 1.01, ...Array.from({ length: 39 }, () => 1 / 1000)];
    const book = devig(implied, method);
    expect(book?.probabilities.every(Number.isFinite) ?? method).toBe(
      book === undefined ? method : true,
    );
    const rescued = devigWithFallback(implied, method);
    expect(rescued?.invalid).toBe(false);
    expect(sumOf(rescued?.probabilities ?? [])).toBeCloseTo(1, 9);
  });
});

describe('the three places of a race, whose fair sum is 3', () => {
  const implied = [1.53, 1.67, 1.25, 2.38, 2.38, 4.5, 5.5, 6.5, 7].map((odds) => 1 / odds);
  const solves = MARGIN_METHODS.filter((method) => method !== 'shin');

  test.each(solves)('%s meets it and goes back', (method) => {
    const fair = devig(implied, method, 3);
    expect(sumOf(fair?.probabilities ?? [])).toBeCloseTo(3, 9);
    const margin = sumOf(implied) / 3 - 1;
    expectClose(priceBook(fair?.probabilities ?? [], margin, method)?.implied ?? [], implied);
  });

  test('Shin’s insiders know one winner', () => {
    expect(devig(implied, 'shin', 3)).toBeUndefined();
    expect(devigWithFallback(implied, 'shin', 3)).toMatchObject({
      used: 'odds-ratio',
      fallback: 'no-solution',
      invalid: false,
    });
  });
});

describe('slow and obvious', () => {
  /** Goto's rule read as it stands: one unit, found by halving, so that removing it gives `fair` back. */
  const slowGoto = (fair: readonly number[], target: number): readonly number[] => {
    const priceOf = (p: number, unit: number): number => {
      let [low, high] = [p, 1];
      for (let round = 0; round < 200; round += 1) {
        const middle = (low + high) / 2;
        if (middle - unit * Math.sqrt(1 - middle) < p) low = middle;
        else high = middle;
      }
      return low;
    };
    let [low, high] = [0, 10];
    for (let round = 0; round < 200; round += 1) {
      const middle = (low + high) / 2;
      if (sumOf(fair.map((p) => priceOf(p, middle))) < target) low = middle;
      else high = middle;
    }
    return fair.map((p) => priceOf(p, low));
  };

  property.prop([fairBooks, margins], { numRuns: 20 })('goto agrees', (fair, margin) => {
    fc.pre((1 + margin) * 1.001 < fair.length);
    expectClose(priceBook(fair, margin, 'goto')?.implied ?? [], slowGoto(fair, 1 + margin));
  });

  property.prop([fairBooks, margins])(
    'balanced book: the insiders’ share goes on every outcome, the rest on what is likely',
    (fair, margin) => {
      const book = priceBook(fair, margin, 'balanced-book');
      const z = margin / (fair.length - 1);
      expectClose(
        book?.implied ?? [],
        fair.map((p) => z * 1 + (1 - z) * p),
        1e-12,
      );
    },
  );

  property.prop([fairBooks, margins], { numRuns: 30 })(
    'Jensen-Shannon: every price is as far from its chance as every other',
    (fair, margin) => {
      const book = priceBook(fair, margin, 'jensen-shannon');
      fc.pre(book !== undefined && margin > 1e-3);
      const term = (p: number, q: number): number => p * Math.log(p / ((p + q) / 2));
      const distances = book.implied.map((price, at) => {
        const p = fair[at] ?? 0;
        const divergence =
          (term(p, price) + term(1 - p, 1 - price) + term(price, p) + term(1 - price, 1 - p)) / 2;
        return Math.sqrt(Math.max(0, divergence));
      });
      expectClose(
        distances,
        distances.map(() => distances[0] ?? NaN),
        1e-7,
      );
    },
  );
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

  test('any fair sum: two of three with double chance', () => {
    const book = priceBook([0.75, 0.8, 0.45], 0.05, 'odds-ratio');
    expect(book?.bookSum).toBeCloseTo(2.1, 9);
  });

  test('overround of a market with three fair winners', () => {
    const { margin, payout } = overround([1, 1, 1.3], 3);
    expect(margin).toBeCloseTo(0.1, 12);
    expect(payout).toBeCloseTo(1 / 1.1, 12);
  });

  test.each([
    [1.5, -200, 0.5, 0.5, -2, '1/2'],
    [2, 100, 1, 1, 1, '1/1'],
    [3.25, 225, 2.25, -4 / 9, 2.25, '9/4'],
  ] as const)(
    'formats of %d',
    (...[decimal, american, hongKong, malay, indonesian, fractional]) => {
      const formats = oddsFormats(decimal);
      expect(formats.american).toBeCloseTo(american, 9);
      expect(formats.hongKong).toBeCloseTo(hongKong, 9);
      expect(formats.malay).toBeCloseTo(malay, 9);
      expect(formats.indonesian).toBeCloseTo(indonesian, 9);
      expect(formats.fractional).toBe(fractional);
    },
  );

  test.each([1, 0, -3, NaN, Infinity])('formats of %d are refused', (decimal) => {
    expect(() => oddsFormats(decimal)).toThrow('ODDS_INVALID: odds must be above 1');
  });
});

describe('the fallbacks', () => {
  const long = [0.985, 0.01, 0.005];

  test.each([
    ['additive', 'odds-ratio', 'outside-0-1'],
    ['multiplicative', 'odds-ratio', 'outside-0-1'],
    ['odds-ratio', 'odds-ratio', null],
    ['power', 'power', null],
  ] as const)('of %s at a near certainty: %s, because %s', (method, used, fallback) => {
    const book = applyMargin(long, 500, method);
    expect(book).toMatchObject({ used, fallback, invalid: false });
    expect(book.bookSum).toBeCloseTo(1.05, 9);
  });

  test('of Jensen-Shannon when an outcome would reach certainty first', () => {
    expect(applyMargin([0.9999, 0.00005, 0.00005], 500, 'jensen-shannon')).toMatchObject({
      used: 'odds-ratio',
      fallback: 'no-solution',
      invalid: false,
    });
  });

  test('end at the proportional margin, which says that it leaves no price', () => {
    expect(applyMargin([1], 500)).toEqual({
      implied: [1.05],
      bookSum: 1.05,
      invalid: true,
      used: 'multiplicative',
      fallback: 'no-solution',
    });
  });

  test.each<MarginMethod>(['multiplicative', 'shin'])('of nothing refuse: %s', (method) => {
    expect(() => applyMargin([0, 0], 500, method)).toThrow('NUMBER_INVALID: probabilities');
  });
});
