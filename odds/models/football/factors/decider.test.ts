import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';
import { buildFootballIndex } from '#markets/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import { meanOf } from '../distribution.ts';
import { periodGrids } from '../period-marginals.ts';
import { KICK_OFF, scenarioVector } from '../scenario.ts';
import { gridOfCells, marginalsOf, scoreChance, type ScoreGrid } from '../score-grid.ts';
import { scoreGrid } from '../score-models.ts';
import {
  DECIDER_OUTCOMES,
  deciderChances,
  EXTRA_TIME_MINUTES,
  levelGoals,
  type TieRules,
  type TieState,
} from './decider.ts';
import { CUP_DECIDER } from './defaults.ts';
import { expectChances, MODEL, NONE } from './testing/fixtures.ts';

const INDEX = buildFootballIndex();
const FULL = periodGrids(INDEX, scenarioVector(MODEL, KICK_OFF, INDEX))['full-time'];
const CUP: TieRules = { decider: 'extra-time' };
const BEFORE: TieState = { stage: 'regular-time', fullTime: FULL, redCards: NONE };
const certain = (home: number, away: number): ScoreGrid => {
  const cells = new Float64Array(36);
  cells[home * 6 + away] = 1;
  return gridOfCells(5, 5, cells);
};
const chances = (rules: TieRules, state: TieState, parameters = CUP_DECIDER) =>
  deciderChances(MODEL, parameters, rules, state);

const kick = fc.double({ min: 0.4, max: 0.95, noNaN: true });
const counts = fc.record({ home: fc.nat(3), away: fc.nat(3) });
const rules: fc.Arbitrary<TieRules> = fc.record({
  decider: fc.constant('extra-time' as const),
  firstLeg: counts,
  suddenDeath: fc.boolean(),
});
const states: fc.Arbitrary<TieState> = fc.oneof(
  counts.map((redCards) => ({ stage: 'regular-time' as const, fullTime: FULL, redCards })),
  fc.record({
    stage: fc.constant('extra-time' as const),
    score: counts,
    remainingMinutes: fc.double({ min: 0, max: 32, noNaN: true }),
    redCards: counts,
  }),
  fc.constant({
    stage: 'shoot-out' as const,
    kicks: { home: { scored: 2, taken: 3 }, away: { scored: 3, taken: 3 }, first: null },
  }),
);

describe('a tie', () => {
  property.prop([rules, states, fc.record({ home: kick, away: kick })], { numRuns: 80 })(
    'is a distribution over who qualifies and how',
    (tie, state, scoringChance) => {
      const result = chances(tie, state, { ...CUP_DECIDER, scoringChance });
      expectChances(result.methods);
      expect(result.methods).toHaveLength(DECIDER_OUTCOMES.length);
      expect(result.qualify.home + result.qualify.away).toBeCloseTo(1, 12);
      if (result.extraTime) expectChances(result.extraTime.cells);
      if (result.shootOut) expectChances(result.shootOut.cells);
    },
  );

  test('between equal teams is even, and extra time decides about half of the level ones', () => {
    const even = {
      ...MODEL,
      mu: MODEL.lambda,
      parameters: { ...MODEL.parameters, timeSlope: { home: 0.5, away: 0.5 } },
    };
    const fullTime = scoreGrid({ model: 'poisson', lambda: 1.4, mu: 1.4 });
    const state: TieState = { stage: 'regular-time', fullTime, redCards: NONE };
    const { qualify, methods } = deciderChances(even, CUP_DECIDER, CUP, state);
    expect(qualify.home).toBeCloseTo(0.5, 9);
    const [, homeExtra = 0, homeKicks = 0] = methods;
    expect(homeExtra / (homeExtra + homeKicks)).toBeGreaterThan(0.4);
    expect(homeExtra / (homeExtra + homeKicks)).toBeLessThan(0.65);
  });

  test('is over when 90 minutes or the two legs decide it', () => {
    const done = (firstLeg: typeof NONE, home: number, away: number) =>
      chances({ ...CUP, firstLeg }, { ...BEFORE, fullTime: certain(home, away) });
    expect(done(NONE, 2, 1).methods[0]).toBe(1);
    const { methods, extraTime, shootOut } = done({ home: 0, away: 2 }, 1, 0);
    expect(methods[3]).toBe(1);
    expect(extraTime).toBeNull();
    expect(shootOut).toBeNull();
    // 0-1 away and 1-0 at home: level, although today's score is not.
    const level = done({ home: 0, away: 1 }, 1, 0);
    expect((level.methods[0] ?? 1) + (level.methods[3] ?? 1)).toBe(0);
  });

  property.prop([fc.nat(2), fc.nat(3)], { numRuns: 20 })(
    'is likelier won with a better first leg',
    (home, away) => {
      const qualifies = (goals: number): number =>
        chances({ ...CUP, firstLeg: { home: goals, away } }, BEFORE).qualify.home;
      expect(qualifies(home + 1)).toBeGreaterThan(qualifies(home));
    },
  );

  test('goes straight to penalties where there is no extra time', () => {
    const { methods, extraTime } = chances({ decider: 'penalties' }, BEFORE);
    expect([methods[1], methods[4]]).toEqual([0, 0]);
    expect(extraTime).toBeNull();
  });
});

describe('extra time', () => {
  const extra = (score: typeof NONE, remainingMinutes: number, tie = CUP) =>
    chances(tie, { stage: 'extra-time', score, remainingMinutes, redCards: NONE });

  test('has a third of the goals of a level match, and fewer as it is played', () => {
    const total = ({ extraTime }: ReturnType<typeof extra>): number =>
      extraTime ? meanOf(marginalsOf(extraTime).total) : NaN;
    const goals = levelGoals(MODEL);
    expect(total(extra(NONE, EXTRA_TIME_MINUTES))).toBeCloseTo(
      (CUP_DECIDER.fatigue * (goals.home + goals.away)) / 3,
      6,
    );
    expect(total(extra(NONE, 10))).toBeCloseTo(total(extra(NONE, 30)) / 3, 6);
  });

  test('that has been played out is certain, level or not', () => {
    expect(extra({ home: 1, away: 0 }, 0).methods[1]).toBe(1);
    const level = extra({ home: 1, away: 1 }, 0);
    expect((level.methods[2] ?? 0) + (level.methods[5] ?? 0)).toBeCloseTo(1, 12);
    expect(level.extraTime && scoreChance(level.extraTime, 1, 1)).toBeCloseTo(1, 12);
  });

  test('with sudden death ends with its first goal', () => {
    const golden = { ...CUP, suddenDeath: true };
    const { extraTime, methods } = extra(NONE, 30, golden);
    expect(extraTime).toMatchObject({ maxHome: 1, maxAway: 1 });
    expect(extraTime && scoreChance(extraTime, 1, 1)).toBe(0);
    const ordinary = extra(NONE, 30);
    expect((methods[2] ?? 0) + (methods[5] ?? 0)).toBeLessThan(
      (ordinary.methods[2] ?? 0) + (ordinary.methods[5] ?? 0),
    );
    expect(extra({ home: 0, away: 1 }, 12, golden).methods[4]).toBe(1);
  });

  test('a player fewer is felt', () => {
    const ten = chances(CUP, {
      stage: 'extra-time',
      score: NONE,
      remainingMinutes: 30,
      redCards: { home: 1, away: 0 },
    });
    expect(ten.qualify.home).toBeLessThan(extra(NONE, 30).qualify.home);
  });
});

test('against ties played minute by minute (seed decider)', () => {
  const random = seededRandom('decider');
  const goals = levelGoals(MODEL);
  const rate = (side: 'home' | 'away'): number => (CUP_DECIDER.fatigue * goals[side]) / 90 / 4;
  const seen = { homeExtra: 0, awayExtra: 0, homeKicks: 0 };
  const runs = 40_000;
  for (let run = 0; run < runs; run += 1) {
    const score = { home: 1, away: 1 };
    for (let step = 0; step < 18 * 4; step += 1) {
      const u = random.next();
      if (u < rate('home')) score.home += 1;
      else if (u < rate('home') + rate('away')) score.away += 1;
    }
    if (score.home > score.away) seen.homeExtra += 1;
    else if (score.home < score.away) seen.awayExtra += 1;
    else if (random.next() < 0.5) seen.homeKicks += 1;
  }
  const { methods } = chances(CUP, {
    stage: 'extra-time',
    score: { home: 1, away: 1 },
    remainingMinutes: 18,
    redCards: NONE,
  });
  for (const [ours = 0, count] of [
    [methods[1], seen.homeExtra],
    [methods[4], seen.awayExtra],
    [methods[2], seen.homeKicks],
  ] as const) {
    const share = count / runs;
    expect(Math.abs(ours - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / runs) + 1e-3);
  }
});

test.each([
  [
    'extra time in a tie without',
    { decider: 'penalties' },
    { stage: 'extra-time', score: NONE, remainingMinutes: 9, redCards: NONE },
  ],
  [
    'negative minutes',
    CUP,
    { stage: 'extra-time', score: NONE, remainingMinutes: -1, redCards: NONE },
  ],
  [
    'half a goal',
    CUP,
    { stage: 'extra-time', score: { home: 0.5, away: 0 }, remainingMinutes: 9, redCards: NONE },
  ],
  [
    'a grid that does not sum to 1',
    CUP,
    { ...BEFORE, fullTime: { ...FULL, cells: FULL.cells.map((cell) => cell / 2) } },
  ],
  ['a first leg that is no number', { ...CUP, firstLeg: { home: NaN, away: 0 } }, BEFORE],
] as const)('%s is refused', (_, tie, state) => {
  expect(() => chances(tie, state)).toThrow(InputError);
});
