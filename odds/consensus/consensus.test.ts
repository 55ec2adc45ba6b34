import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it, test } from 'vitest';

import { applyMargin, devig, MARGIN_METHODS, type MarginMethod } from '../margin/mod.ts';
import { consensusOf, CONSENSUS_RULE, type BookPrices, type ConsensusRule } from './mod.ts';

const NOW = 1_700_000_000_000;
const rule: ConsensusRule = { ...CONSENSUS_RULE, leastBooks: 1 };
const sharesOf = (weights: readonly number[]): readonly number[] => {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => weight / sum);
};
const logit = (p: number): number => Math.log(p / (1 - p));
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

const bookOf = (
  book: string,
  fair: readonly number[],
  more: Partial<BookPrices> & Readonly<{ marginBps?: number }> = {},
): BookPrices => {
  const { marginBps = 500, ...rest } = more;
  const { implied } = applyMargin(fair, marginBps, rest.method ?? rule.method);
  return { book, odds: implied.map((p) => 1 / p), at: NOW, ...rest };
};
/** The book's fair chances with its log-odds moved, renormalised. */
const moved = (fair: readonly number[], by: readonly number[]): readonly number[] =>
  sharesOf(fair.map((p, at) => p * Math.exp(by[at] ?? 0)));

const fairMarket = fc
  .array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 })
  .map(sharesOf);
const shift = fc.array(fc.double({ min: -0.08, max: 0.08, noNaN: true }), {
  minLength: 6,
  maxLength: 6,
});
const severalBooks = fc
  .record({
    fair: fairMarket,
    books: fc.array(
      fc.record({
        by: shift,
        ageMs: fc.integer({ min: 0, max: 120_000 }),
        marginBps: fc.integer({ min: 0, max: 900 }),
        trust: fc.double({ min: 0.1, max: 5, noNaN: true }),
        method: fc.constantFrom<MarginMethod>('odds-ratio', 'power', 'multiplicative'),
      }),
      { minLength: 2, maxLength: 7 },
    ),
  })
  .map(({ fair, books }) =>
    books.map(({ by, ageMs, ...more }, at) =>
      bookOf(`b${at}`, moved(fair, by), { ...more, at: NOW - ageMs }),
    ),
  );

describe('the consensus of books', () => {
  property.prop([
    fairMarket,
    fc.array(fc.tuple(fc.constantFrom(...MARGIN_METHODS), fc.integer({ min: 50, max: 600 })), {
      minLength: 1,
      maxLength: 5,
    }),
  ])('is what they all think, whatever margins they take and how', (fair, margins) => {
    const books = margins.map(([method, marginBps], at) =>
      bookOf(`b${at}`, fair, { method, marginBps }),
    );
    const { probabilities, dispersion, usedBooks } = consensusOf(books, NOW, rule);
    expect(usedBooks).toBe(books.length);
    expect(dispersion).toBeLessThan(1e-6);
    fair.forEach((p, at) => {
      expect(probabilities?.[at]).toBeCloseTo(p, 8);
    });
  });

  property.prop([severalBooks])('is the weighted mean of log-odds, as its shares say', (books) => {
    const { probabilities, books: parts } = consensusOf(books, NOW, rule);
    const sums = books[0]?.odds.map((_, outcome) =>
      parts.reduce((sum, { chances, share }) => sum + share * logit(chances?.[outcome] ?? 0.5), 0),
    );
    const raw = (sums ?? []).map(logistic);
    const { probabilities: wanted } = devig(raw, 'odds-ratio') ?? { probabilities: [] };
    expect(probabilities?.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    wanted.forEach((p, at) => {
      expect(probabilities?.[at]).toBeCloseTo(p, 9);
    });
  });

  property.prop([severalBooks, fc.nat()])('does not care who is asked first', (books, by) => {
    const turned = [...books.slice(by % books.length), ...books.slice(0, by % books.length)];
    const [straight, other] = [consensusOf(books, NOW, rule), consensusOf(turned, NOW, rule)];
    straight.probabilities?.forEach((p, at) => {
      expect(other.probabilities?.[at]).toBeCloseTo(p, 12);
    });
    for (const part of straight.books) {
      const same = other.books.find(({ book }) => book === part.book);
      expect(same?.state).toBe(part.state);
      expect(same?.share).toBeCloseTo(part.share, 9);
    }
  });

  property.prop([severalBooks, fc.double({ min: 0.01, max: 100, noNaN: true })])(
    'depends on the ratios of trust alone',
    (books, times) => {
      const scaled = books.map((book) => ({ ...book, trust: (book.trust ?? 1) * times }));
      const before = consensusOf(books, NOW, rule).probabilities;
      consensusOf(scaled, NOW, rule).probabilities?.forEach((p, at) => {
        expect(p).toBeCloseTo(before?.[at] ?? NaN, 10);
      });
    },
  );

  property.prop([severalBooks])(
    'lies between the lowest and the highest book of two outcomes',
    (books) => {
      const two = books.map((book) => ({ ...book, odds: book.odds.slice(0, 2) }));
      fc.pre(
        two.every(({ odds }) => odds.reduce<number>((sum, price) => sum + 1 / (price ?? 1), 0) > 0),
      );
      const { probabilities, books: parts } = consensusOf(two, NOW, rule);
      const used = parts.filter(({ state }) => state === 'used');
      const chances = used.map(({ chances: of }) => of?.[0] ?? NaN);
      expect(probabilities?.[0]).toBeGreaterThanOrEqual(Math.min(...chances) - 1e-12);
      expect(probabilities?.[0]).toBeLessThanOrEqual(Math.max(...chances) + 1e-12);
    },
  );
});

describe('old prices', () => {
  const fair = [0.5, 0.3, 0.2];

  it('count half after a half-life', () => {
    const books = [
      bookOf('new', fair),
      bookOf('old', fair, { at: NOW - rule.halfLifeMs }),
      bookOf('ahead', fair, { at: NOW + 5_000 }),
    ];
    const weights = consensusOf(books, NOW, rule).books.map(({ weight }) => weight);
    expect(weights[0]).toBeCloseTo(1, 9);
    expect(weights[1]).toBeCloseTo(0.5, 9);
    expect(weights[2]).toBeCloseTo(1, 9);
  });

  it('do not count at all beyond the limit', () => {
    const books = [bookOf('new', fair), bookOf('old', fair, { at: NOW - rule.maxAgeMs - 1 })];
    const { books: parts, usedBooks } = consensusOf(books, NOW, rule);
    expect(usedBooks).toBe(1);
    expect(parts[1]).toMatchObject({ state: 'stale', weight: 0, share: 0, chances: null });
  });

  it('so old that they weigh nothing give no consensus', () => {
    const slow = { ...rule, maxAgeMs: Number.MAX_VALUE };
    const books = [bookOf('a', fair, { at: NOW - 1e11 }), bookOf('b', fair, { at: NOW - 1e11 })];
    const { probabilities, books: parts } = consensusOf(books, NOW, slow);
    expect(probabilities).toBeNull();
    expect(parts.every(({ share }) => share === 0)).toBe(true);
  });
});

describe('a book that stands alone', () => {
  const fair = [0.5, 0.28, 0.22];
  const off = moved(fair, [0.6, 0, -0.4]);

  property.prop([severalBooks, fc.nat()], { numRuns: 60 })(
    'is left out among three or more',
    (books, place) => {
      fc.pre(books.length >= 3);
      const even = books.map((book) => ({ ...book, trust: 1, at: NOW }));
      const at = place % even.length;
      const right = consensusOf(even.slice(at, at + 1), NOW, rule).probabilities ?? [];
      const favourite = right.indexOf(Math.max(...right));
      const off = moved(
        right,
        right.map((_, outcome) => (outcome === favourite ? -1.5 : 0)),
      );
      const wrong = even.map((book, index) => (index === at ? bookOf(book.book, off) : book));
      const { books: parts } = consensusOf(wrong, NOW, rule);
      expect(parts.map(({ state }) => state)).toEqual(
        wrong.map((_, index) => (index === at ? 'outlier' : 'used')),
      );
    },
  );

  it('is named with its distance, and changes nothing', () => {
    const agreeing = [bookOf('a', fair), bookOf('b', fair), bookOf('c', fair)];
    const with1 = consensusOf([...agreeing, bookOf('mad', off)], NOW, rule);
    expect(with1.books[3]).toMatchObject({ book: 'mad', state: 'outlier', weight: 0, share: 0 });
    expect(with1.books[3]?.distance).toBeGreaterThan(rule.outlierDistance);
    expect(with1.probabilities).toEqual(consensusOf(agreeing, NOW, rule).probabilities);
  });

  it('is not left out when it holds most of the weight', () => {
    const books = [bookOf('a', fair), bookOf('b', fair), bookOf('sharp', off, { trust: 10 })];
    const states = consensusOf(books, NOW, rule).books.map(({ state }) => state);
    expect(states[2]).toBe('used');
  });

  it('against one other stays: nobody knows which is wrong', () => {
    const { usedBooks, dispersion } = consensusOf([bookOf('a', fair), bookOf('b', off)], NOW, rule);
    expect(usedBooks).toBe(2);
    expect(dispersion).toBeGreaterThan(0.2);
  });

  it('weighs less the farther it is', () => {
    const shares = [0, 0.05, 0.1, 0.2].map((by) => {
      const books = [bookOf('a', fair), bookOf('b', fair), bookOf('c', moved(fair, [by, 0, 0]))];
      return consensusOf(books, NOW, rule).books[2]?.share ?? NaN;
    });
    expect(shares).toEqual([...shares].sort((left, right) => right - left));
    expect(shares[0]).toBeCloseTo(1 / 3, 9);
  });
});

describe('a book with missing outcomes', () => {
  const fair = [0.45, 0.3, 0.15, 0.1];
  const without = (book: BookPrices, ...missing: readonly number[]): BookPrices => ({
    ...book,
    odds: book.odds.map((price, at) => (missing.includes(at) ? null : price)),
  });

  property.prop([fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 800 })])(
    'counts for the others, against what complete books give them',
    (missing, marginBps) => {
      const some = fair.filter((_, at) => at !== missing);
      const sold = applyMargin(some, marginBps).implied.map((p) => 1 / p);
      const odds = fair.map((_, at) =>
        at === missing ? null : (sold[at - (at > missing ? 1 : 0)] ?? 2),
      );
      const books = [bookOf('whole', fair), { book: 'part', odds, at: NOW }];
      const { probabilities, books: parts } = consensusOf(books, NOW, rule);
      expect(parts[1]?.state).toBe('used');
      expect(parts[1]?.chances?.[missing]).toBeNull();
      fair.forEach((p, at) => {
        expect(probabilities?.[at]).toBeCloseTo(p, 8);
      });
    },
  );

  it('says nothing without a complete one', () => {
    const books = [without(bookOf('a', fair), 0), without(bookOf('b', fair), 3)];
    const { probabilities, books: parts } = consensusOf(books, NOW, rule);
    expect(probabilities).toBeNull();
    expect(parts.map(({ state }) => state)).toEqual(['partial', 'partial']);
  });

  it('with one price only is silent, as is one that nobody trusts', () => {
    const books = [
      bookOf('a', fair),
      without(bookOf('b', fair), 0, 1, 2),
      bookOf('c', fair, { trust: 0 }),
    ];
    expect(consensusOf(books, NOW, rule).books.map(({ state }) => state)).toEqual([
      'used',
      'silent',
      'silent',
    ]);
  });
});

describe('too few books', () => {
  it('give no consensus, but say what each thinks', () => {
    const { probabilities, dispersion, usedBooks, books } = consensusOf(
      [bookOf('a', [0.6, 0.4])],
      NOW,
      { ...rule, leastBooks: 2 },
    );
    expect({ probabilities, dispersion, usedBooks }).toEqual({
      probabilities: null,
      dispersion: null,
      usedBooks: 1,
    });
    expect(books[0]?.chances?.[0]).toBeCloseTo(0.6, 9);
  });

  it('none at all neither', () => {
    expect(consensusOf([], NOW)).toEqual({
      probabilities: null,
      usedBooks: 0,
      dispersion: null,
      books: [],
    });
  });
});

test('a method that has no solution is replaced, and says so', () => {
  const books = [{ book: 'a', odds: [3.2, 3.5, 2.6], at: NOW, method: 'shin' as const }];
  expect(consensusOf(books, NOW, rule).books[0]).toMatchObject({
    used: 'odds-ratio',
    fallback: 'no-solution',
  });
});

test('two winners: places are pooled to their own sum', () => {
  const books = [
    { book: 'a', odds: [1.2, 1.25, 2.1], at: NOW },
    { book: 'b', odds: [1.22, 1.24, 2.05], at: NOW },
  ];
  const { probabilities } = consensusOf(books, NOW, { ...rule, fairSum: 2 });
  expect(probabilities?.reduce((sum, p) => sum + p, 0)).toBeCloseTo(2, 12);
});

describe('input that cannot be meant', () => {
  const good = bookOf('a', [0.5, 0.5]);
  test.each([
    ['ODDS_INVALID: books[0].odds[1]', [{ ...good, odds: [2, 1] }], NOW, rule],
    ['ODDS_INVALID: books[1].odds[0]', [good, { ...good, book: 'b', odds: [NaN, 2] }], NOW, rule],
    ['NUMBER_INVALID: books[1].odds', [good, { ...good, book: 'b', odds: [2, 3, 4] }], NOW, rule],
    ['NUMBER_INVALID: books[0].odds', [{ ...good, odds: [2] }], NOW, rule],
    ['STATE_CONTRADICTORY: books[1].book', [good, good], NOW, rule],
    ['NUMBER_INVALID: books[0].at', [{ ...good, at: NaN }], NOW, rule],
    ['NUMBER_INVALID: books[0].trust', [{ ...good, trust: -1 }], NOW, rule],
    ['NUMBER_INVALID: nowMs', [good], NaN, rule],
    ['NUMBER_INVALID: rule.halfLifeMs', [good], NOW, { ...rule, halfLifeMs: 0 }],
    ['NUMBER_INVALID: rule.leastBooks', [good], NOW, { ...rule, leastBooks: 0 }],
    ['NUMBER_INVALID: rule.outlierDistance', [good], NOW, { ...rule, outlierDistance: NaN }],
    ['NUMBER_INVALID: rule.fairSum', [good], NOW, { ...rule, fairSum: 2 }],
  ] as const)('is refused: %s', (message, books, now, asked) => {
    expect(() => consensusOf(books, now, asked)).toThrow(message);
  });
});
