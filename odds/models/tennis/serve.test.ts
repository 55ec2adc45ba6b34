import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import type { TennisFormat } from '#markets/mod.ts';

import { fairChance } from '../five-way.ts';
import { tennisChances } from './chances.ts';
import { matchChances } from './match.ts';
import { pointChancesOf, updateServe, type ServeBelief, type ServePoints } from './serve-belief.ts';
import { serveFromMatchAndTotal, serveFromMatchWinner } from './serve-inversion.ts';
import { startOfMatch } from './state.ts';

const BEST_OF_3: TennisFormat = { bestOf: 3, finalSet: 'tb7' };
const START = { sets: [0, 0], games: [0, 0], points: [0, 0], server: 'A' } as const;

const belief: fc.Arbitrary<ServeBelief> = fc.record({
  mean: fc.double({ min: 0, max: 1, noNaN: true }),
  points: fc.double({ min: 0.1, max: 1000, noNaN: true }),
});
const observed: fc.Arbitrary<ServePoints> = fc
  .tuple(fc.nat(200), fc.nat(200))
  .map(([won, lost]) => ({ won, played: won + lost }));

describe('beliefs about service', () => {
  property.prop([belief, belief, observed, observed])(
    'come to the same in one step and in two',
    (a, b, first, then) => {
      const both = { won: first.won + then.won, played: first.played + then.played };
      const nothing = { won: 0, played: 0 };
      const once = updateServe({ a, b }, { a: both, b: nothing });
      const twice = updateServe(updateServe({ a, b }, { a: first, b: nothing }), {
        a: then,
        b: nothing,
      });
      expect(twice.a.mean).toBeCloseTo(once.a.mean, 12);
      expect(twice.a.points).toBeCloseTo(once.a.points, 9);
      expect(once.b).toEqual(b);
    },
  );

  property.prop([belief, observed])('move from the prior towards what was seen', (prior, seen) => {
    fc.pre(seen.played > 0);
    const { a } = updateServe({ a: prior, b: prior }, { a: seen, b: { won: 0, played: 0 } });
    const share = seen.won / seen.played;
    expect(a.mean).toBeGreaterThanOrEqual(Math.min(prior.mean, share) - 1e-12);
    expect(a.mean).toBeLessThanOrEqual(Math.max(prior.mean, share) + 1e-12);
  });

  test('are those of the beta law', () => {
    // Beta(64, 36) after 30 of 40 points is Beta(94, 46).
    const prior = { a: { mean: 0.64, points: 100 }, b: { mean: 0.6, points: 50 } };
    const after = updateServe(prior, { a: { won: 30, played: 40 }, b: { won: 10, played: 25 } });
    expect(after.a.mean).toBeCloseTo(94 / 140, 14);
    expect(after.b.mean).toBeCloseTo(40 / 75, 14);
    expect(pointChancesOf(after)).toEqual({ p: after.a.mean, q: 1 - after.b.mean });
  });

  test('without any strength are what was seen, and nothing seen changes nothing', () => {
    const none = { mean: 0.6, points: 0 };
    const nothing = { won: 0, played: 0 };
    const after = updateServe({ a: none, b: none }, { a: { won: 3, played: 4 }, b: nothing });
    expect(after.a).toEqual({ mean: 0.75, points: 4 });
    expect(after.b).toEqual(none);
  });

  test.each([
    [{ mean: NaN, points: 1 }, { won: 1, played: 2 }, 'NUMBER_INVALID', 'prior.a.mean'],
    [{ mean: 0.6, points: -1 }, { won: 1, played: 2 }, 'NUMBER_INVALID', 'prior.a.points'],
    [{ mean: 0.6, points: 9 }, { won: -1, played: 2 }, 'NUMBER_INVALID', 'observed.a.won'],
    [{ mean: 0.6, points: 9 }, { won: 1, played: NaN }, 'NUMBER_INVALID', 'observed.a.played'],
    [{ mean: 0.6, points: 9 }, { won: 3, played: 2 }, 'STATE_CONTRADICTORY', 'observed.a.won'],
  ])('%j and %j are refused', (prior, seen, code, field) => {
    const nothing = { won: 0, played: 0 };
    expect(() => updateServe({ a: prior, b: prior }, { a: seen, b: nothing })).toThrow(
      expect.objectContaining({ code, field }),
    );
  });
});

const strengths = {
  p: fc.double({ min: 0.5, max: 0.8, noNaN: true }),
  q: fc.double({ min: 0.25, max: 0.5, noNaN: true }),
};

describe('service from prices', () => {
  property.prop([fc.record(strengths), fc.constantFrom(3, 5), fc.boolean()], { numRuns: 30 })(
    'finds the chances of points that made a match price',
    ({ p, q }, bestOf, noAd) => {
      const format: TennisFormat = { bestOf, finalSet: 'tb10', noAd };
      const { match } = matchChances({ p, q, noAd }, START, format);
      fc.pre(match > 1e-6 && match < 1 - 1e-6);
      const found = serveFromMatchWinner(match, p + 1 - q, format);
      expect(found.p).toBeCloseTo(p, 7);
      expect(found.q).toBeCloseTo(q, 7);
    },
  );

  property.prop([fc.record(strengths)], { numRuns: 3 })(
    'and of a match price and a total',
    ({ p, q }) => {
      const { match } = matchChances({ p, q }, START, BEST_OF_3);
      fc.pre(match > 0.02 && match < 0.98 && p + 1 - q > 1.1);
      const [over] = tennisChances({ p, q, format: BEST_OF_3 }, startOfMatch('unknown'), {
        type: 'tennis-total-games',
        specifiers: { line: '22.5' },
      });
      const price = { line: 90, over: (over && fairChance(over)) ?? 0.5 };
      const found = serveFromMatchAndTotal(match, price, BEST_OF_3);
      expect(found.p).toBeCloseTo(p, 5);
      expect(found.q).toBeCloseTo(q, 5);
    },
  );

  test('the match depends little on how strong both serve (Klaassen and Magnus 2003)', () => {
    const lead = (sum: number): number => {
      const { p, q } = serveFromMatchWinner(0.65, sum, BEST_OF_3);
      return p - (1 - q);
    };
    expect(lead(1.12)).toBeGreaterThan(0);
    for (const sum of [1.2, 1.29, 1.36])
      expect(Math.abs(lead(sum) - lead(1.12))).toBeLessThan(0.01);
  });

  test('an even price is even service, and certainty has its limits', () => {
    const even = serveFromMatchWinner(0.5, 1.29, BEST_OF_3);
    expect(even.p).toBeCloseTo(0.645, 9);
    expect(even.q).toBeCloseTo(0.355, 9);
    for (const chance of [1e-9, 1 - 1e-9]) {
      const { p, q } = serveFromMatchWinner(chance, 1.29, BEST_OF_3);
      expect(p >= 0 && p <= 1 && q >= 0 && q <= 1).toBe(true);
    }
  });

  test.each([
    [-0.1, 1.29, 'NUMBER_INVALID', 'chance'],
    [NaN, 1.29, 'NUMBER_INVALID', 'chance'],
    [0.5, 0, 'NUMBER_INVALID', 'serveSum'],
    [0.5, 2, 'NUMBER_INVALID', 'serveSum'],
    [0.5, NaN, 'NUMBER_INVALID', 'serveSum'],
  ])('chance %d and sum %d are refused', (chance, sum, code, field) => {
    expect(() => serveFromMatchWinner(chance, sum, BEST_OF_3)).toThrow(
      expect.objectContaining({ code, field }),
    );
  });

  test.each([
    [{ line: 90, over: 0.3 }, 'NO_SOLUTION', 'total.over'],
    [{ line: 90, over: NaN }, 'NUMBER_INVALID', 'total.over'],
    [{ line: 4, over: 0.5 }, 'SPECIFIER_INVALID', 'identity.specifiers'],
  ])('the total %j is refused', (total, code, field) => {
    expect(() => serveFromMatchAndTotal(0.6, total, BEST_OF_3)).toThrow(
      expect.objectContaining({ code, field }),
    );
  });
});
