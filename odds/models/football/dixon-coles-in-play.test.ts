import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { dixonColesFinal } from './dixon-coles-in-play.ts';
import { meanOf } from './distribution.ts';
import { DIXON_ROBINSON_1998, ZOU_2020 } from './in-play-parameters.ts';
import { chanceWhere, marginalsOf, scoreChance } from './score-grid.ts';
import { scoreGrid } from './score-models.ts';

const RATES = { lambda: 1.8, mu: 0.9, rho: -0.13 };
const LEVEL = { home: 0, away: 0 };

describe('Dixon and Coles during the match', () => {
  test('at kick-off is the law before the match', () => {
    const now = dixonColesFinal(RATES, { score: LEVEL, minute: 0 }, ZOU_2020);
    const before = scoreGrid({ model: 'dixon-coles', ...RATES }, 30);
    for (let home = 0; home < 8; home += 1)
      for (let away = 0; away < 8; away += 1)
        expect(scoreChance(now, home, away)).toBeCloseTo(scoreChance(before, home, away), 12);
  });

  test('when the play is over the score stands', () => {
    const now = dixonColesFinal(RATES, { score: { home: 1, away: 1 }, minute: 90 }, ZOU_2020);
    expect(scoreChance(now, 1, 1)).toBe(1);
  });

  test('red cards take from one side and give to the other', () => {
    const state = { score: { home: 1, away: 0 }, minute: 60 };
    const eleven = marginalsOf(dixonColesFinal(RATES, state, ZOU_2020));
    const ten = marginalsOf(
      dixonColesFinal(RATES, { ...state, redCards: { home: 0, away: 1 } }, ZOU_2020),
    );
    expect(meanOf(ten.home)).toBeGreaterThan(meanOf(eleven.home));
    expect(meanOf(ten.away)).toBeLessThan(meanOf(eleven.away));
  });

  test('a dependence that no score can have is refused, in play as before', () => {
    const state = { score: { home: 2, away: 2 }, minute: 60 };
    expect(() => dixonColesFinal({ ...RATES, rho: 0.9 }, state, ZOU_2020)).toThrow('rho');
  });

  property.prop(
    [
      fc.double({ min: 0.2, max: 3.5, noNaN: true }),
      fc.double({ min: 0.2, max: 3.5, noNaN: true }),
      fc.double({ min: -0.25, max: 0.08, noNaN: true }),
      fc.integer({ min: 1, max: 89 }),
    ],
    { numRuns: 60 },
  )(
    'the average over what happens until a minute is the law before: %s',
    (lambda, mu, rho, minute) => {
      // Dixon and Robinson without slopes and states has the same clock as plain minutes here.
      const rates = { lambda, mu, rho };
      const before = scoreGrid({ model: 'dixon-coles', ...rates }, 40);
      const gone = minute / 90;
      const until = scoreGrid({ model: 'poisson', lambda: lambda * gone, mu: mu * gone }, 30);
      let draw = 0;
      for (let home = 0; home <= 14; home += 1) {
        for (let away = 0; away <= 14; away += 1) {
          const state = { score: { home, away }, minute };
          const rest = { lambda: lambda * (1 - gone), mu: mu * (1 - gone) };
          const now = dixonColesFinal(rates, state, DIXON_ROBINSON_1998);
          // The chance of a state under the weighed law: the Poisson one times the weight it still expects.
          const weight =
            now.mass / scoreGrid({ model: 'poisson', lambda: rest.lambda, mu: rest.mu }, 60).mass;
          const chance = scoreChance(until, home, away) * weight;
          draw += chance * chanceWhere(now, (x, y) => x === y);
        }
      }
      expect(draw).toBeCloseTo(
        chanceWhere(before, (x, y) => x === y),
        6,
      );
    },
  );
});
