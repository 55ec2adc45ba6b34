import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  birthOutlook,
  chanceAbove,
  gridMarkets,
  handicapChances,
  marginalsOf,
  meanOf,
  scoreGrid,
  totalChances,
  ZOU_2020,
} from '../mod.ts';
import {
  calibrate,
  lineShare,
  poissonTotalMean,
  ratesFromHandicapAndTotal,
  ratesFromResult,
  ratesFromResultAndTotal,
  ratesFromTotalAndHomeWin,
} from './mod.ts';

const rate = fc.double({ min: 0.4, max: 3, noNaN: true });
const RUNS = { numRuns: 25 };

describe('inversion of prices', () => {
  property.prop([rate, rate, fc.double({ min: -0.15, max: 0.1, noNaN: true })], RUNS)(
    'result and total give back rates and ρ',
    (lambda, mu, rho) => {
      const grid = scoreGrid({ model: 'dixon-coles', lambda, mu, rho }, 30);
      const over25 = chanceAbove(marginalsOf(grid).total, 2);
      const fit = ratesFromResultAndTotal({ ...gridMarkets(grid).result, over25 });
      expect(fit.rhoDropped).toBe(false);
      expect(fit.lambda).toBeCloseTo(lambda, 6);
      expect(fit.mu).toBeCloseTo(mu, 6);
      expect(fit.rho).toBeCloseTo(rho, 6);
    },
  );

  property.prop([rate, rate], RUNS)('the result alone gives back the rates', (lambda, mu) => {
    const grid = scoreGrid({ model: 'poisson', lambda, mu }, 30);
    const fit = ratesFromResult(gridMarkets(grid).result);
    expect(fit.lambda).toBeCloseTo(lambda, 6);
    expect(fit.mu).toBeCloseTo(mu, 6);
  });

  property.prop(
    [rate, rate, fc.integer({ min: -6, max: 6 }), fc.integer({ min: 6, max: 14 })],
    RUNS,
  )('a handicap and a total line give back the rates', (lambda, mu, homeLine, totalLine) => {
    const { difference, total } = marginalsOf(scoreGrid({ model: 'poisson', lambda, mu }, 30));
    const fit = ratesFromHandicapAndTotal({
      homeLine,
      homeShare: lineShare(handicapChances(difference, 'home', homeLine)),
      totalLine,
      overShare: lineShare(totalChances(total, 'over', totalLine)),
    });
    expect(fit.lambda).toBeCloseTo(lambda, 5);
    expect(fit.mu).toBeCloseTo(mu, 5);
  });

  test('impossible prices drop ρ instead of inventing one', () => {
    const fit = ratesFromResultAndTotal({ home: 0.2, draw: 0.6, away: 0.2, over25: 0.6 });
    expect(fit).toMatchObject({ rho: 0, rhoDropped: true });
    expect(fit.residual).toBeGreaterThan(0.01);
  });

  test('Poisson tails and their mean', () => {
    expect(poissonTotalMean(10, 0.5)).toBeCloseTo(2.67406, 5);
    expect(poissonTotalMean(10, 0.55)).toBeCloseTo(2.8826, 5);
    for (const over of [1.5, 0, -1, NaN]) expect(poissonTotalMean(10, over)).toBeUndefined();
    expect(ratesFromTotalAndHomeWin(NaN, 0.4)).toBeUndefined();
    expect(ratesFromTotalAndHomeWin(0.1, 0.6)).toBeUndefined();
    // A search over a billion goals would not end.
    expect(ratesFromTotalAndHomeWin(1e9, 0.4)).toBeUndefined();
    const rates = ratesFromTotalAndHomeWin(2.7, 0.46);
    expect((rates?.lambda ?? 0) + (rates?.mu ?? 0)).toBeCloseTo(2.7, 12);
  });
});

describe('calibration of the birth process', () => {
  const kickOff = { score: { home: 0, away: 0 }, minute: 0 };

  test.each([
    [12, 0],
    [8, 7],
  ])('%d goals with a supremacy of %d find room, too', (totalGoals, supremacy) => {
    const model = calibrate({ totalGoals, supremacy }, ZOU_2020);
    const { home, away } = marginalsOf(birthOutlook(model, kickOff, 40).final);
    expect(meanOf(home) + meanOf(away)).toBeCloseTo(totalGoals, 3);
    expect(meanOf(home) - meanOf(away)).toBeCloseTo(supremacy, 3);
  });

  property.prop(
    [fc.double({ min: 1.8, max: 4, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })],
    { numRuns: 4 },
  )('meets expected goals', (totalGoals, supremacy) => {
    const model = calibrate({ totalGoals, supremacy }, ZOU_2020);
    const { home, away } = marginalsOf(birthOutlook(model, kickOff).final);
    expect(meanOf(home) + meanOf(away)).toBeCloseTo(totalGoals, 5);
    expect(meanOf(home) - meanOf(away)).toBeCloseTo(supremacy, 5);
  });

  test('meets result and total chances as nearly as two rates can', () => {
    const target = { home: 0.5, draw: 0.25, away: 0.25, over25: 0.55 };
    const model = calibrate(target, ZOU_2020);
    const { final } = birthOutlook(model, kickOff);
    const { result } = gridMarkets(final);
    expect(Math.abs(result.home - target.home)).toBeLessThan(0.02);
    expect(Math.abs(chanceAbove(marginalsOf(final).total, 2) - target.over25)).toBeLessThan(0.02);
    expect(model.residual).toBeLessThan(0.02);
  });

  test('says when the time slopes alone bring more than one side is to score', () => {
    const model = calibrate({ totalGoals: 1, supremacy: 0.8 }, ZOU_2020);
    expect(model.converged).toBe(false);
    expect(model.residual).toBeGreaterThan(0.1);
    expect(calibrate({ totalGoals: 1, supremacy: 0.4 }, ZOU_2020).converged).toBe(true);
  });

  test.each([
    ['totalGoals', { totalGoals: 0, supremacy: 0 }],
    ['totalGoals', { totalGoals: NaN, supremacy: 0 }],
    ['supremacy', { totalGoals: 2, supremacy: Infinity }],
    ['quotes[0]', { home: 0.5, draw: 0.5, away: 0.5, over25: 0.5 }],
    ['quotes[1].over', { home: 0.5, draw: 0.25, away: 0.25, over25: 1 }],
  ])('refuses impossible targets: %s', (field, target) => {
    expect(() => calibrate(target, ZOU_2020)).toThrow(`NUMBER_INVALID: ${field}`);
  });
});
