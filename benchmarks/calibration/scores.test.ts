import { describe, expect, test } from 'vitest';

import { logLossDifference, scoreOf, type ResultTruth } from './scores.ts';
import { textTable } from './table.ts';

const truth = (home: number, draw: number, score: readonly [number, number]): ResultTruth => ({
  chances: { home, draw, away: 1 - home - draw },
  homeGoals: score[0],
  awayGoals: score[1],
});

describe('scores', () => {
  /** Constantinou & Fenton 2012, Table 3. */
  test.each([
    [truth(0.9, 0.1, [2, 0]), 0.005],
    [truth(0.35, 0.3, [1, 1]), 0.1225],
    [truth(0.6, 0.25, [3, 2]), 0.09125],
  ])('of %j', (of, rps) => {
    expect(scoreOf([of]).rps).toBeCloseTo(rps, 12);
    const happened = of.homeGoals > of.awayGoals ? of.chances.home : of.chances.draw;
    expect(scoreOf([of]).logLoss).toBeCloseTo(-Math.log(happened), 12);
  });

  test('what was called impossible costs everything', () => {
    expect(scoreOf([truth(1, 0, [0, 0])]).logLoss).toBe(Infinity);
  });

  test('a difference has the standard error of its mean', () => {
    const left = [truth(0.5, 0.25, [1, 0]), truth(0.5, 0.25, [1, 1])];
    const right = [truth(0.25, 0.25, [1, 0]), truth(0.5, 0.25, [1, 1])];
    const { mean, standardError } = logLossDifference(left, right);
    expect(mean).toBeCloseTo(-Math.LN2 / 2, 12);
    expect(standardError).toBeCloseTo(Math.LN2 / 2 / Math.SQRT2, 12);
  });
});

test('a table is Markdown with its numbers to the right', () => {
  const rows = [
    { league: 'A', matches: 380, RPS: 0.19871 },
    { league: 'Serie A', matches: 7, RPS: 0.2 },
  ];
  expect(textTable(rows)).toBe(
    [
      '| league  | matches |    RPS |',
      '| ------- | ------: | -----: |',
      '| A       |     380 | 0.1987 |',
      '| Serie A |       7 | 0.2000 |',
    ].join('\n'),
  );
});
