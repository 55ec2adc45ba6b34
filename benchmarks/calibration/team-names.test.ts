import { describe, expect, test } from 'vitest';

import { matchTeamNames } from './team-names.ts';

describe('team names of two sources', () => {
  test('meet in spite of short forms, accents, club words and English places', () => {
    const pairs = {
      'Manchester City': 'Man City',
      'Manchester United': 'Man United',
      'West Bromwich Albion': 'West Brom',
      'West Ham United': 'West Ham',
      'AFC Bournemouth': 'Bournemouth',
      "Borussia M'gladbach": "M'gladbach",
      'Borussia Dortmund': 'Dortmund',
      'Eintracht Frankfurt': 'Ein Frankfurt',
      'Bayern München': 'Bayern Munich',
      Köln: 'FC Koln',
      'Hamburger SV': 'Hamburg',
      'Schalke 04': 'Schalke 04',
      'Hertha BSC': 'Hertha',
    };
    const matched = matchTeamNames(Object.keys(pairs), Object.values(pairs).toReversed());
    expect(Object.fromEntries(matched)).toEqual(pairs);
  });

  test.each([
    ['has no partner', ['Leeds United', 'Fulham'], ['Fulham'], 'Leeds United (candidates: none)'],
    ['has two', ['Manchester United'], ['Man United', 'United'], 'candidates: Man United, United'],
    ['shares one', ['West Ham', 'West Brom'], ['West', 'Brom'], 'West Ham (candidates: West)'],
  ])('a name that %s is told, not guessed', (_, long, short, told) => {
    expect(() => matchTeamNames(long, short)).toThrow(told);
  });
});
