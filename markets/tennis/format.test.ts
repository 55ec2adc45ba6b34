import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import {
  checkTennisFormat,
  hadTiebreak,
  isContestOpen,
  isSetEnd,
  isSetOpen,
  SET_FORMATS,
  setFormatAt,
  setsToWin,
  type TennisFormat,
} from './format.ts';
import { NIL } from './facts.ts';
import { setEndsFrom } from './natural-ends.ts';

test('a set with a tie-break ends with one of fourteen scores', () => {
  const scores = setEndsFrom(NIL, 'tb7').map(({ home, away }) => `${home}-${away}`);
  const won = ['6-0', '6-1', '6-2', '6-3', '6-4', '7-5', '7-6'];
  const lost = won.map((score) => score.split('-').reverse().join('-'));
  expect(new Set(scores)).toEqual(new Set([...won, ...lost]));
  expect(scores).toHaveLength(14);
});

test.each([
  ['7-6', 'tb7', true],
  ['7-6', 'adv', false],
  ['8-6', 'adv', true],
  ['70-68', 'adv', true],
  ['8-6', 'tb10', false],
  ['7-4', 'tb7', false],
  ['6-5', 'tb7', false],
  ['9-6', 'adv', false],
  ['0-0', 'tb7', false],
] as const)('%s ends a set of the format %s: %s', (score, format, ends) => {
  const [home = 0, away = 0] = score.split('-').map(Number);
  expect(isSetEnd(home, away, format)).toBe(ends);
  expect(isSetEnd(away, home, format)).toBe(ends);
});

property.prop([fc.nat(12), fc.nat(12), fc.constantFrom(...SET_FORMATS)])(
  'a set goes on, has just ended, or there is no such score',
  (a, b, format) => {
    // Every score is reached from 0-0 through open scores alone, or not at all.
    const reached = (home: number, away: number): boolean =>
      (home === 0 && away === 0) ||
      (home > 0 && isSetOpen(home - 1, away, format) && reached(home - 1, away)) ||
      (away > 0 && isSetOpen(home, away - 1, format) && reached(home, away - 1));
    const open = isSetOpen(a, b, format) && reached(a, b);
    const ended = isSetEnd(a, b, format);
    expect(ended && open).toBe(false);
    expect(ended || open).toBe(reached(a, b));
  },
);

test('games, sets and formats', () => {
  expect(isContestOpen(3, 3, { to: 4, clear: 1 })).toBe(true);
  expect(isContestOpen(4, 3, { to: 4, clear: 1 })).toBe(false);
  expect(isContestOpen(4, 3, { to: 4, clear: 2 })).toBe(true);
  expect(isContestOpen(12, 11, { to: 10, clear: 2 })).toBe(true);
  expect(setsToWin({ bestOf: 5 })).toBe(3);
  const format: TennisFormat = { bestOf: 5, finalSet: 'tb10' };
  expect(setFormatAt(2, 2, format)).toBe('tb10');
  expect(setFormatAt(2, 1, format)).toBe('tb7');
  expect(hadTiebreak(6, 7)).toBe(true);
  expect(hadTiebreak(7, 5)).toBe(false);
});

test.each([
  [{ bestOf: 4, finalSet: 'tb7' }, 'format.bestOf'],
  [{ bestOf: 3, finalSet: 'tb8' }, 'format.finalSet'],
])('%j is no format', (format, field) => {
  expect(() => checkTennisFormat(format as TennisFormat)).toThrow(
    expect.objectContaining({ code: 'FORMAT_INVALID', field }),
  );
});
