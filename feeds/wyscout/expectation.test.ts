import { describe, expect, test } from 'vitest';

import { expectationFor, LEAGUE_PRIOR, WORLD_CUP_PRIOR } from './expectation.ts';
import type { OfficialMatch } from './official.ts';

const DAY = 86_400_000;
const match = (
  day: number,
  [home, away]: readonly [number, number],
  [homeGoals, awayGoals]: readonly [number, number] = [0, 0],
): OfficialMatch => {
  const fullTime = { home: homeGoals, away: awayGoals };
  const nil = { home: 0, away: 0 };
  return {
    matchId: day * 100 + home,
    startsAt: day * DAY,
    teamIds: { home, away },
    halfTime: nil,
    fullTime,
    calledOff: null,
    result: { firstHalf: nil, secondHalf: fullTime },
  };
};

describe('expectationFor', () => {
  test('is the prior while nothing is known', () => {
    expect(expectationFor(match(1, [1, 2]), [], LEAGUE_PRIOR)).toEqual({
      totalGoals: 2.75,
      supremacy: 0.35,
    });
    expect(expectationFor(match(1, [1, 2]), [], WORLD_CUP_PRIOR).supremacy).toBe(0);
  });

  test('knows no result of its own day or later', () => {
    const today = match(5, [1, 2], [9, 0]);
    const later = match(6, [1, 3], [9, 0]);
    expect(expectationFor(today, [today, later], LEAGUE_PRIOR)).toEqual(
      expectationFor(today, [], LEAGUE_PRIOR),
    );
  });

  test('goals scored raise a team, goals conceded raise its opponent', () => {
    const before = [match(1, [1, 3], [5, 0]), match(2, [4, 2], [4, 0])];
    const plain = expectationFor(match(9, [5, 6]), before, LEAGUE_PRIOR);
    const strong = expectationFor(match(9, [1, 2]), before, LEAGUE_PRIOR);
    expect(strong.supremacy).toBeGreaterThan(plain.supremacy);
    expect(expectationFor(match(9, [2, 1]), before, LEAGUE_PRIOR).supremacy).toBeLessThan(0);
  });

  test('a World Cup is shrunk more than a league', () => {
    const before = [match(1, [1, 2], [6, 0])];
    const moved = (prior: typeof LEAGUE_PRIOR): number =>
      expectationFor(match(9, [1, 2]), before, prior).supremacy -
      expectationFor(match(9, [3, 4]), before, prior).supremacy;
    expect(moved(WORLD_CUP_PRIOR)).toBeLessThan(moved(LEAGUE_PRIOR));
  });
});
