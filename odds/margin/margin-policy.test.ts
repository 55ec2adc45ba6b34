import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { marketKeyOf, type MarketType } from '#contracts/mod.ts';

import {
  applyMargin,
  loadingBpsAt,
  MARGIN_PHASES,
  OUTCOME_CLASSES,
  outcomeClass,
  resolveMargin,
  validateMarginPolicy,
  type MarginByPhase,
  type MarginPolicy,
} from './mod.ts';
import { fairBooks } from './testing/books.ts';

const flat = { 'pre-match': 500, 'in-play': 600, late: 800 };
const classes = {
  'two-way': flat,
  'three-way': { 'pre-match': 550, 'in-play': 650, late: 850 },
  'up-to-6': { 'pre-match': 700, 'in-play': 800, late: 1_000 },
  'up-to-12': { 'pre-match': 900, 'in-play': 1_000, late: 1_200 },
  more: { 'pre-match': 1_500, 'in-play': 1_600, late: 2_000 },
};
const KEY = marketKeyOf('total-goals|line=2.5');
const policyOf = (
  market?: MarginByPhase,
  type?: MarginByPhase,
  loading: MarginPolicy['loading'] = [],
): MarginPolicy => ({
  markets: new Map(market === undefined ? [] : [[KEY, market]]),
  types: new Map<MarketType, MarginByPhase>(type === undefined ? [] : [['total-goals', type]]),
  classes,
  loading,
});
const ask = { key: KEY, type: 'total-goals', outcomeCount: 2, phase: 'in-play' } as const;

describe('the margin in force', () => {
  test.each([
    ['of the market before the type', policyOf(300, 400), 300, 'market'],
    ['of the type before the default', policyOf(undefined, 400), 400, 'type'],
    ['of the number of outcomes else', policyOf(), 600, 'default'],
    ['of the market only in its phases', policyOf({ late: 300 }, { 'in-play': 450 }), 450, 'type'],
    ['of none of them in this phase', policyOf({ late: 300 }, { late: 400 }), 600, 'default'],
    ['of zero is a margin too', policyOf(0, 400), 0, 'market'],
  ] as const)('is that %s', (_, policy, marginBps, setBy) => {
    expect(resolveMargin(policy, ask)).toEqual({ marginBps, setBy });
  });

  test('of a type is not that of one of its markets', () => {
    const { type, outcomeCount, phase } = ask;
    expect(resolveMargin(policyOf(300, 400), { type, outcomeCount, phase }).marginBps).toBe(400);
  });

  property.prop([fc.integer({ min: 1, max: 60 }), fc.constantFrom(...MARGIN_PHASES)])(
    'exists for every number of outcomes, and never falls with it',
    (outcomeCount, phase) => {
      const at = (count: number): number =>
        resolveMargin(policyOf(), { ...ask, outcomeCount: count, phase }).marginBps;
      expect(at(outcomeCount + 1)).toBeGreaterThanOrEqual(at(outcomeCount));
    },
  );

  test('classes begin where they say', () => {
    const first = [1, 3, 4, 7, 13].map(outcomeClass);
    expect(first).toEqual(OUTCOME_CLASSES);
    expect([2, 6, 12].map(outcomeClass)).toEqual(['two-way', 'up-to-6', 'up-to-12']);
  });
});

describe('the loading of long shots', () => {
  const loading = [
    { odds: 5, loadingBps: 0 },
    { odds: 50, loadingBps: 1_000 },
  ];

  test.each([
    [1.5, 0],
    [5, 0],
    [Math.sqrt(250), 500],
    [50, 1_000],
    [900, 1_000],
  ])('at odds of %d is %d', (odds, bps) => {
    expect(loadingBpsAt(loading, odds)).toBeCloseTo(bps, 9);
    expect(loadingBpsAt([], odds)).toBe(0);
  });

  property.prop([fairBooks, fc.double({ min: 0, max: 2_400, noNaN: true })])(
    'never gives the likelier outcome the longer price',
    (fair, rise) => {
      const steep = [
        { odds: 1.2, loadingBps: 0 },
        { odds: 1.2 * Math.E ** 4, loadingBps: 4 * rise },
      ];
      validateMarginPolicy(policyOf(undefined, undefined, steep));
      const rising = [...fair].sort((left, right) => left - right);
      const implied = applyMargin(rising, 800).implied.map(
        (price, at) => price * (1 + loadingBpsAt(steep, 1 / (rising[at] ?? 1)) / 10_000),
      );
      implied.forEach((price, at) => {
        expect(price).toBeGreaterThanOrEqual((implied[at - 1] ?? 0) * (1 - 1e-12));
      });
    },
  );
});

describe('a policy that cannot be meant', () => {
  test.each([
    ['markets', policyOf(-1)],
    ['types', policyOf(undefined, { late: NaN })],
    ['classes', { ...policyOf(), classes: { ...classes, more: { ...flat, late: 20_000 } } }],
    ['loading[0]', policyOf(1, 1, [{ odds: 0.5, loadingBps: 0 }])],
    ['loading[0]', policyOf(1, 1, [{ odds: 2, loadingBps: Infinity }])],
    [
      'loading[1]',
      policyOf(1, 1, [
        { odds: 5, loadingBps: 0 },
        { odds: 5, loadingBps: 10 },
      ]),
    ],
    [
      'loading[1]',
      policyOf(1, 1, [
        { odds: 5, loadingBps: 0 },
        { odds: 6, loadingBps: 1_000 },
      ]),
    ],
  ])('is refused for its %s', (field, policy) => {
    expect(() => validateMarginPolicy(policy)).toThrow(`NUMBER_INVALID: ${field}`);
  });

  test('others are not', () => {
    expect(() => validateMarginPolicy(policyOf(300, { late: 500 }))).not.toThrow();
  });
});
