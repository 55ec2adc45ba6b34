import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import { sequentialTest } from '../formulas/mod.ts';
import {
  closingValue,
  EDGE_TEST,
  edgeVerdict,
  markout,
  NO_BETS,
  observe,
  type EdgeState,
} from './edge-test.ts';
import { normalCdf } from './normal.ts';
import { detectionChance } from './power.ts';

const SD = 0.06;
const play = (values: readonly number[], sd = SD): EdgeState =>
  values.reduce((state, value) => observe(EDGE_TEST, state, { value, sd }), NO_BETS);

const values = fc.array(fc.double({ min: -0.5, max: 0.2, noNaN: true }), { maxLength: 80 });

describe('the value of a price', () => {
  test('against the fair closing price and against a later chance', () => {
    expect(closingValue(2.1, 2)).toBeCloseTo(0.05, 12);
    expect(markout(2.1, 0.5)).toBeCloseTo(0.05, 12);
  });

  test.for([
    [1, 2],
    [2, 1],
    [Number.NaN, 2],
    [2, Infinity],
  ] as const)('odds of %d and %d are refused', ([taken, close]) => {
    expect(() => closingValue(taken, close)).toThrow(InputError);
  });
});

describe('the test for an edge', () => {
  property.prop([values])('is the likelihood ratio of the published formula', (list) => {
    const { edge } = EDGE_TEST;
    // Bounds that are never reached, so that the published form goes through all values.
    const published = sequentialTest(
      { mu0: 0, mu1: edge, sd: SD, alpha: 1e-300, beta: 1e-300 },
      list,
    );
    expect(play(list).llr).toBeCloseTo(published.llr, 9);
  });

  property.prop([values])('never forgets, and its least edge is below the mean', (list) => {
    const state = play(list);
    const { p, mean, leastEdge, flagged } = edgeVerdict(EDGE_TEST, state);
    expect(state.highest).toBeGreaterThanOrEqual(Math.max(0, state.llr));
    expect(p).toBeGreaterThan(0);
    expect(p).toBeLessThanOrEqual(1);
    expect(flagged).toBe(p <= EDGE_TEST.alpha);
    if (list.length > 0) expect(leastEdge).toBeLessThan(mean);
  });

  test('needs 95 bets of 2.5 % each, not 94: worked out by hand', () => {
    // 0.015/0.0036 × (0.025 − 0.0075) = 0.0729 a bet, against ln 1,000 = 6.9078.
    const needed = Math.ceil(Math.log(1_000) / ((0.015 / 0.0036) * 0.0175));
    expect(needed).toBe(95);
    const verdict = (bets: number) =>
      edgeVerdict(EDGE_TEST, play(Array.from({ length: bets }, () => 0.025)));
    expect(verdict(needed - 1).flagged).toBe(false);
    expect(verdict(needed).flagged).toBe(true);
  });

  test('one wrong closing price flags nobody', () => {
    expect(edgeVerdict(EDGE_TEST, play([1_000])).flagged).toBe(false);
  });

  test.for([
    [Number.NaN, SD],
    [0.1, 0],
    [0.1, Number.POSITIVE_INFINITY],
  ] as const)('a value of %d with a deviation of %d is refused', ([value, sd]) => {
    expect(() => observe(EDGE_TEST, NO_BETS, { value, sd })).toThrow(InputError);
  });
});

describe('the power of the test', () => {
  test('closing prices make 250 bets possible, results do not', () => {
    expect(detectionChance(EDGE_TEST, { mean: 0.02, sd: SD }, 250)).toBeGreaterThan(0.96);
    // Profit at odds of 2 deviates by one stake: the same question takes tens of thousands of bets.
    const byProfit = { edge: 0.015, alpha: 0.001 };
    expect(detectionChance(byProfit, { mean: 0.02, sd: 1 }, 250)).toBeLessThan(1e-6);
    expect(detectionChance(byProfit, { mean: 0.02, sd: 1 }, 60_000)).toBeGreaterThan(0.9);
  });

  test('without an edge it ever flags with the chance alpha', () => {
    const forever = detectionChance(EDGE_TEST, { mean: 0, sd: SD }, 1e7);
    expect(forever).toBeCloseTo(EDGE_TEST.alpha, 6);
  });

  test.for([
    [0.02, 250],
    [0.015, 250],
    [0.03, 100],
  ] as const)('is what a simulation finds for an edge of %d in %d bets', ([mean, bets]) => {
    const random = seededRandom(`power-${mean}-${bets}`);
    const customers = 1_500;
    let found = 0;
    for (let customer = 0; customer < customers; customer += 1) {
      const list = Array.from({ length: bets }, () => random.normal(mean, SD));
      if (edgeVerdict(EDGE_TEST, play(list)).flagged) found += 1;
    }
    const expected = detectionChance(EDGE_TEST, { mean, sd: SD }, bets);
    const error = Math.sqrt((expected * (1 - expected)) / customers);
    // The formula is for a path without jumps; real sums cannot be looked at between two bets.
    expect(found / customers).toBeGreaterThan(expected - 4 * error - 0.04);
    expect(found / customers).toBeLessThan(expected + 4 * error);
  });

  test('nobody without an edge is flagged more often than alpha allows', () => {
    const random = seededRandom('without-an-edge');
    let wrong = 0;
    for (let customer = 0; customer < 4_000; customer += 1) {
      const list = Array.from({ length: 200 }, () => random.normal(0, SD));
      if (edgeVerdict(EDGE_TEST, play(list)).flagged) wrong += 1;
    }
    // Four in the mean; twelve would have a chance of 1 in 1,000.
    expect(wrong).toBeLessThanOrEqual(12);
  });
});

// Tables of the normal distribution.
test.for([
  [0, 0.5],
  [1, 0.8413447],
  [1.96, 0.9750021],
  [-3.09, 0.0010008],
] as const)('Φ(%d) = %d', ([z, p]) => {
  expect(normalCdf(z)).toBeCloseTo(p, 6);
});
