import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { fitPi, forecastPi } from './pi.ts';
import type { PlayedMatch } from './played-match.ts';
import { smallLeague } from './testing/league.ts';

const played = (day: number, home: string, away: string, goals: readonly [number, number]) => ({
  day,
  home,
  away,
  homeGoals: goals[0],
  awayGoals: goals[1],
});

/** The paper's rules once more, as it states them: team by team, with its own expected difference. */
function slowPi(matches: readonly PlayedMatch[]): ReadonlyMap<string, readonly [number, number]> {
  const ratings = new Map<string, [number, number]>();
  const of = (team: string): [number, number] => {
    const known = ratings.get(team) ?? [0, 0];
    ratings.set(team, known);
    return known;
  };
  for (const { home, away, homeGoals, awayGoals } of matches) {
    const [host, guest] = [of(home), of(away)];
    const goals = (r: number): number => (10 ** (Math.abs(r) / 3) - 1) * (r < 0 ? -1 : 1);
    const expected = goals(host[0]) - goals(guest[1]);
    const observed = homeGoals - awayGoals;
    const error = Math.abs(observed - expected);
    const weighted = 3 * Math.log10(1 + error);
    const forHome = expected < observed ? weighted : -weighted;
    const before = [host[0], guest[1]] as const;
    host[0] += forHome * 0.035;
    guest[1] -= forHome * 0.035;
    host[1] += (host[0] - before[0]) * 0.7;
    guest[0] += (guest[1] - before[1]) * 0.7;
  }
  return ratings;
}

describe('pi-ratings', () => {
  test('the toy league of two matches', () => {
    const toy = [played(1, 'A', 'B', [1, 2]), played(2, 'B', 'A', [3, 1])];
    const { teams } = fitPi(toy, 3);
    expect(teams.get('A')?.home).toBeCloseTo(-0.06630999, 8);
    expect(teams.get('A')?.away).toBeCloseTo(-0.07169977, 8);
    expect(teams.get('B')?.home).toBeCloseTo(0.07169977, 8);
    expect(teams.get('B')?.away).toBeCloseTo(0.06630999, 8);
  });

  property.prop([smallLeague])('are those of the rules of the paper', (drawn) => {
    // Founders only, and no neutral ground: what the paper knows.
    const matches = drawn
      .map(({ neutral: _, ...match }) => ({ ...match, day: match.day / 2 }))
      .toSorted((left, right) => left.day - right.day);
    const { teams } = fitPi(matches, 201);
    for (const [team, [home, away]] of slowPi(matches)) {
      expect(teams.get(team)?.home).toBeCloseTo(home, 9);
      expect(teams.get(team)?.away).toBeCloseTo(away, 9);
    }
  });

  property.prop([fc.integer({ min: 1, max: 9 })])(
    'a larger win moves more, but ever less',
    (goals) => {
      const moved = (by: number): number =>
        fitPi([played(1, 'A', 'B', [by, 0])], 2).teams.get('A')?.home ?? Number.NaN;
      expect(moved(goals)).toBeGreaterThan(moved(goals - 1));
      expect(moved(goals + 1) - moved(goals)).toBeLessThan(moved(goals) - moved(goals - 1));
    },
  );

  test('a newcomer starts below the average, and plays neutral ground at its mean rating', () => {
    const seasons = [played(0, 'A', 'B', [2, 0]), played(365, 'A', 'C', [1, 1])];
    const { teams } = fitPi(seasons, 366, { learning: 0, newcomer: -0.5 });
    expect(teams.get('C')).toEqual({ home: -0.5, away: -0.5 });
    expect(teams.get('A')).toEqual({ home: -0.5, away: -0.5 });
    const ratings = fitPi(seasons, 1);
    const [neutral, atHome] = [true, false].map((flag) =>
      forecastPi(ratings, { home: 'A', away: 'B', neutral: flag }),
    );
    expect(neutral?.home).not.toBe(atHome?.home);
  });

  test.each([
    ['options.learning', { learning: 2 }],
    ['options.crossLearning', { crossLearning: -1 }],
    ['options.newcomer', { newcomer: Number.NaN }],
  ])('refuses a bad %s', (field, options) => {
    const attempt = (): unknown => fitPi([], 10, options);
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(expect.objectContaining({ field }));
  });
});
