import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { averageScore } from '../models/mod.ts';
import { fitRatings, predictResult, walkForward, type RatingsSpec } from './mod.ts';
import { drawStrengths, simulateSeasons, smallLeague } from './testing/league.ts';

const SPECS: readonly RatingsSpec[] = [
  { system: 'dixon-coles', options: { rho: 0 } },
  { system: 'elo' },
  { system: 'pi' },
  { system: 'base-rates' },
];
const spec = fc.constantFrom(...SPECS);

describe('walking forward', () => {
  property.prop([spec, smallLeague, fc.integer({ min: 110, max: 118 })], { numRuns: 40 })(
    'forecasts a day the same whatever happens on it and after it',
    (of, matches, day) => {
      const plan = { spec: of, matches, fromDay: day, toDay: 402, refitDays: 1 };
      const forecasts = walkForward(plan);
      const first = forecasts[0]?.match.day ?? 0;
      const other = matches.map((match) =>
        match.day < first ? match : { ...match, homeGoals: 9 - match.homeGoals, awayGoals: 7 },
      );
      walkForward({ ...plan, matches: other }).forEach((again, at) => {
        if (again.match.day === first) expect(again.chances).toEqual(forecasts[at]?.chances);
      });
    },
  );

  property.prop([spec, smallLeague, fc.integer({ min: 1, max: 60 })], { numRuns: 40 })(
    'is one fit after another, as often as asked',
    (of, matches, refitDays) => {
      const told: number[] = [];
      const plan = { spec: of, matches, fromDay: 110, toDay: 300, refitDays };
      const forecasts = walkForward(plan, ({ done }) => told.push(done));
      let fitted = -Infinity;
      forecasts.forEach(({ match, chances }, at) => {
        if (match.day - fitted >= refitDays) {
          fitted = match.day;
          expect(told.shift()).toBe(at);
        }
        const alone = predictResult(fitRatings(of, matches, fitted), match).chances;
        expect(chances.home).toBeCloseTo(alone.home, 6);
        expect(chances.draw).toBeCloseTo(alone.draw, 6);
        expect(chances.home + chances.draw + chances.away).toBeCloseTo(1, 9);
      });
      expect(told).toEqual([forecasts.length]);
      const days = matches.filter(({ day }) => day >= 110 && day < 300).length;
      expect(forecasts).toHaveLength(days);
    },
  );

  test('ratings beat base rates on simulated seasons (seed walk-5)', () => {
    const matches = simulateSeasons('walk-5/goals', drawStrengths('walk-5', 14), 4);
    const rps = (of: RatingsSpec): number => {
      const plan = { spec: of, matches, fromDay: 730, toDay: 1460, refitDays: 30 };
      return averageScore(
        walkForward(plan).map(({ match, chances: { home, draw, away } }) => ({
          probabilities: [home, draw, away],
          outcome: 1 - Math.sign(match.homeGoals - match.awayGoals),
        })),
      ).rps;
    };
    const base = rps({ system: 'base-rates' });
    for (const of of SPECS.slice(0, 3)) expect(rps(of)).toBeLessThan(base - 0.005);
  });

  test('without anything played before, base rates know three equal chances and ratings refuse', () => {
    const [match] = simulateSeasons('walk-5', drawStrengths('walk-5', 2), 1);
    const plan = {
      matches: match === undefined ? [] : [match],
      fromDay: 0,
      toDay: 1,
      refitDays: 1,
    };
    const third = { home: 1 / 3, draw: 1 / 3, away: 1 / 3 };
    expect(walkForward({ ...plan, spec: { system: 'base-rates' } })[0]?.chances).toEqual(third);
    expect(() => walkForward({ ...plan, spec: { system: 'dixon-coles' } })).toThrow(InputError);
    expect(() => walkForward({ ...plan, spec: { system: 'elo' }, refitDays: 0 })).toThrow(
      InputError,
    );
  });
});
