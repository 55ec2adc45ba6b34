import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { compare, summaryOf } from './compare.ts';
import { CUSTOMER_KINDS } from './customers.ts';
import { intervalOf, tQuantile } from './intervals.ts';
import type { MatchFigures } from './play-match.ts';
import { seasonFigures } from './season.ts';

const NOBODY = Object.fromEntries(
  CUSTOMER_KINDS.map((kind) => [kind, { staked: 0, profit: 0 }]),
) as MatchFigures['byKind'];

const match = (profit: number, staked = 1_000, refused = 0): MatchFigures => ({
  staked,
  profit,
  expected: 50,
  refused,
  bets: 10,
  byKind: { ...NOBODY, recreational: { staked, profit } },
});

describe('a season', () => {
  test('in numbers that can be worked out by hand', () => {
    const season = seasonFigures([match(100), match(-300), match(-100), match(500, 1_000, 1_000)]);
    expect(season).toMatchObject({
      matches: 4,
      bets: 40,
      staked: 4_000,
      profit: 200,
      hold: 0.05,
      expectedHold: 0.05,
      cvar99: 300,
      // From 100 down to −300.
      maxDrawdown: 400,
      refusedShare: 0.2,
      path: [100, -200, -300, 200],
    });
    expect(season.variance).toBeCloseTo((50 ** 2 + 350 ** 2 + 150 ** 2 + 450 ** 2) / 3, 6);
    expect(season.byKind.recreational).toEqual({ staked: 4_000, profit: 200 });
  });

  test('of one match has no variance and is refused', () => {
    expect(() => seasonFigures([match(1)])).toThrow(RangeError);
  });

  property.prop([fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 2, maxLength: 60 })])(
    'the deepest fall is the largest of all falls',
    (profits) => {
      const { path, maxDrawdown } = seasonFigures(profits.map((profit) => match(profit)));
      const falls = [0, ...path].flatMap((high, from) =>
        [0, ...path].slice(from).map((low) => high - low),
      );
      expect(maxDrawdown).toBe(Math.max(...falls));
    },
  );
});

describe('intervals', () => {
  // Tables of Student's t: 97.5 % points.
  test.for([
    [1, 12.706],
    [2, 4.303],
    [4, 2.776],
    [5, 2.571],
    [9, 2.262],
    [19, 2.093],
    [29, 2.045],
    [120, 1.98],
  ] as const)('t of %d degrees of freedom is %d', ([freedom, quantile]) => {
    expect(tQuantile(freedom)).toBeCloseTo(quantile, 2);
  });

  test('1 to 5: 3 plus and minus 1.963', () => {
    const { mean, low, high } = intervalOf([1, 2, 3, 4, 5]);
    expect([mean, low, high].map((value) => value.toFixed(3))).toEqual(['3.000', '1.037', '4.963']);
  });

  test('one seed has no interval but itself; none is refused', () => {
    expect(intervalOf([7])).toEqual({ mean: 7, low: 7, high: 7 });
    expect(() => intervalOf([])).toThrow(RangeError);
  });
});

describe('a comparison', () => {
  const run = (seed: number, scale: number) => ({
    seed,
    elasticity: 3,
    seasons: {
      static: seasonFigures([match(300 * scale), match(-100 * scale)]),
      joint: seasonFigures([match(150 * scale), match(-50 * scale)]),
    },
  });
  const runs = [run(1, 1), run(2, 5), run(3, 2)];

  test('goes seed by seed: what all have in common falls out', () => {
    const found = compare(runs, 'joint', 'static');
    expect(found?.variance).toEqual({ mean: 0.75, low: 0.75, high: 0.75 });
    expect(found?.sd.mean).toBeCloseTo(0.5, 12);
    expect(found?.hold.mean).toBeLessThan(0);
  });

  test('needs both policies', () => {
    expect(compare(runs, 'joint', 'lmsr')).toBeUndefined();
    expect(summaryOf(runs, 'ladder')).toBeUndefined();
    expect(summaryOf(runs, 'static')?.profit.mean).toBeCloseTo((200 + 1_000 + 400) / 3, 9);
  });
});
