import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';
import { buildFootballIndex } from '#markets/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import { integrateBirths } from '../birth-process.ts';
import { meanOf } from '../distribution.ts';
import { periodGrids } from '../period-marginals.ts';
import { nominalSegments } from '../play-clock.ts';
import { KICK_OFF, scenarioVector } from '../scenario.ts';
import { marginalsOf, scoreChance, type ScoreGrid } from '../score-grid.ts';
import { goalsInInterval, goalsInNext } from './goal-window.ts';
import {
  expectCertain,
  expectChances,
  FULL_TIME,
  MODEL,
  models,
  NONE,
  states,
} from './testing/fixtures.ts';
import { countIn, frequency, playMatch } from './testing/simulation.ts';

const furthest = (left: ScoreGrid, right: ScoreGrid): number => {
  let most = 0;
  for (let home = 0; home <= left.maxHome; home += 1) {
    for (let away = 0; away <= left.maxAway; away += 1) {
      const apart = scoreChance(left, home, away) - scoreChance(right, home, away);
      most = Math.max(most, Math.abs(apart));
    }
  }
  return most;
};
const windows = fc
  .record({ from: fc.nat(89), length: fc.integer({ min: 1, max: 90 }) })
  .map(({ from, length }) => ({ fromMinute: from, toMinute: Math.min(90, from + length) }));
const totalMean = (grid: ScoreGrid): number => meanOf(marginalsOf(grid).total);

describe('goals in a window', () => {
  property.prop([models, states, windows], { numRuns: 80 })(
    'are a distribution in every state',
    (model, state, window) => {
      expectChances(goalsInInterval(model, state, window).cells);
    },
  );

  property.prop([models, fc.integer({ min: 1, max: 89 })], { numRuns: 30 })(
    'add up: two windows side by side expect as many goals as the one they make',
    (model, cut) => {
      const calm = { ...model, lambda: model.lambda / 2, mu: model.mu / 2 };
      const mean = (fromMinute: number, toMinute: number): number =>
        totalMean(goalsInInterval(calm, KICK_OFF, { fromMinute, toMinute }, 12));
      expect(mean(0, cut) + mean(cut, 90)).toBeCloseTo(mean(0, 90), 5);
      expect(mean(0, cut)).toBeLessThan(mean(0, 90));
    },
  );

  test('a finished match and a window that is over are certain', () => {
    const whole = { fromMinute: 0, toMinute: 90, scored: { home: 2, away: 2 } };
    expectCertain(goalsInInterval(MODEL, FULL_TIME, whole), 2, 2);
    const later = { ...KICK_OFF, phase: 'second-half', elapsedMinutes: 61 } as const;
    const over = { fromMinute: 45, toMinute: 60, scored: { home: 1, away: 0 } };
    expectCertain(goalsInInterval(MODEL, later, over), 1, 0);
    expectCertain(goalsInNext(MODEL, FULL_TIME, 10), 0, 0);
    expectCertain(goalsInNext(MODEL, KICK_OFF, 0), 0, 0);
  });

  test('goals already scored inside are part of the result', () => {
    const state = {
      ...KICK_OFF,
      phase: 'first-half',
      elapsedMinutes: 20,
      firstHalf: { home: 1, away: 0 },
    } as const;
    const window = { fromMinute: 15, toMinute: 30 };
    const bare = goalsInInterval(MODEL, state, window);
    const with1 = goalsInInterval(MODEL, state, { ...window, scored: { home: 1, away: 0 } });
    expect(scoreChance(with1, 1, 0)).toBe(scoreChance(bare, 0, 0));
    expect(scoreChance(with1, 0, 0)).toBe(0);
  });

  test('stoppage time belongs to the window of minute 45 until the whistle', () => {
    const late = { ...KICK_OFF, phase: 'first-half', elapsedMinutes: 47 } as const;
    const none = (fromMinute: number, toMinute: number): number =>
      scoreChance(goalsInInterval(MODEL, late, { fromMinute, toMinute }), 0, 0);
    expect(none(30, 45)).toBeLessThan(1);
    expect(none(30, 44)).toBe(1);
    expect(none(45, 60)).toBeLessThan(none(30, 45));
  });

  test('the next minutes of play are the window that begins now', () => {
    const state = {
      ...KICK_OFF,
      phase: 'second-half',
      elapsedMinutes: 60,
      secondHalf: { home: 0, away: 1 },
    } as const;
    const window = goalsInInterval(MODEL, state, { fromMinute: 60, toMinute: 70 }, 5);
    expect(furthest(window, goalsInNext(MODEL, state, 10, 5))).toBeLessThan(1e-14);
    const rest = goalsInInterval(MODEL, state, { fromMinute: 60, toMinute: 90 }, 5);
    expect(furthest(rest, goalsInNext(MODEL, state, 180, 5))).toBeLessThan(1e-14);
  });
});

describe('against the core', () => {
  property.prop([models], { numRuns: 4 })(
    'windows 0–45 and 45–90 are the halves of its state equations',
    (model) => {
      const max = 9;
      const size = { maxHome: max, maxAway: max };
      const half = (score: typeof NONE, from: number, to: number): Float64Array => {
        const goals = integrateBirths(
          model,
          { score, redCards: NONE, size },
          nominalSegments(model.parameters, from, to),
        );
        const cells = goals.home.map((mass, cell) => mass + (goals.away[cell] ?? 0));
        cells[0] = (cells[0] ?? 0) + goals.none;
        return cells;
      };
      const first = half(NONE, 0, 45);
      const second = new Float64Array(first.length);
      first.forEach((reached, cell) => {
        const score = { home: Math.floor(cell / (max + 1)), away: cell % (max + 1) };
        half(score, 45, 90).forEach((mass, at) => {
          second[at] = (second[at] ?? 0) + reached * mass;
        });
      });
      const window = (fromMinute: number, toMinute: number): Float64Array =>
        goalsInInterval(model, KICK_OFF, { fromMinute, toMinute }, max).cells;
      for (const [ours, theirs] of [
        [window(0, 45), first],
        [window(45, 90), second],
      ] as const) {
        ours.forEach((mass, cell) => {
          expect(Math.abs(mass - (theirs[cell] ?? 0))).toBeLessThan(1e-9);
        });
      }
    },
    60_000,
  );

  test('and of its scenario vector, but for its steps of a minute', () => {
    const index = buildFootballIndex(9, 9);
    const grids = periodGrids(index, scenarioVector(MODEL, KICK_OFF, index));
    for (const [period, fromMinute, toMinute] of [
      ['first-half', 0, 45],
      ['second-half', 45, 90],
    ] as const) {
      const window = goalsInInterval(MODEL, KICK_OFF, { fromMinute, toMinute }, 9);
      expect(furthest(window, grids[period])).toBeLessThan(1e-8);
    }
  });

  property.prop([models, states], { numRuns: 15 })(
    'also from the middle of a match: what is left of a half',
    (model, state) => {
      const index = buildFootballIndex(9, 9);
      const calm = { ...model, lambda: model.lambda / 2, mu: model.mu / 2 };
      const grids = periodGrids(index, scenarioVector(calm, state, index));
      const { firstHalf, secondHalf } = state;
      for (const [period, window] of [
        ['first-half', { fromMinute: 0, toMinute: 45, scored: firstHalf }],
        ['second-half', { fromMinute: 45, toMinute: 90, scored: secondHalf }],
      ] as const) {
        const ours = goalsInInterval(calm, state, window, 9);
        for (let home = 0; home < 6; home += 1) {
          for (let away = 0; away < 6; away += 1) {
            const apart = scoreChance(ours, home, away) - scoreChance(grids[period], home, away);
            expect(Math.abs(apart)).toBeLessThan(1e-7);
          }
        }
      }
    },
    60_000,
  );
});

test('against matches played minute by minute (seed goal-window)', () => {
  const random = seededRandom('goal-window');
  const play = { model: MODEL, kinds: [], supremacy: 0, redCards: { home: 1, away: 0 } };
  const matches = Array.from({ length: 6_000 }, () => playMatch(random, play));
  const state = { ...KICK_OFF, redCards: play.redCards };
  for (const [fromMinute, toMinute] of [
    [0, 15],
    [30, 45],
    [60, 75],
    [40, 80],
  ] as const) {
    const grid = goalsInInterval(MODEL, state, { fromMinute, toMinute });
    for (const [home, away] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
      [0, 2],
    ] as const) {
      const { share, error } = frequency(matches, ({ goals }) => {
        const inside = countIn(goals, fromMinute, toMinute);
        return inside.home === home && inside.away === away;
      });
      expect(Math.abs(scoreChance(grid, home, away) - share)).toBeLessThan(4 * error);
    }
  }
});

describe('bad input', () => {
  const window = { fromMinute: 15, toMinute: 30 };
  test.each([
    ['an empty window', () => goalsInInterval(MODEL, KICK_OFF, { fromMinute: 30, toMinute: 30 })],
    [
      'a window beyond 90',
      () => goalsInInterval(MODEL, KICK_OFF, { fromMinute: 80, toMinute: 95 }),
    ],
    ['part of a minute', () => goalsInInterval(MODEL, KICK_OFF, { fromMinute: 0.5, toMinute: 5 })],
    [
      'goals before it opens',
      () => goalsInInterval(MODEL, KICK_OFF, { ...window, scored: { home: 1, away: 0 } }),
    ],
    ['a rate that is no number', () => goalsInInterval({ ...MODEL, mu: NaN }, KICK_OFF, window)],
    [
      'a clock that is no number',
      () => goalsInInterval(MODEL, { ...KICK_OFF, elapsedMinutes: NaN }, window),
    ],
    [
      'goals before kick-off',
      () => goalsInInterval(MODEL, { ...KICK_OFF, firstHalf: { home: 1, away: 0 } }, window),
    ],
    ['negative minutes', () => goalsInNext(MODEL, KICK_OFF, -1)],
  ])('%s is refused', (_, price) => {
    expect(price).toThrow(InputError);
  });
});
