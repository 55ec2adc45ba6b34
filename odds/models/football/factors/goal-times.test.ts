import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';
import { buildFootballIndex } from '#markets/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import { nextGoalChances } from '../period-marginals.ts';
import { KICK_OFF, scenarioVector } from '../scenario.ts';
import { scoreChance } from '../score-grid.ts';
import { goalTimesByPart, nextGoalMinutes, type GoalTimes } from './goal-times.ts';
import { goalsInInterval } from './goal-window.ts';
import { lastGoalChances, lastGoalTimes } from './last-goal.ts';
import { FULL_TIME, MODEL, models, NONE, states, sumOf } from './testing/fixtures.ts';
import { frequency, playMatch } from './testing/simulation.ts';

const QUARTERS = [15, 30, 45, 60, 75, 90];
const whole = ({ home, away, none }: GoalTimes): number => sumOf(home) + sumOf(away) + none;
const lowest = ({ home, away, none }: GoalTimes): number => Math.min(none, ...home, ...away);

describe('the minute of the next goal', () => {
  property.prop([models, states], { numRuns: 60 })('is a distribution', (model, state) => {
    const times = nextGoalMinutes(model, state);
    expect(Math.abs(whole(times) - 1)).toBeLessThan(1e-12);
    expect(lowest(times)).toBeGreaterThanOrEqual(0);
    const parts = goalTimesByPart(times, QUARTERS);
    expect(Math.abs(whole(parts) - 1)).toBeLessThan(1e-12);
  });

  property.prop([models], { numRuns: 10 })('agrees with the core on the side', (model) => {
    const index = buildFootballIndex();
    const next = nextGoalChances(index, scenarioVector(model, KICK_OFF, index), 0);
    const times = nextGoalMinutes(model, KICK_OFF);
    expect(Math.abs(sumOf(times.home) - next.home)).toBeLessThan(3e-8);
    expect(Math.abs(sumOf(times.away) - next.away)).toBeLessThan(3e-8);
    expect(Math.abs(times.none - next.none)).toBeLessThan(3e-8);
  });

  test('agrees with the windows: no goal in the first k minutes', () => {
    const { home, away } = nextGoalMinutes(MODEL, KICK_OFF);
    for (const minute of [1, 10, 44, 45, 60, 89, 90]) {
      const window = goalsInInterval(MODEL, KICK_OFF, { fromMinute: 0, toMinute: minute });
      const until = sumOf(home.subarray(0, minute)) + sumOf(away.subarray(0, minute));
      expect(1 - until).toBeCloseTo(scoreChance(window, 0, 0), 9);
    }
  });

  test('past minutes are empty, stoppage time falls into minutes 45 and 90', () => {
    const state = { ...KICK_OFF, phase: 'first-half', elapsedMinutes: 46.5 } as const;
    const { home } = nextGoalMinutes(MODEL, state);
    expect(sumOf(home.subarray(0, 44))).toBe(0);
    expect(home[44]).toBeGreaterThan(0);
    expect(home[89]).toBeGreaterThan(3 * (home[88] ?? 1));
    expect(nextGoalMinutes(MODEL, FULL_TIME).none).toBe(1);
  });

  test.each([
    ['no parts', []],
    ['parts that do not end at 90', [45, 80]],
    ['parts out of order', [45, 30, 90]],
    ['half a minute', [15.5, 90]],
  ])('%s are refused', (_, ends) => {
    expect(() => goalTimesByPart(nextGoalMinutes(MODEL, KICK_OFF), ends)).toThrow(InputError);
  });
});

describe('the last goal', () => {
  property.prop([models, states], { numRuns: 40 })('is a distribution', (model, state) => {
    const times = lastGoalTimes(model, state, QUARTERS);
    expect(Math.abs(whole(times) - 1)).toBeLessThan(1e-12);
    expect(lowest(times)).toBeGreaterThanOrEqual(0);
    const { home, away } = lastGoalTimes(model, state);
    expect(sumOf(times.home)).toBeCloseTo(sumOf(home), 9);
    expect(sumOf(times.away)).toBeCloseTo(sumOf(away), 9);
    expect(times.none).toBeCloseTo(nextGoalMinutes(model, state).none, 12);
  });

  test('stays with the side that scored last when nobody scores any more', () => {
    const chances = lastGoalChances(MODEL, FULL_TIME, 'away');
    expect(chances).toEqual({ home: 0, away: 1, none: 0 });
    expect(lastGoalChances(MODEL, { ...FULL_TIME, ...NO_GOALS }, null).none).toBe(1);
    const late = { ...FULL_TIME, phase: 'second-half', elapsedMinutes: 88 } as const;
    const [ours, theirs] = (['home', 'away'] as const).map((side) =>
      lastGoalChances(MODEL, late, side),
    );
    expect(ours?.home).toBeGreaterThan(theirs?.home ?? 1);
    expect((ours?.home ?? 0) + (ours?.away ?? 0)).toBeCloseTo(1, 9);
  });
});
const NO_GOALS = { firstHalf: NONE, secondHalf: NONE };

test('against matches played minute by minute (seed goal-times)', () => {
  const random = seededRandom('goal-times');
  const play = { model: MODEL, kinds: [], supremacy: 0 };
  const matches = Array.from({ length: 6_000 }, () => playMatch(random, play));
  const first = goalTimesByPart(nextGoalMinutes(MODEL, KICK_OFF), QUARTERS);
  const last = lastGoalTimes(MODEL, KICK_OFF, QUARTERS);
  for (const [part, end] of QUARTERS.entries()) {
    for (const side of ['home', 'away'] as const) {
      for (const [times, at] of [
        [first, 0],
        [last, -1],
      ] as const) {
        const { share, error } = frequency(matches, ({ goals }) => {
          const goal = goals.at(at);
          return goal?.side === side && goal.minute > end - 15 && goal.minute <= end;
        });
        expect(Math.abs((times[side][part] ?? 0) - share)).toBeLessThan(4 * error);
      }
    }
  }
});
