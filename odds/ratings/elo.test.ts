import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { expectedScore, fitElo, forecastElo } from './elo.ts';
import type { PlayedMatch } from './played-match.ts';
import { drawStrengths, simulateSeasons, smallLeague } from './testing/league.ts';

const played = (homeGoals: number, awayGoals: number, day = 1): PlayedMatch => {
  return { day, home: 'A', away: 'B', homeGoals, awayGoals };
};
const points = (matches: readonly PlayedMatch[], options = {}): number =>
  fitElo(matches, 100, { homeAdvantage: 0, ...options }).teams.get('A') ?? Number.NaN;

describe('Elo', () => {
  test.each([
    [0, 0.5],
    [400, 10 / 11],
    [-400, 1 / 11],
    [200, 0.7597469266],
  ])('%d points ahead are worth %d of a match', (ahead, score) => {
    expect(expectedScore(ahead)).toBeCloseTo(score, 9);
  });

  test.each([
    ['a win of equals takes half of k', [played(1, 0)], { k: 20, goalExponent: 0 }, 10],
    ['whatever its goals', [played(5, 0)], { k: 20, goalExponent: 0 }, 10],
    ['a draw of equals takes nothing', [played(2, 2)], { k: 20 }, 0],
    ['goals count when asked: ×4 for three', [played(3, 0)], { k: 10, goalExponent: 1 }, 20],
    ['and ×2 for the square root of them', [played(0, 3)], { k: 10, goalExponent: 0.5 }, -10],
    [
      'the home side had to win',
      [played(1, 1)],
      { k: 11, homeAdvantage: 400, goalExponent: 0 },
      -4.5,
    ],
    [
      'but not on neutral ground',
      [{ ...played(1, 1), neutral: true }],
      { k: 11, homeAdvantage: 400 },
      0,
    ],
  ])('%s', (_, matches, options, moved) => {
    expect(points(matches, options)).toBeCloseTo(1500 + moved, 9);
  });

  property.prop([smallLeague])('what one side wins, the other loses', (matches) => {
    const { teams } = fitElo(matches, 401);
    const sum = [...teams.values()].reduce((all, of) => all + of, 0);
    expect(sum).toBeCloseTo(1500 * teams.size, 6);
  });

  property.prop([smallLeague, smallLeague])(
    'knows nothing of the day and of later ones',
    (past, later) => {
      const future = later.map((match) => ({ ...match, day: match.day + 401 }));
      expect(fitElo([...future, ...past], 401)).toEqual(fitElo(past, 401));
    },
  );

  test('a newcomer starts lower, and again after an absence', () => {
    const year = [played(0, 1, 0), { ...played(0, 0, 366), home: 'C', away: 'D' }];
    expect(fitElo(year, 400, { newcomer: 1400, k: 0 }).teams.get('C')).toBe(1400);
    // A and B have not played for a year: they are forgotten, and forecast as newcomers.
    const { teams } = fitElo(year, 400);
    expect([...teams.keys()]).toEqual(['C', 'D']);
  });

  test('orders simulated teams by their strength (seed elo-3)', () => {
    const truth = drawStrengths('elo-3', 12);
    const ratings = fitElo(simulateSeasons('elo-3/goals', truth, 8), 8 * 365);
    const [best, worst] = [1, -1].map(
      (sign) =>
        [...truth.teams].toSorted(
          ([, left], [, right]) =>
            sign * (right.attack + right.defence - left.attack - left.defence),
        )[0]?.[0] ?? '',
    );
    const chances = forecastElo(ratings, { home: best ?? '', away: worst ?? '' });
    expect(chances.home).toBeGreaterThan(0.7);
    expect(chances.home + chances.draw + chances.away).toBeCloseTo(1, 12);
    const level = forecastElo(ratings, { home: best ?? '', away: best ?? '', neutral: true });
    expect(level.home).toBeLessThan(
      forecastElo(ratings, { home: best ?? '', away: best ?? '' }).home,
    );
  });

  test.each([
    ['options.k', { k: -1 }],
    ['options.goalExponent', { goalExponent: Number.NaN }],
    ['options.homeAdvantage', { homeAdvantage: Infinity }],
    ['options.newcomer', { newcomer: -5 }],
  ])('refuses a bad %s', (field, options) => {
    const attempt = (): unknown => fitElo([played(1, 0)], 10, options);
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(expect.objectContaining({ field }));
  });

  property.prop([fc.constantFrom(Number.NaN, Infinity)])('refuses the day %d', (day) => {
    expect(() => fitElo([], day)).toThrow(InputError);
  });
});
