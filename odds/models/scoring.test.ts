import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { averageScore, calibrationError, closingLineValue, scoreForecast } from './mod.ts';

const books = fc
  .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 })
  .map((values) => {
    const sum = values.reduce((all, value) => all + value, 0);
    return values.map((value) => value / sum);
  });

describe('forecast scores', () => {
  test.each([
    [[0.9, 0.1, 0], 0, 0.005],
    [[0.8, 0.1, 0.1], 0, 0.025],
    [[0.5, 0.25, 0.25], 0, 0.15625],
    [[0.35, 0.3, 0.35], 1, 0.1225],
    [[0.6, 0.3, 0.1], 1, 0.185],
    [[0.6, 0.25, 0.15], 0, 0.09125],
    [[0.6, 0.15, 0.25], 0, 0.11125],
    [[0.57, 0.33, 0.1], 0, 0.09745],
    [[0.6, 0.2, 0.2], 0, 0.1],
  ])('Constantinou & Fenton, Table 3: %j', (probabilities, outcome, rps) => {
    expect(scoreForecast({ probabilities, outcome }).rps).toBeCloseTo(rps, 12);
  });

  property.prop([books, books])('telling the truth scores best on average', (truth, told) => {
    if (truth.length !== told.length) return;
    const mean = (probabilities: readonly number[], field: 'rps' | 'brier' | 'logLoss'): number =>
      truth.reduce(
        (sum, chance, outcome) =>
          sum + chance * (scoreForecast({ probabilities, outcome })[field] ?? Infinity),
        0,
      );
    for (const field of ['rps', 'brier', 'logLoss'] as const) {
      expect(mean(truth, field)).toBeLessThanOrEqual(mean(told, field) + 1e-12);
    }
  });

  test('no log score for what was called impossible', () => {
    const missed = { probabilities: [0.9, 0.1, 0], outcome: 2 };
    expect(scoreForecast(missed)).toMatchObject({ logLoss: undefined, ignorance: undefined });
    const fine = { probabilities: [0.5, 0.3, 0.2], outcome: 0 };
    expect(averageScore([fine, missed])).toMatchObject({ logLoss: undefined });
    expect(averageScore([fine, fine])).toEqual(scoreForecast(fine));
    expect(() => scoreForecast({ probabilities: [1], outcome: 1 })).toThrow(RangeError);
  });
});

describe('closing-line value', () => {
  test('needs two prices for a deviation', () => {
    expect(closingLineValue([2], [1.9])).toMatchObject({ sd: undefined, z: undefined });
    const { mean, z } = closingLineValue([2.1, 1.95, 3.6], [2.05, 2, 3.4]);
    expect(mean).toBeCloseTo(0.01940459110473, 12);
    expect(z).toBeCloseTo(0.7976947988378, 10);
  });

  test('has no z where the values do not differ', () => {
    const { sd, z } = closingLineValue([2, 2, 2], [2, 2, 2]);
    expect([sd, z]).toEqual([0, undefined]);
  });

  test('needs a closing price for each', () => {
    expect(() => closingLineValue([2, 3], [2])).toThrow(RangeError);
    expect(() => closingLineValue([], [])).toThrow(RangeError);
  });
});

describe('calibration', () => {
  test('counts and weighs bins', () => {
    const { ece, counts } = calibrationError(
      [0.05, 0.15, 0.25, 0.95, 0.85, 0.55],
      [0, 0, 1, 1, 1, 0],
      10,
    );
    expect(ece).toBeCloseTo(0.28333333333, 10);
    expect(counts).toEqual([1, 1, 1, 0, 0, 1, 0, 0, 1, 1]);
  });

  test('certainty falls into the last bin; nonsense into none', () => {
    expect(calibrationError([1], [1], 4)).toEqual({ ece: 0, counts: [0, 0, 0, 1] });
    expect(() => calibrationError([-0.1], [0], 4)).toThrow(RangeError);
  });
});
