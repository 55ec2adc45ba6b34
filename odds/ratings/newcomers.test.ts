import { describe, expect, test } from 'vitest';

import { attendance, inOrderBefore, newcomersOn } from './newcomers.ts';
import type { PlayedMatch } from './played-match.ts';

const played = (day: number, home: string, away: string): PlayedMatch => {
  return { day, home, away, homeGoals: 1, awayGoals: 0 };
};

/** B goes down after the first year and comes back after the second; C comes up in the second. */
const THREE_YEARS = [
  played(0, 'A', 'B'),
  played(250, 'B', 'A'),
  played(365, 'A', 'C'),
  played(600, 'C', 'A'),
  played(730, 'A', 'B'),
];

describe('attendance', () => {
  test('tells founders from newcomers, and a return from a summer break', () => {
    const { note } = attendance();
    expect(THREE_YEARS.map(note)).toEqual([
      [
        { team: 'A', newcomer: false },
        { team: 'B', newcomer: false },
      ],
      [],
      [{ team: 'C', newcomer: true }],
      [],
      [{ team: 'B', newcomer: true }],
    ]);
  });

  test.each([
    [300, []],
    [551, ['B']],
    [1031, ['A', 'B', 'C']],
  ])('on day %d those long away are absent', (day, absent) => {
    const { note, absentOn } = attendance();
    THREE_YEARS.filter((match) => match.day < day).forEach(note);
    expect(absentOn(day).toSorted()).toEqual(absent);
  });
});

test.each([
  [0, []],
  [260, []],
  [560, ['B', 'C']],
  [731, ['B', 'C']],
])('newcomers as seen on day %d', (day, newcomers) => {
  expect([...newcomersOn(THREE_YEARS, day)].toSorted()).toEqual(newcomers);
});

test('matches of one day keep their order', () => {
  const same = [played(5, 'C', 'D'), played(3, 'X', 'Y'), played(5, 'A', 'B'), played(6, 'E', 'F')];
  expect(inOrderBefore(same, 6).map(({ home }) => home)).toEqual(['X', 'C', 'A']);
});
