import { describe, expect, test } from 'vitest';

import type { MarketIdentity } from '#contracts/mod.ts';
import type { TennisFormat } from '#markets/mod.ts';

import { tennisChances } from './chances.ts';
import { tennisScenarios } from './scenarios.ts';
import { startOfMatch, type TennisModel, type TennisState } from './state.ts';

const FORMAT: TennisFormat = { bestOf: 3, finalSet: 'tb10' };
const MODEL: TennisModel = { p: 0.65, q: 0.37, format: FORMAT };
const WINNER: MarketIdentity = { type: 'tennis-match-winner', specifiers: {} };
const START = startOfMatch('A');

describe('refused', () => {
  test.each<[string, Partial<TennisModel>, Partial<TennisState>, string, string]>([
    ['no number', { p: NaN }, {}, 'NUMBER_INVALID', 'p'],
    ['no chance', { q: 1.01 }, {}, 'NUMBER_INVALID', 'q'],
    ['endless', { p: Infinity }, {}, 'NUMBER_INVALID', 'p'],
    [
      'no such format',
      { format: { ...FORMAT, bestOf: 4 as 3 } },
      {},
      'FORMAT_INVALID',
      'format.bestOf',
    ],
    ['half a game', {}, { games: [0.5, 0] }, 'NUMBER_INVALID', 'state.games'],
    ['fewer than no points', {}, { points: [-1, 0] }, 'NUMBER_INVALID', 'state.points'],
    ['a finished set in play', {}, { games: [6, 4] }, 'STATE_CONTRADICTORY', 'state.games'],
    ['seven games all', {}, { games: [7, 7] }, 'STATE_CONTRADICTORY', 'state.games'],
    ['a finished game in play', {}, { points: [4, 2] }, 'STATE_CONTRADICTORY', 'state.points'],
    [
      'a finished tie-break in play',
      {},
      { games: [6, 6], points: [7, 5] },
      'STATE_CONTRADICTORY',
      'state.points',
    ],
    [
      'advantage where there is none',
      { format: { ...FORMAT, noAd: true } },
      { points: [4, 3] },
      'STATE_CONTRADICTORY',
      'state.points',
    ],
    [
      'an unfinished set among the finished',
      {},
      { finished: [[5, 4]] },
      'STATE_CONTRADICTORY',
      'state.finished[0]',
    ],
    [
      'a long set where there is a tie-break',
      {},
      {
        finished: [
          [6, 4],
          [8, 6],
        ],
      },
      'STATE_CONTRADICTORY',
      'state.finished[1]',
    ],
    [
      'a match that is over',
      {},
      {
        finished: [
          [6, 4],
          [6, 4],
        ],
      },
      'STATE_CONTRADICTORY',
      'state.finished',
    ],
    [
      'a set after the match',
      {},
      {
        finished: [
          [6, 4],
          [6, 4],
          [6, 4],
        ],
      },
      'STATE_CONTRADICTORY',
      'state.finished[2]',
    ],
    [
      'an unknown server in play',
      {},
      { server: 'unknown', games: [1, 0] },
      'STATE_CONTRADICTORY',
      'state.server',
    ],
  ])('%s', (...[, model, state, code, field]) => {
    expect(() => tennisChances({ ...MODEL, ...model }, { ...START, ...state }, WINNER)).toThrow(
      expect.objectContaining({ code, field }),
    );
  });

  const LATER: TennisState = { finished: [[6, 4]], games: [4, 3], points: [2, 1], server: 'B' };
  test.each<[MarketIdentity['type'], Record<string, string>, string, string]>([
    ['total-goals', { line: '2.5' }, 'MARKET_UNKNOWN', 'identity.type'],
    ['tennis-total-games', {}, 'SPECIFIER_INVALID', 'identity.specifiers'],
    ['tennis-set-winner', { set: '4' }, 'SPECIFIER_INVALID', 'set'],
    ['tennis-game-winner', { set: '1', game: '3' }, 'SPECIFIER_INVALID', 'set'],
    ['tennis-game-winner', { set: '2', game: '7' }, 'SPECIFIER_INVALID', 'game'],
    ['tennis-point-winner', { set: '2', game: '8', point: '3' }, 'SPECIFIER_INVALID', 'point'],
    ['tennis-race-to-games', { set: '2', games: '3' }, 'SPECIFIER_INVALID', 'games'],
    ['tennis-race-to-games', { set: '1', games: '4' }, 'SPECIFIER_INVALID', 'games'],
  ])('%s with %j', (type, specifiers, code, field) => {
    expect(() => tennisChances(MODEL, LATER, { type, specifiers })).toThrow(
      expect.objectContaining({ code, field }),
    );
  });

  test('a scenario answers its own subject alone', () => {
    const [scenario] = tennisScenarios(MODEL, LATER, { of: 'set', set: 2 });
    expect(scenario?.facts.set(2)).toBeDefined();
    expect(() => scenario?.facts.set(3)).toThrow(/not held/);
    expect(() => scenario?.facts.totals()).toThrow(/not held/);
  });
});

describe('what the score has decided', () => {
  const state: TennisState = { finished: [[6, 2]], games: [4, 3], points: [2, 1], server: 'B' };
  test.each<[MarketIdentity['type'], Record<string, string>, number]>([
    ['tennis-set-winner', { set: '1' }, 1],
    ['tennis-set-total-games', { set: '1', line: '8.5' }, 0],
    ['tennis-race-to-games', { set: '1', games: '4' }, 1],
    ['tennis-race-to-games', { set: '2', games: '4' }, 1],
    ['tennis-win-a-set', { side: 'home' }, 1],
    ['tennis-total-games', { line: '16.5' }, 1],
  ])('%s with %j', (type, specifiers, chance) => {
    expect(tennisChances(MODEL, state, { type, specifiers })[0]?.win).toBeCloseTo(chance, 12);
  });
});

test('the last set may never be played', () => {
  const identity: MarketIdentity = { type: 'tennis-set-winner', specifiers: { set: '3' } };
  const [home, away] = tennisChances(MODEL, START, identity);
  const [two] = tennisChances(MODEL, START, {
    type: 'tennis-exact-sets',
    specifiers: { bestOf: '3' },
  });
  expect(home?.push).toBeCloseTo(two?.win ?? NaN, 12);
  expect((home?.win ?? 0) + (away?.win ?? 0)).toBeCloseTo(1 - (two?.win ?? NaN), 12);
});
