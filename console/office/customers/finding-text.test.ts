import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { factorFrom, factorText, figureTexts, strengthText } from './finding-text.ts';

describe('the strength of a finding', () => {
  it.each([
    [1, 'No chance is known for it'],
    [0.05, 'By chance at most 5.0 %'],
    [0.001, 'By chance at most 0.1 %'],
    [0.0004, 'By chance at most 1 in 2,500'],
    [1e-30, 'By chance less than 1 in a trillion'],
    [0, 'By chance less than 1 in a trillion'],
  ])('%s: %s', (p, text) => {
    expect(strengthText(p)).toBe(text);
  });
});

describe('the figures of a finding', () => {
  it('stand under their names, amounts in the currency of the account', () => {
    const figures = { bets: 1210, mean: 0.0213, llr: 7.84, ownStakeMinor: 125_050, newOne: 2 };
    expect(figureTexts(figures, 'GBP')).toEqual([
      ['Bets', '1,210'],
      ['Better than the close', '2.1 %'],
      ['Log-likelihood ratio', '7.8'],
      ['Other stakes', '£1 250.50'],
      ['newOne', '2.0'],
    ]);
  });
});

describe('a factor', () => {
  property.prop([fc.integer({ min: 100, max: 100_000 })])('is read as it is written', (bps) => {
    expect(factorFrom(factorText(bps))).toBe(bps);
  });

  it.each([
    ['50', 5_000],
    [' 12,5 % ', 1_250],
    ['0.01', 1],
    ['12.345', undefined],
    ['-5', undefined],
    ['1e3', undefined],
    ['', undefined],
    ['NaN', undefined],
    ['99999', undefined],
  ])('of "%s" is %s', (text, bps) => {
    expect(factorFrom(text)).toBe(bps);
  });
});
