import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import type { Score, Side } from '#contracts/mod.ts';

import type { TennisFormat } from './format.ts';
import { tennisFactsOfPoints, tennisFactsOfScores } from './record.ts';
import { anyMatch } from './testing/play-match.ts';

const BEST_OF_3: TennisFormat = { bestOf: 3, finalSet: 'tb7' };
const times = (count: number, side: Side): Side[] => Array.from({ length: count }, () => side);
const scores = (text: string): Score[] =>
  text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const [home = 0, away = 0] = word.split('-').map(Number);
      return { home, away };
    });

const sum = (parts: readonly Score[], side: Side): number =>
  parts.reduce((all, part) => all + part[side], 0);

describe('facts of points', () => {
  property.prop([anyMatch])('are those of the match as it was played', (match) => {
    const facts = tennisFactsOfPoints(match.format, match.points);
    const won = match.sets.map(({ home, away }): Side => (home > away ? 'home' : 'away'));
    expect(facts.ending).toBe('completed');
    expect(facts.totals()).toEqual({
      sets: {
        home: won.filter((side) => side === 'home').length,
        away: won.filter((side) => side === 'away').length,
      },
      games: { home: sum(match.sets, 'home'), away: sum(match.sets, 'away') },
      firstSet: won[0],
      tiebreaks: match.sets.filter(({ home, away }) => home + away === 13).length,
      open: { home: 0, away: 0 },
    });
    match.sets.forEach((games, at) => {
      expect(facts.set(at + 1)).toMatchObject({ games, over: true });
      const winners = match.games[at] ?? [];
      winners.forEach((winner, number) => {
        const { points, over } = facts.game(at + 1, number + 1) ?? {};
        expect(over).toBe(true);
        expect((points?.home ?? 0) > (points?.away ?? 0)).toBe(winner === 'home');
      });
      expect(facts.game(at + 1, winners.length + 1)).toBeUndefined();
      const third = winners.findIndex(
        (side, number) => winners.slice(0, number + 1).filter((one) => one === side).length === 3,
      );
      expect(facts.race(at + 1, 3)).toBe(winners[third]);
    });
    expect(facts.set(match.sets.length + 1)).toBeUndefined();
  });

  property.prop([anyMatch])('hold every point once, in order', (match) => {
    const facts = tennisFactsOfPoints(match.format, match.points);
    const all = match.games.flatMap((games, set) =>
      games.flatMap((_, game) => {
        const { points } = facts.game(set + 1, game + 1) ?? { points: { home: 0, away: 0 } };
        const played = points.home + points.away;
        return Array.from({ length: played }, (__, point) =>
          facts.point(set + 1, game + 1, point + 1),
        );
      }),
    );
    expect(all).toEqual(match.points);
  });

  property.prop([anyMatch])('agree with the facts of the scores', (match) => {
    const byPoints = tennisFactsOfPoints(match.format, match.points);
    const byScores = tennisFactsOfScores(match.format, match.sets);
    expect(byScores.ending).toBe('completed');
    expect(byScores.totals()).toEqual(byPoints.totals());
    expect(() => byScores.game(1, 1)).toThrow(
      expect.objectContaining({ code: 'SPECIFIER_INVALID', field: 'game' }),
    );
    expect(() => byScores.race(1, 3)).toThrow(/not held/);
  });

  test('a match under way, and one that stops', () => {
    const points = [...times(4, 'home'), ...times(3, 'away')];
    const facts = tennisFactsOfPoints(BEST_OF_3, points);
    expect(facts.ending).toBe('under-way');
    expect(facts.totals()).toMatchObject({
      games: { home: 1, away: 0 },
      open: { home: 1, away: 0 },
      firstSet: undefined,
    });
    expect(facts.game(1, 2)).toMatchObject({ points: { home: 0, away: 3 }, over: false });
    expect(tennisFactsOfPoints(BEST_OF_3, points, 'away-retired').ending).toBe('away-retired');
    expect(tennisFactsOfPoints(BEST_OF_3, [], 'walkover').ending).toBe('walkover');
  });

  test.each([
    ['points after the end', [...times(49, 'home')], undefined],
    ['a stop after the end', [...times(48, 'home')], 'home-retired'],
    ['a walkover after the start', [...times(1, 'home')], 'walkover'],
  ] as const)('%s are refused', (_, points, stop) => {
    expect(() => tennisFactsOfPoints(BEST_OF_3, points, stop)).toThrow(
      expect.objectContaining({ code: 'STATE_CONTRADICTORY' }),
    );
  });
});

describe('facts of scores', () => {
  test('the longest match: Isner and Mahut, Wimbledon 2010, 183 games', () => {
    const format: TennisFormat = { bestOf: 5, finalSet: 'adv' };
    const facts = tennisFactsOfScores(format, scores('6-4 3-6 6-7 7-6 70-68'));
    expect(facts.ending).toBe('completed');
    const { games, tiebreaks } = facts.totals();
    expect(games.home + games.away).toBe(183);
    expect(tiebreaks).toBe(2);
  });

  test.each([
    ['6-5 6-4', 'STATE_CONTRADICTORY', 'scores[0]'],
    ['6-4 6-4 6-4', 'STATE_CONTRADICTORY', 'scores[2]'],
    ['6-4 7-4', 'STATE_CONTRADICTORY', 'scores[1]'],
    ['6-4 8-6', 'STATE_CONTRADICTORY', 'scores[1]'],
    ['6-4 -1-2', 'NUMBER_INVALID', 'scores[1]'],
    ['1.5-2', 'NUMBER_INVALID', 'scores[0]'],
  ])('%s is refused', (text, code, field) => {
    const sets = text === '6-4 -1-2' ? [...scores('6-4'), { home: -1, away: 2 }] : scores(text);
    expect(() => tennisFactsOfScores(BEST_OF_3, sets)).toThrow(
      expect.objectContaining({ code, field }),
    );
  });

  test('an unfinished last set', () => {
    const facts = tennisFactsOfScores(BEST_OF_3, scores('6-4 4-4'), 'home-retired');
    expect(facts.ending).toBe('home-retired');
    expect(facts.totals()).toMatchObject({ open: { home: 4, away: 4 }, firstSet: 'home' });
  });
});
