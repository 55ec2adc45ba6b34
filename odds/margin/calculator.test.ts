import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError, ODDS_SCALE } from '#contracts/mod.ts';

import {
  devigOdds,
  LADDER_KINDS,
  MARGIN_METHODS,
  marginOdds,
  onLadder,
  validateBook,
  type MarginMethod,
  type MarginOptions,
} from './mod.ts';
import { fairBooks, sharesOf, sumOf, wildBooks } from './testing/books.ts';

const errorOf = (calculate: () => unknown): Partial<InputError> => {
  try {
    calculate();
  } catch (error) {
    if (error instanceof InputError) return { code: error.code, field: error.field };
    throw error;
  }
  return {};
};

describe('validateBook', () => {
  test('tells sum, margin and payout', () => {
    const { bookSum, margin, payout } = validateBook([2.1, 3.4, 3.6]);
    expect(bookSum).toBeCloseTo(1.0480859, 7);
    expect(margin).toBeCloseTo(0.0480859, 7);
    expect(payout).toBeCloseTo(0.9541203, 7);
  });

  test.each([
    [[2, 1], 'ODDS_INVALID', 'odds[1]'],
    [[NaN, 2], 'ODDS_INVALID', 'odds[0]'],
    [[2, 2, Infinity], 'ODDS_INVALID', 'odds[2]'],
    [[2, -3], 'ODDS_INVALID', 'odds[1]'],
    [[2], 'NUMBER_INVALID', 'odds'],
    [[], 'NUMBER_INVALID', 'odds'],
  ] as const)('refuses %j', (odds, code, field) => {
    expect(errorOf(() => validateBook(odds))).toEqual({ code, field });
  });

  test.each([0, -1, 3, 4, NaN])('refuses %d winners of three', (fairSum) => {
    expect(errorOf(() => validateBook([2, 3, 4], fairSum))).toEqual({
      code: 'NUMBER_INVALID',
      field: 'fairSum',
    });
  });
});

describe('devigOdds', () => {
  test('says why there is no answer', () => {
    expect(() => devigOdds([3.2, 3.5, 2.6], 'shin')).toThrow(
      'NO_SOLUTION: odds have no shin probabilities of sum 1 (book sum 0.98',
    );
  });

  test('flags probabilities that are none', () => {
    const { probabilities, invalid } = devigOdds([1 / 0.87, 5, 10, 20, 50, 100], 'additive');
    expect(invalid).toBe(true);
    expect(probabilities.at(-1)).toBeCloseTo(-0.03166667, 8);
  });

  const wildOdds = fc.array(
    fc.oneof(fc.double({ min: 1.0001, max: 1000, noNaN: true }), fc.constantFrom(1.01, 1000)),
    { minLength: 2, maxLength: 40 },
  );
  property.prop([wildOdds, fc.constantFrom(...MARGIN_METHODS)], { numRuns: 300 })(
    'of any odds is finite or says that there is no solution',
    (odds, method) => {
      const { code } = errorOf(() => {
        const { probabilities } = devigOdds(odds, method);
        expect(probabilities.every(Number.isFinite)).toBe(true);
        expect(sumOf(probabilities)).toBeCloseTo(1, 8);
      });
      expect([undefined, 'NO_SOLUTION']).toContain(code);
      if (['multiplicative', 'additive', 'power', 'odds-ratio'].includes(method)) {
        expect(code).toBeUndefined();
      }
    },
  );
});

describe('marginOdds', () => {
  const rules = fc.record<MarginOptions>({
    marginBps: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2_000 })),
    method: fc.constantFrom(...MARGIN_METHODS),
    ladder: fc.constantFrom(...LADDER_KINDS),
    mode: fc.constantFrom('nearest', 'up', 'down'),
  });

  property.prop([fc.oneof(fairBooks, wildBooks), rules], { numRuns: 600 })(
    'never let rounding sell a book below 100 %, nor a price below 1.01',
    (fair, rule) => {
      let sold: ReturnType<typeof marginOdds>;
      try {
        sold = marginOdds(fair, rule);
      } catch (error) {
        expect(error).toMatchObject({ code: 'NO_SOLUTION', field: 'marginBps' });
        return;
      }
      const sum = sumOf(sold.odds.map((odds, at) => (odds === null ? (fair[at] ?? 0) : 1 / odds)));
      expect(sum).toBeGreaterThanOrEqual(sumOf(fair) - 1e-12);
      expect(sold.bookSum).toBeCloseTo(sum, 12);
      for (const odds of sold.odds) {
        if (odds === null) continue;
        expect(odds).toBeGreaterThanOrEqual(1.01);
        expect(onLadder(Math.round(odds * ODDS_SCALE), rule.ladder ?? 'cents')).toBe(true);
      }
    },
  );

  property.prop([
    fairBooks,
    fc.constantFrom<MarginMethod>('power', 'odds-ratio', 'multiplicative'),
  ])('without a ladder are what devigOdds reads back', (fair, method) => {
    const { odds, used, impliedSum, bookSum } = marginOdds(fair, { method, marginBps: 300 });
    const offered = odds.filter((price) => price !== null);
    fc.pre(offered.length === odds.length);
    expect(impliedSum).toBeCloseTo(1.03, 9);
    expect(bookSum).toBeCloseTo(1.03, 9);
    devigOdds(offered, used).probabilities.forEach((p, at) => {
      expect(Math.abs(p - (fair[at] ?? 0))).toBeLessThan(1e-9);
    });
  });

  property.prop([fairBooks])('on a ladder are next to the exact ones', (fair) => {
    const exact = marginOdds(fair, { marginBps: 800 }).odds;
    const placed = marginOdds(fair, { marginBps: 800, ladder: 'cents' }).odds;
    placed.forEach((odds, at) => {
      const wanted = exact[at] ?? 0;
      if (odds === null) expect(wanted).toBeLessThan(1.01);
      else if (wanted <= 1000) expect(wanted - odds).toBeLessThan(0.01 + 1e-9);
    });
  });

  test('carry two winners for double chance', () => {
    const { odds, margin, fallback } = marginOdds([0.75, 0.8, 0.45], { marginBps: 600 });
    expect(margin).toBeCloseTo(0.06, 9);
    expect(fallback).toBeNull();
    expect(odds.every((price) => price !== null && price > 1)).toBe(true);
  });

  test('say which method was used and why', () => {
    const sold = marginOdds([0.97, 0.02, 0.01], { method: 'additive', marginBps: 1_200 });
    expect(sold).toMatchObject({ used: 'odds-ratio', fallback: 'outside-0-1', invalid: false });
    expect(sold.c).toBeGreaterThan(1);
  });

  test('offer nothing for what cannot happen or is all but certain', () => {
    const sold = marginOdds([0.998, 0.002, 0], { marginBps: 300, ladder: 'exchange' });
    expect(sold.odds[0]).toBeNull();
    expect(sold.odds[1]).not.toBeNull();
    expect(sold.odds[2]).toBeNull();
  });

  test.each([
    [[0.5, 0.5], NaN, 'NUMBER_INVALID', 'marginBps'],
    [[0.5, 0.5], -1, 'NUMBER_INVALID', 'marginBps'],
    [[0.5, 0.5], 10_000, 'NO_SOLUTION', 'marginBps'],
    [[0.5, NaN], 500, 'NUMBER_INVALID', 'probabilities[1]'],
    [[0.5, 1.5], 500, 'NUMBER_INVALID', 'probabilities[1]'],
    [[-0.5, 0.5], 500, 'NUMBER_INVALID', 'probabilities[0]'],
    [[1, 0], 500, 'NUMBER_INVALID', 'probabilities'],
    [[], 500, 'NUMBER_INVALID', 'probabilities'],
  ] as const)('refuse %j with %d bps', (probabilities, marginBps, code, field) => {
    expect(errorOf(() => marginOdds(probabilities, { marginBps }))).toEqual({ code, field });
  });

  test('do not mind the scale of the shares, only their sum', () => {
    const half = marginOdds(sharesOf([1, 1]), { marginBps: 500 });
    expect(half.odds[0]).toBeCloseTo(1 / 0.525, 12);
  });
});
