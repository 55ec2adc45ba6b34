import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError, type Side } from '#contracts/mod.ts';

import { poissonCounts } from '../count-models.ts';
import { meanOf } from '../distribution.ts';
import { marginalsOf, scoreChance } from '../score-grid.ts';
import {
  countGrid,
  countRace,
  furtherCounts,
  nextIsHome,
  noneFurther,
  type CountLaw,
} from './side-counts.ts';
import { expectCertain, expectChances } from './testing/fixtures.ts';

const laws: fc.Arbitrary<CountLaw> = fc.record({
  soFar: fc.record({ home: fc.nat(6), away: fc.nat(6) }),
  mean: fc.double({ min: 0, max: 14, noNaN: true }),
  shape: fc.constantFrom(2, 20, 63, Infinity),
  urn: fc.record({
    home: fc.double({ min: 0.5, max: 20, noNaN: true }),
    away: fc.double({ min: 0.5, max: 20, noNaN: true }),
    adds: fc.constantFrom('own' as const, 'other' as const),
  }),
  odds: fc.double({ min: 0.4, max: 2.5, noNaN: true }),
});
const PLAIN: CountLaw = {
  soFar: { home: 0, away: 0 },
  mean: 5,
  shape: Infinity,
  urn: { home: 1e9, away: 1e9, adds: 'own' },
  odds: 1,
};

const homeIn = (sides: readonly Side[]): number => sides.filter((side) => side === 'home').length;

/** Chance of an exact sequence of sides, and of all sequences by their totals: the slow obvious way. */
function everySequence(
  law: CountLaw,
  length: number,
  visit: (sides: readonly Side[], chance: number) => void,
): void {
  const walk = (sides: readonly Side[], chance: number): void => {
    visit(sides, chance);
    if (sides.length === length) return;
    const home = homeIn(sides);
    const away = sides.length - home;
    const { urn, odds } = law;
    const own = urn.adds === 'own';
    const ours = odds * (urn.home + (own ? home : away));
    const p = ours / (ours + urn.away + (own ? away : home));
    walk([...sides, 'home'], chance * p);
    walk([...sides, 'away'], chance * (1 - p));
  };
  walk([], 1);
}

describe('counts of two sides', () => {
  property.prop([laws], { numRuns: 80 })('are a distribution from the counts so far on', (law) => {
    const grid = countGrid(law);
    expectChances(grid.cells);
    const { home, away } = marginalsOf(grid);
    expect(home.below[law.soFar.home]).toBe(0);
    expect(away.below[law.soFar.away]).toBe(0);
  });

  property.prop([laws], { numRuns: 60 })('keep all but a millionth of the mean', (law) => {
    const { total } = marginalsOf(countGrid(law));
    const soFar = law.soFar.home + law.soFar.away;
    expect(meanOf(total) - soFar).toBeCloseTo(law.mean, 3);
  });

  property.prop([laws], { numRuns: 25 })('are the sums over all sequences', (law) => {
    const short = { ...law, mean: Math.min(law.mean, 2) };
    const totals = furtherCounts(short);
    const chances = new Map<string, number>();
    everySequence(short, Math.min(9, totals.length - 1), (sides, chance) => {
      const home = homeIn(sides);
      const key = `${home}-${sides.length - home}`;
      const reached = chance * (totals[sides.length] ?? 0);
      chances.set(key, (chances.get(key) ?? 0) + reached);
    });
    const grid = countGrid(short);
    for (const [key, chance] of chances) {
      const [home = 0, away = 0] = key.split('-').map(Number);
      const [h, a] = [short.soFar.home + home, short.soFar.away + away];
      if (h >= grid.maxHome || a >= grid.maxAway) continue;
      expect(scoreChance(grid, h, a)).toBeCloseTo(chance, 10);
    }
  });

  test('without a level and with a large urn they are two Poisson counts', () => {
    const grid = countGrid(PLAIN);
    const half = poissonCounts(2.5, 10);
    for (let home = 0; home < 8; home += 1) {
      for (let away = 0; away < 8; away += 1) {
        const product = (half[home] ?? 0) * (half[away] ?? 0);
        expect(scoreChance(grid, home, away)).toBeCloseTo(product, 7);
      }
    }
  });

  test('a level spreads totals, the urns spread or even out the difference', () => {
    const spread = (law: CountLaw, of: 'total' | 'difference'): number => {
      const law1 = marginalsOf(countGrid(law))[of];
      const mean = meanOf(law1);
      return law1.mass.reduce((sum, p, at) => sum + p * (at + law1.first - mean) ** 2, 0);
    };
    const urn = (adds: 'own' | 'other'): CountLaw => ({
      ...PLAIN,
      urn: { home: 4, away: 4, adds },
    });
    expect(spread({ ...PLAIN, shape: 10 }, 'total')).toBeCloseTo(5 + 25 / 10, 3);
    expect(spread(PLAIN, 'difference')).toBeCloseTo(5, 3);
    expect(spread(urn('own'), 'difference')).toBeGreaterThan(6.5);
    expect(spread(urn('other'), 'difference')).toBeLessThan(4);
  });

  test('nothing more expected is certain', () => {
    expectCertain(countGrid({ ...PLAIN, soFar: { home: 3, away: 2 }, mean: 0 }), 3, 2);
    expect(noneFurther({ ...PLAIN, mean: 0 })).toBe(1);
  });

  property.prop([laws], { numRuns: 40 })(
    'a next event is more likely the likelier side’s',
    (law) => {
      const p = nextIsHome(law);
      expect(nextIsHome({ ...law, odds: law.odds * 1.1 })).toBeGreaterThan(p);
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThan(1);
    },
  );
});

describe('a race', () => {
  property.prop([laws, fc.integer({ min: 1, max: 5 })], { numRuns: 40 })(
    'is won by whom every sequence says',
    (law, ahead) => {
      const short = { ...law, mean: Math.min(law.mean, 2) };
      const target = Math.min(short.soFar.home, short.soFar.away) + ahead;
      const won = { home: 0, away: 0 };
      const totals = furtherCounts(short);
      const length = Math.min(11, totals.length - 1);
      everySequence(short, length, (sides, chance) => {
        const home = homeIn(sides);
        const counts = {
          home: short.soFar.home + home,
          away: short.soFar.away + sides.length - home,
        };
        const last = sides.at(-1);
        if (
          last === undefined ||
          counts[last] !== target ||
          Math.max(counts.home, counts.away) > target
        )
          return;
        if (counts.home === target && counts.away === target) return;
        const atLeast = 1 - totals.subarray(0, sides.length).reduce((sum, p) => sum + p, 0);
        won[last] += chance * atLeast;
      });
      const race = countRace(short, target);
      expect(race.home + race.away + race.none).toBeCloseTo(1, 12);
      const done = (['home', 'away'] as const).find((side) => short.soFar[side] >= target);
      if (done !== undefined) expect(race[done]).toBe(1);
      else {
        expect(race.home).toBeCloseTo(won.home, 5);
        expect(race.away).toBeCloseTo(won.away, 5);
      }
    },
  );

  test('to one is the next event; a longer one is less likely won', () => {
    const law = { ...PLAIN, odds: 1.3 };
    const first = countRace(law, 1);
    expect(first.none).toBeCloseTo(noneFurther(law), 12);
    expect(first.home).toBeCloseTo((1 - noneFurther(law)) * nextIsHome(law), 12);
    const nobody = [1, 3, 5, 7, 9].map((target) => countRace(law, target).none);
    expect(nobody.every((none, at) => at === 0 || none > (nobody[at - 1] ?? 1))).toBe(true);
  });

  test.each([0, 1.5, -1, NaN, 100])('to %d is refused', (target) => {
    expect(() => countRace(PLAIN, target)).toThrow(InputError);
  });

  test('that both have finished is refused: the order is not known', () => {
    const over = { ...PLAIN, soFar: { home: 4, away: 3 } };
    expect(() => countRace(over, 3)).toThrow(InputError);
    expect(countRace(over, 4)).toEqual({ home: 1, away: 0, none: 0 });
  });
});
