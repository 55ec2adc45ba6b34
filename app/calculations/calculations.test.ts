import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { KINDS } from './mod.ts';

type Input = Readonly<Record<string, unknown>>;
const run = (kind: string, op: string, input: unknown): Input =>
  KINDS[kind]?.[op]?.run(input) ?? {};

function refusal(kind: string, op: string, input: unknown): InputError {
  try {
    run(kind, op, input);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

/** Good inputs of calculations, each field of which the tests break in turn. */
const GOOD: readonly (readonly [kind: string, op: string, input: Input])[] = [
  ['devig', 'devig', { method: 'power', odds: ['4.2', '3.7', '1.95'], fairSum: 1 }],
  ['margin', 'apply', { method: 'shin', probabilities: [0.1, 0.2, 0.7], margin: 0.022 }],
  ['margin', 'overround', { odds: ['1.91', '1.91'] }],
  ['margin', 'ladder', { price: '3.07', mode: 'down', ticks: 1 }],
  ['margin', 'formats', { odds: '3.25' }],
  [
    'football-grid',
    'grid',
    {
      model: 'dixon-coles',
      ...{ lambda: 1.5, mu: 1.2, rho: -0.1, maxGoals: 12, normalise: true },
      ...{ totals: ['2.5'], teamTotals: [['home', '1.5']], scores: [[1, 0]], differences: [-1] },
    },
  ],
  ['football-grid', 'count', { dist: 'weibull', lambda: 1.4, shape: 1.05, upTo: 4 }],
  ['football-grid', 'htft', { lambda: 1.5, mu: 1.2, firstHalfShare: 0.4444, maxGoals: 9 }],
  ['football-grid', 'scorer', { lambda: 1.5, mu: 1.2, share: 0.3 }],
  ['football-inplay', 'rates', { lambda: 1.3, mu: 0.8, score: [2, 2], minute: 50, injury: [1, 2] }],
  ['football-inplay', 'constant', { lambdaRemaining: 0.7, muRemaining: 0.6, score: [0, 0] }],
  [
    'football-inplay',
    'remaining',
    { lambda: 1.8, mu: 0.9, remainingShare: 0.5556, score: [0, 1], redAway: 1 },
  ],
  [
    'asian',
    'line',
    { lambda: 1.5, mu: 1.2, market: 'total', side: 'over', line: '2.25', odds: '1.9' },
  ],
  ['asian', 'pmf', { differences: { '0': 0.4, '-1': 0.6 }, side: 'home', line: '-0.75' }],
  ['tennis', 'game', { s: 0.6, points: [1, 0] }],
  ['tennis', 'tiebreak', { p: 0.7, q: 0.4, first: 'A', points: [6, 6], to: 7 }],
  ['tennis', 'set', { p: 0.7, q: 0.4, server: 'A', games: [6, 5], points: [1, 2], format: 'tb7' }],
  [
    'tennis',
    'match',
    { p: 0.64, q: 0.38, bestOf: 5, finalSet: 'adv', sets: [2, 2], games: [8, 7], points: [0, 2] },
  ],
  ['tennis', 'total-games', { p: 0.66, q: 0.37, bestOf: 3, lines: ['20.5'] }],
  ['basketball', 'push-line', { mu: 3.4, sigma: 13, lead: 2, elapsed: 0.5, line: '-3' }],
  ['basketball', 'sigma-from', { spread: '-5.5', homeWin: 0.67 }],
  ['basketball', 'total', { mean: 224, sd: 18, points: 118, elapsed: 0.5, line: '228.5' }],
  [
    'betbuilder',
    'joint',
    {
      ...{ lambda: 1.5, mu: 1.2, rho: -0.1, maxGoals: 12 },
      legs: [
        { market: 'total', pick: 'over', line: '2.5' },
        { market: 'anytime-scorer', team: 'home', share: 0.3 },
      ],
    },
  ],
  ['inversion', '1x2', { home: 0.5, draw: 0.25, away: 0.25, rho: -0.05 }],
  ['inversion', 'total-mean', { line: '2.5', over: 0.5 }],
  [
    'inversion',
    'handicap-total',
    { homeLine: '-0.75', homeShare: 0.5, totalLine: '2.75', overShare: 0.48 },
  ],
  ['inversion', 'total-supremacy', { total: 2.7, homeWin: 0.46 }],
  ['scoring', 'score', { probabilities: [0.45, 0.27, 0.28], outcome: 2 }],
  ['scoring', 'average', { forecasts: [{ probabilities: [0.5, 0.5], outcome: 0 }] }],
  ['scoring', 'clv', { taken: ['2.10', '1.95'], closingFair: ['2.05', '2.00'] }],
  ['scoring', 'calibration', { predicted: [0.05, 0.95], happened: [0, true], bins: 10 }],
  [
    'bets-payout',
    'payout',
    {
      ...{ system: 'Trixie', unitStake: 200, folds: [2, 3], eachWay: true },
      legs: [
        { odds: '2.5', result: 'won', place: { fraction: '1/4', result: 'won' }, rule4: ['5', 10] },
        { odds: '3.2', result: 'lost', place: { fraction: '0.2', result: 'lost' } },
        {
          ...{ odds: '1.9', result: 'dead-heat', deadHeat: { places: 1, tied: 2 } },
          place: { fraction: '1/5', result: 'void' },
        },
      ],
    },
  ],
  [
    'bets-payout',
    'payout',
    {
      ...{ unitStake: 1000, folds: [1] },
      boost: { of: 'price', percent: 20, cap: 500, selection: 0 },
      legs: [{ odds: '2.5', result: 'half-won' }],
    },
  ],
  ['settlement-factors', 'feed', { odds: '1.90', result: 1, voidFactor: '0.5' }],
  [
    'settlement-factors',
    'line',
    {
      ...{ market: 'handicap', side: 'home', line: '-0.5', score: [2, 1] },
      ...{ base: [1, 0], odds: '1.9', stake: 100 },
    },
  ],
  ['settlement-factors', 'rule4-table', { withdrawn: ['3.25', '11'] }],
  ['settlement-factors', 'dead-heat', { stake: 333, odds: '7.5', places: 2, tied: 3 }],
  ['settlement-factors', 'reduction', { odds: '12', percent: '21.08' }],
  ['risk', 'lmsr', { q: [5, 3], b: 1, buy: [1, 0] }],
  ['risk', 'ls-lmsr', { q: [100, 100], alpha: 0.05, buy: [50, 0] }],
  ['risk', 'tilt', { probabilities: [0.5, 0.5], payouts: [100, 0], b: 50, more: [0, 20] }],
  [
    'risk',
    'joint-worst',
    { bets: [{ market: '1x2', pick: 'home', stake: 100, odds: '2.0' }], maxGoals: 4 },
  ],
  ['risk', 'robust-quotes', { outcomes: 3, bets: 5, sequence: [0, 1] }],
  ['risk', 'robust-loss', { outcomes: 3, bets: 100 }],
  ['risk', 'kelly', { p: 0.55, odds: '2' }],
  ['risk', 'matched-lay', { stake: 1000, odds: '3.0', price: '2.5', commission: 0.02 }],
  ['risk', 'n-winner', { runners: [{ win: 20, lose: -10 }], winners: 1 }],
  [
    'risk',
    'max-stake',
    { odds: '2.4', capSelection: 500_000, factor: 0.5, tierLiability: 100_000 },
  ],
  ['risk', 'pnl-z', { edge: 0.05, odds: '2', n: 1000 }],
  ['risk', 'sprt', { mu1: 0.02, sd: 0.06, alpha: 0.001, beta: 0.05, data: [0.05] }],
  ['risk', 'binomial-hits', { n: 200, p: 0.0023656, atLeast: 5 }],
  [
    'risk',
    'cvar',
    {
      losses: [
        { loss: 10, p: 0.5 },
        { loss: 0, p: 0.5 },
      ],
      level: 0.9,
    },
  ],
  ['risk', 'pool-quote', { funds: [10_000, 10_000], bet: 1000, outcome: 0 }],
  ['risk', 'flow-hold', { odds: '1.9', share: 0.561, winRate: 0.491 }],
];

/** What JSON can hold where something else is asked for. */
const JUNK: readonly unknown[] = [
  ...[null, true, 'abc', '', '-1', '0', '1e5', 'NaN', '1.1.1', '1/0', [], {}, [[]], ['x'], [-1, 2]],
  ...[-1, 0, 0.5, 1.5, 7, 1e6, 1e9, 1e308, -1e308, 5e-324],
];

/** Every way to put one value in the place of one part of an input. */
function replaced(whole: unknown, value: unknown): readonly unknown[] {
  if (Array.isArray(whole)) {
    const parts: readonly unknown[] = whole;
    return parts.flatMap((part, at) => [
      parts.with(at, value),
      ...replaced(part, value).map((inner) => parts.with(at, inner)),
    ]);
  }
  if (typeof whole !== 'object' || whole === null) return [];
  return Object.entries(whole).flatMap(([name, part]) => [
    { ...whole, [name]: value },
    ...replaced(part, value).map((inner) => ({ ...whole, [name]: inner })),
  ]);
}

function isFinite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return !/^-?(?:NaN|Infinity)$/u.test(value);
  if (typeof value === 'boolean') return true;
  return typeof value === 'object' && value !== null && Object.values(value).every(isFinite);
}

describe('every calculation', () => {
  test.each(GOOD)('%s %s answers', (kind, op, input) => {
    const answer = run(kind, op, input);
    expect(Object.keys(answer)).not.toHaveLength(0);
    expect(isFinite(answer)).toBe(true);
  });

  test.each(GOOD)(
    '%s %s answers whatever is put into a field, or refuses it',
    (kind, op, input) => {
      for (const broken of JUNK.flatMap((value) => replaced(input, value))) {
        try {
          expect({ broken, finite: isFinite(run(kind, op, broken)) }).toMatchObject({
            finite: true,
          });
        } catch (error) {
          // Any other error is a fault of ours.
          expect(error, JSON.stringify(broken)).toBeInstanceOf(InputError);
        }
      }
    },
  );

  property.prop([fc.constantFrom(...GOOD), fc.string({ minLength: 1 })])(
    'refuses a field that it does not know',
    ([kind, op, input], name) => {
      fc.pre(!(KINDS[kind]?.[op]?.fields.includes(name) ?? true) && name !== '__proto__');
      const { code, field } = refusal(kind, op, { ...input, [name]: 1 });
      expect(code).toBe('FORMAT_INVALID');
      expect(field).toContain(name.replaceAll(/[.[\]]/gu, '').slice(0, 1));
    },
  );
});

describe('a refusal names the field and holds the value', () => {
  const leg = { market: '1x2', pick: 'home' };
  const grid = { model: 'poisson', lambda: 1, mu: 1 };
  const match = { p: 0.6, q: 0.4 };
  const payout = (legs: unknown, more = {}) => ({ unitStake: 1, folds: [1], legs, ...more });
  const won = { odds: '2', result: 'won' };

  test.each([
    ['devig', 'devig', { method: 'power' }, 'FORMAT_INVALID', 'odds', undefined],
    ['devig', 'devig', { method: 'power', odds: ['2', '1'] }, 'ODDS_INVALID', 'odds[1]', '1'],
    ['devig', 'devig', { method: 'shin', odds: ['3', '4'] }, 'NO_SOLUTION', 'odds', [3, 4]],
    ['football-grid', 'grid', { ...grid, rho: 0.1 }, 'FORMAT_INVALID', 'rho', 0.1],
    ['football-grid', 'grid', { ...grid, lambda: -1 }, 'NUMBER_INVALID', 'lambda', -1],
    ['football-grid', 'grid', { ...grid, totals: ['2.3'] }, 'FORMAT_INVALID', 'totals[0]', '2.3'],
    [
      'football-grid',
      'count',
      { dist: 'poisson', lambda: 1, r: 2, upTo: 3 },
      'FORMAT_INVALID',
      'r',
      2,
    ],
    [
      'asian',
      'pmf',
      { differences: { 0: 0.5 }, side: 'home', line: '0' },
      'NUMBER_INVALID',
      'differences',
      0.5,
    ],
    ['tennis', 'game', { s: 0.6, points: [9, 3] }, 'STATE_CONTRADICTORY', 'points', [9, 3]],
    ['tennis', 'set', { ...match, games: [6, 4] }, 'STATE_CONTRADICTORY', 'games', [6, 4]],
    ['tennis', 'match', { ...match, sets: [2, 0] }, 'STATE_CONTRADICTORY', 'sets', [2, 0]],
    ['tennis', 'match', { ...match, bestOf: 4 }, 'NUMBER_INVALID', 'bestOf', 4],
    ['basketball', 'sigma-from', { spread: '-5', homeWin: 0.5 }, 'NO_SOLUTION', 'homeWin', 0.5],
    [
      'betbuilder',
      'joint',
      { lambda: 1, mu: 1, legs: [leg, { ...leg, line: '1' }] },
      'FORMAT_INVALID',
      'legs[1].line',
      '1',
    ],
    [
      'betbuilder',
      'joint',
      { lambda: 1, mu: 1, legs: [{ ...leg, period: '1h' }] },
      'FORMAT_INVALID',
      'legs[0].period',
      '1h',
    ],
    [
      'inversion',
      '1x2',
      { home: 0.9, draw: 0.9, away: 0.9 },
      'NUMBER_INVALID',
      'home, draw and away',
      { home: 0.9, draw: 0.9, away: 0.9 },
    ],
    ['inversion', 'total-supremacy', { total: 0.1, homeWin: 0.6 }, 'NO_SOLUTION', 'homeWin', 0.6],
    [
      'bets-payout',
      'payout',
      payout([{ odds: '2', result: 'won', rule4: 101 }]),
      'FORMAT_INVALID',
      'legs[0].rule4',
      101,
    ],
    ['bets-payout', 'payout', payout([won], { folds: [2] }), 'FORMAT_INVALID', 'folds[0]', 2],
    ['bets-payout', 'payout', payout([won], { folds: [0] }), 'FORMAT_INVALID', 'folds[0]', 0],
    [
      'bets-payout',
      'payout',
      payout([won], { eachWay: true }),
      'FORMAT_INVALID',
      'legs[0].place',
      undefined,
    ],
    [
      'bets-payout',
      'payout',
      payout([won], { system: 'Yankee' }),
      'FORMAT_INVALID',
      'system',
      'Yankee',
    ],
    [
      'settlement-factors',
      'feed',
      { odds: '2', result: 1, voidFactor: '0.3' },
      'FORMAT_INVALID',
      'voidFactor',
      '0.3',
    ],
    [
      'risk',
      'tilt',
      { probabilities: [0.5, 0.5], payouts: [1, 2, 3], b: 1 },
      'FORMAT_INVALID',
      'payouts',
      [1, 2, 3],
    ],
    ['risk', 'pnl-z', { edge: 1.5, odds: '2', n: 9 }, 'NUMBER_INVALID', 'edge', 1.5],
    ['risk', 'max-stake', { odds: '2' }, 'FORMAT_INVALID', 'capSelection', undefined],
  ])('%s %s %j', (...[kind, op, input, code, field, value]) => {
    expect(refusal(kind, op, input)).toMatchObject({ code, field, value });
  });
});

describe('exactness', () => {
  test('Rule 4 deductions are added as decimals, not as doubles', () => {
    const leg = { odds: '11', result: 'won', rule4: ['10.1', 20.2] };
    expect(run('settlement-factors', 'leg', leg)['factor']).toBe('797/100');
  });

  test('a feed’s dead heat stands in the half of a leg that is not void', () => {
    const half = { odds: '6', result: 1, voidFactor: '0.5', deadHeatFactor: '1/3' };
    expect(run('settlement-factors', 'feed', half)).toMatchObject({
      code: 'half-won',
      factor: '3/2',
    });
  });

  test('a factor too small for plain digits', () => {
    const input = { odds: '2', tierLiability: 10_000_000, factor: 1e-7 };
    expect(run('risk', 'max-stake', input)).toEqual({ exact: 1, stake: 1 });
  });

  test('goals of a high rate all find room in the birth process', () => {
    const answer = run('football-inplay', 'birth', { lambda: 6, mu: 3, score: [0, 0], minute: 0 });
    const { home, draw, away } = answer as Readonly<Record<string, number>>;
    expect((home ?? 0) + (draw ?? 0) + (away ?? 0)).toBeCloseTo(1, 12);
  });
});
