import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { rhoBounds } from '../football/dixon-coles.ts';
import { chanceAbove } from '../football/distribution.ts';
import { gridMarkets } from '../football/grid-markets.ts';
import { handicapChances, totalChances } from '../football/line-price.ts';
import { marginalsOf } from '../football/score-grid.ts';
import { scoreGrid } from '../football/score-models.ts';
import { lineShare } from './inversion.ts';
import { invertMarkets } from './invert.ts';
import type { MarketQuote } from './quotes.ts';

type Rates = Readonly<{ lambda: number; mu: number; rho: number }>;

/** Any match football has seen, and some it has not. */
const rates = fc
  .record({
    lambda: fc.double({ min: 0.08, max: 4.5, noNaN: true }),
    mu: fc.double({ min: 0.08, max: 4.5, noNaN: true }),
    share: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  })
  .map(({ lambda, mu, share }): Rates => {
    const bounds = rhoBounds(lambda, mu);
    const [min, max] = [Math.max(-0.29, bounds.min), Math.min(0.29, bounds.max)];
    return { lambda, mu, rho: min + share * (max - min) };
  });

const marginalsAt = (of: Rates) => marginalsOf(scoreGrid({ model: 'dixon-coles', ...of }, 40));
const resultQuote = (of: Rates): MarketQuote => ({
  market: 'match-result',
  ...gridMarkets(scoreGrid({ model: 'dixon-coles', ...of }, 40)).result,
});
const totalQuote = (of: Rates, line: number): MarketQuote => ({
  market: 'total-goals',
  line,
  over: lineShare(totalChances(marginalsAt(of).total, 'over', line)),
});
const handicapQuote = (of: Rates, line: number): MarketQuote => ({
  market: 'asian-handicap',
  line,
  home: lineShare(handicapChances(marginalsAt(of).difference, 'home', line)),
});
/** A line that is no foregone conclusion at these rates. */
const openTotal = ({ lambda, mu }: Rates): number => Math.max(2, Math.round(4 * (lambda + mu) - 1));
const openHandicap = ({ lambda, mu }: Rates): number => Math.round(4 * (mu - lambda));

describe('rates behind consistent prices', () => {
  property.prop([rates], { numRuns: 80 })('are found with ρ from result and total', (of) => {
    const fit = invertMarkets([resultQuote(of), totalQuote(of, 10)]);
    expect(fit).toMatchObject({ converged: true, rhoDropped: false });
    expect(fit.residual).toBeLessThan(1e-9);
    expect(fit.lambda).toBeCloseTo(of.lambda, 5);
    expect(fit.mu).toBeCloseTo(of.mu, 5);
    expect(fit.rho).toBeCloseTo(of.rho, 4);
  });

  property.prop([rates, fc.integer({ min: -1, max: 1 }), fc.integer({ min: -1, max: 1 })], {
    numRuns: 80,
  })('are found from a handicap and a total, quarter lines too', (of, left, right) => {
    const quotes = [
      handicapQuote(of, openHandicap(of) + left),
      totalQuote(of, openTotal(of) + 1 + right),
    ];
    const fit = invertMarkets(quotes, { rho: of.rho });
    expect(fit.converged).toBe(true);
    expect(fit.lambda).toBeCloseTo(of.lambda, 5);
    expect(fit.mu).toBeCloseTo(of.mu, 5);
  });

  property.prop([rates], { numRuns: 40 })('are found from more prices than unknowns', (of) => {
    const quotes = [
      resultQuote(of),
      totalQuote(of, openTotal(of)),
      totalQuote(of, openTotal(of) + 3),
      handicapQuote(of, openHandicap(of)),
      handicapQuote(of, openHandicap(of) + 2),
    ];
    const fit = invertMarkets(quotes);
    expect(fit.converged).toBe(true);
    expect(fit.residual).toBeLessThan(1e-8);
    expect(fit.lambda).toBeCloseTo(of.lambda, 5);
    expect(fit.mu).toBeCloseTo(of.mu, 5);
  });

  property.prop([rates], { numRuns: 40 })('change sides with the teams', (of) => {
    const quotes = [resultQuote(of), totalQuote(of, 10)];
    const turned = quotes.map((quote) =>
      quote.market === 'match-result' ? { ...quote, home: quote.away, away: quote.home } : quote,
    );
    const [straight, mirrored] = [invertMarkets(quotes), invertMarkets(turned)];
    expect(mirrored.lambda).toBeCloseTo(straight.mu, 7);
    expect(mirrored.mu).toBeCloseTo(straight.lambda, 7);
  });
});

describe('rates behind prices that do not agree', () => {
  const of = { lambda: 1.6, mu: 1.1, rho: -0.05 };
  const other = { ...of, lambda: 1.9 };

  test('are a compromise, and each chance says by how much', () => {
    const fit = invertMarkets([resultQuote(of), totalQuote(other, 10), handicapQuote(other, -2)]);
    expect(fit.converged).toBe(true);
    expect(fit.residual).toBeGreaterThan(0.01);
    expect(fit.lambda).toBeGreaterThan(of.lambda);
    expect(fit.lambda).toBeLessThan(other.lambda);
    const summed = fit.chances.reduce((sum, { asked, fitted }) => sum + (fitted - asked) ** 2, 0);
    expect(Math.sqrt(summed)).toBeCloseTo(fit.residual, 12);
    expect(fit.chances.map(({ quote, outcome }) => `${quote} ${outcome}`)).toEqual([
      '0 home',
      '0 draw',
      '0 away',
      '1 over',
      '2 home',
    ]);
  });

  test('go where the weight is', () => {
    const misses = [0.01, 1, 100].map((weight) => {
      const quotes = [resultQuote(of), totalQuote(of, 10), { ...handicapQuote(other, -2), weight }];
      const { asked, fitted } = invertMarkets(quotes, { rho: of.rho }).chances.at(-1) ?? {};
      return Math.abs((asked ?? NaN) - (fitted ?? NaN));
    });
    expect(misses).toEqual([...misses].sort((left, right) => right - left));
    expect(misses[2]).toBeLessThan(0.01);
  });

  property.prop([rates, rates], { numRuns: 40 })('have no better neighbour', (left, right) => {
    const quotes = [
      resultQuote(left),
      totalQuote(right, openTotal(right)),
      handicapQuote(right, openHandicap(right)),
    ];
    const fit = invertMarkets(quotes, { rho: 0 });
    fc.pre(fit.converged);
    const cost = (lambda: number, mu: number): number => {
      const at = { lambda, mu, rho: 0 };
      const logit = (p: number): number => Math.log(p / (1 - p));
      const m = marginalsAt(at);
      const { home, draw, away } = gridMarkets(
        scoreGrid({ model: 'dixon-coles', ...at }, 40),
        m,
      ).result;
      const fitted = [
        home,
        draw,
        away,
        lineShare(totalChances(m.total, 'over', openTotal(right))),
        lineShare(handicapChances(m.difference, 'home', openHandicap(right))),
      ];
      return fit.chances.reduce(
        (sum, { asked }, index) =>
          sum + asked * (1 - asked) * (logit(fitted[index] ?? NaN) - logit(asked)) ** 2,
        0,
      );
    };
    const least = cost(fit.lambda, fit.mu);
    for (const [a, b] of [
      [1.01, 1],
      [0.99, 1],
      [1, 1.01],
      [1, 0.99],
      [1.01, 0.99],
    ] as const) {
      expect(cost(fit.lambda * a, fit.mu * b)).toBeGreaterThanOrEqual(least - 1e-12);
    }
  });

  test('of which no football has the ρ are fitted without it', () => {
    const fit = invertMarkets([
      { market: 'match-result', home: 0.2, draw: 0.6, away: 0.2 },
      { market: 'total-goals', line: 10, over: 0.6 },
    ]);
    expect(fit).toMatchObject({ rho: 0, rhoDropped: true, converged: true });
    expect(fit.residual).toBeGreaterThan(0.01);
  });
});

describe('extreme prices', () => {
  const chance = fc.double({ min: 1e-4, max: 1, noNaN: true });
  const anyResult = fc.tuple(chance, chance, chance).map(([h, d, a]) => ({
    market: 'match-result' as const,
    home: h / (h + d + a),
    draw: d / (h + d + a),
    away: a / (h + d + a),
  }));
  property.prop(
    [
      anyResult,
      fc.double({ min: 1e-4, max: 0.9999, noNaN: true }),
      fc.integer({ min: 1, max: 30 }),
    ],
    {
      numRuns: 300,
    },
  )('give finite rates, and say when they are not met', (result, over, line) => {
    const fit = invertMarkets([result, { market: 'total-goals', line, over }]);
    for (const value of [fit.lambda, fit.mu, fit.rho, fit.residual]) {
      expect(Number.isFinite(value)).toBe(true);
    }
    expect(Math.min(fit.lambda, fit.mu)).toBeGreaterThan(0);
    const { min, max } = rhoBounds(fit.lambda, fit.mu);
    expect(Math.abs(fit.rho)).toBeLessThan(0.3);
    expect(fit.rho).toBeGreaterThanOrEqual(min);
    expect(fit.rho).toBeLessThanOrEqual(max);
    for (const { fitted } of fit.chances) expect(fitted).toBeGreaterThan(0);
  });

  test('a mismatch', () => {
    const { lambda, mu, converged } = invertMarkets([
      { market: 'match-result', home: 0.935, draw: 0.05, away: 0.015 },
      { market: 'total-goals', line: 14, over: 0.62 },
    ]);
    expect(converged).toBe(true);
    expect(lambda).toBeGreaterThan(3);
    expect(mu).toBeLessThan(0.7);
  });
});

describe('published figures', () => {
  test('goals of a total of 2.5 at evens', () => {
    const { lambda, mu } = invertMarkets(
      [
        { market: 'total-goals', line: 10, over: 0.5 },
        { market: 'asian-handicap', line: 0, home: 0.5 },
      ],
      { rho: 0 },
    );
    expect(lambda + mu).toBeCloseTo(2.67406, 5);
    expect(lambda).toBeCloseTo(mu, 9);
  });

  // goalmodel (R), README: expected goals of three probabilities of a result.
  test('the example of goalmodel', () => {
    const { lambda, mu } = invertMarkets(
      [{ market: 'match-result', home: 0.6197118, draw: 0.2035688, away: 0.1767195 }],
      { rho: 0 },
    );
    expect(lambda).toBeCloseTo(2.0985, 3);
    expect(mu).toBeCloseTo(1.0272, 3);
  });
});

describe('quotes that cannot be', () => {
  const result = { market: 'match-result', home: 0.5, draw: 0.25, away: 0.25 } as const;
  const total = { market: 'total-goals', line: 10, over: 0.5 } as const;
  test.each<readonly [string, readonly MarketQuote[]]>([
    ['NUMBER_INVALID: quotes[0].home', [{ ...result, home: 0 }, total]],
    ['NUMBER_INVALID: quotes[0].away', [{ ...result, away: NaN }, total]],
    ['NUMBER_INVALID: quotes[0] must sum to 1', [{ ...result, draw: 0.3 }, total]],
    ['NUMBER_INVALID: quotes[1].over', [result, { ...total, over: 1 }]],
    ['NUMBER_INVALID: quotes[1].line', [result, { ...total, line: 2.5 }]],
    ['NUMBER_INVALID: quotes[1].line', [result, { ...total, line: 1e6 }]],
    ['STATE_CONTRADICTORY: quotes[1].line', [result, { ...total, line: 0 }]],
    ['NUMBER_INVALID: quotes[1].home', [result, { market: 'asian-handicap', line: 2, home: -1 }]],
    ['NUMBER_INVALID: quotes[1].weight', [result, { ...total, weight: 0 }]],
    ['NO_SOLUTION: quotes must give at least two numbers', [total]],
    ['NO_SOLUTION: quotes must give at least two numbers', []],
  ])('are refused: %s', (message, quotes) => {
    expect(() => invertMarkets(quotes)).toThrow(message);
  });

  test.each([1, -1, NaN, 5])('a ρ of %d is refused', (rho) => {
    expect(() => invertMarkets([result], { rho })).toThrow('NUMBER_INVALID: rho');
  });

  test('three decimals are near enough to a sum of 1', () => {
    const fit = invertMarkets([{ market: 'match-result', home: 0.333, draw: 0.333, away: 0.333 }]);
    expect(fit.chances[0]?.asked).toBeCloseTo(1 / 3, 12);
  });
});

test('over 2.5 does not depend on ρ', () => {
  const { total } = marginalsAt({ lambda: 1.4, mu: 1.1, rho: -0.1 });
  const { total: plain } = marginalsAt({ lambda: 1.4, mu: 1.1, rho: 0 });
  expect(chanceAbove(total, 2)).toBeCloseTo(chanceAbove(plain, 2), 12);
});
