import { describe, expect, test } from 'vitest';

import {
  buildFootballIndex,
  footballCell,
  NEXT_AWAY,
  NEXT_HOME,
  NEXT_NONE,
  scorerOfGoal,
} from './football-index.ts';

describe('football index', () => {
  test('has 3,445 cells at the default sizes', () => {
    expect(buildFootballIndex().size).toBe(3445);
  });

  test('gives one object per size, so that tables are shared', () => {
    expect(buildFootballIndex(5, 6)).toBe(buildFootballIndex());
    expect(buildFootballIndex(6, 6)).not.toBe(buildFootballIndex());
  });

  test.each([0, 16, 2.5, Number.NaN])('refuses the size %s', (size) => {
    expect(() => buildFootballIndex(size, 6)).toThrow(RangeError);
    expect(() => buildFootballIndex(5, size)).toThrow(RangeError);
  });

  test('lists every consistent cell exactly once', () => {
    const { size, h1, a1, h2, a2, next, maxFirst, maxSecond } = buildFootballIndex(2, 3);
    const found = new Set<string>();
    for (let cell = 0; cell < size; cell += 1) {
      found.add([h1[cell], a1[cell], h2[cell], a2[cell], next[cell]].join());
    }
    const expected = new Set<string>();
    for (let i = 0; i <= maxFirst; i += 1)
      for (let j = 0; j <= maxFirst; j += 1)
        for (let k = 0; k <= maxSecond; k += 1)
          for (let l = 0; l <= maxSecond; l += 1) {
            if (i + j + k + l === 0) expected.add([i, j, k, l, NEXT_NONE].join());
            if (i + k > 0) expected.add([i, j, k, l, NEXT_HOME].join());
            if (j + l > 0) expected.add([i, j, k, l, NEXT_AWAY].join());
          }
    expect(found).toEqual(expected);
    expect(found.size).toBe(size);
  });

  test('finds each cell by its fields', () => {
    const index = buildFootballIndex(3, 4);
    for (let cell = 0; cell < index.size; cell += 1) {
      const [h1, a1, h2, a2] = [index.h1, index.a1, index.h2, index.a2].map((of) => of[cell] ?? 0);
      const score = { h1: h1 ?? 0, a1: a1 ?? 0, h2: h2 ?? 0, a2: a2 ?? 0 };
      const tag = index.next[cell];
      if (tag !== NEXT_NONE && tag !== NEXT_HOME && tag !== NEXT_AWAY) throw new Error('bad tag');
      expect(footballCell(index, score, tag)).toBe(cell);
    }
  });

  test('puts scores beyond the last class into it', () => {
    const index = buildFootballIndex(2, 2);
    const far = footballCell(index, { h1: 9, a1: 0, h2: 7, a2: 1 }, NEXT_HOME);
    expect(far).toBe(footballCell(index, { h1: 2, a1: 0, h2: 2, a2: 1 }, NEXT_HOME));
  });

  test('tells who scores the next goal, or that nobody does', () => {
    const index = buildFootballIndex();
    const score = { h1: 1, a1: 0, h2: 0, a2: 1 };
    const away = footballCell(index, score, NEXT_AWAY);
    expect(scorerOfGoal(index, away, 2)).toBe(NEXT_AWAY);
    expect(scorerOfGoal(index, away, 3)).toBe(NEXT_NONE);
    expect(scorerOfGoal(index, footballCell(index, score, NEXT_HOME), 2)).toBe(NEXT_HOME);
  });
});
