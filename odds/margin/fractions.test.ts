import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { ODDS_SCALE, oddsToDecimal } from '#contracts/mod.ts';

import {
  fractionOf,
  ladderEnds,
  moveTicks,
  oddsFormats,
  oddsFromFraction,
  toLadder,
  TRADITIONAL_FRACTIONS,
} from './mod.ts';

const fraction = fc.constantFrom(...TRADITIONAL_FRACTIONS);

describe('traditional fractions', () => {
  test('rise, each a price of its own, from 1/100 to 750/1', () => {
    const odds = TRADITIONAL_FRACTIONS.map(oddsFromFraction);
    expect(odds).toEqual([...new Set(odds)].sort((left, right) => left - right));
    const { min, max } = ladderEnds('fractional');
    expect([fractionOf(min), fractionOf(max)]).toEqual(['1/100', '750/1']);
  });

  property.prop([fraction])('are read back from their odds', (text) => {
    const odds = oddsFromFraction(text);
    expect(fractionOf(odds)).toBe(text);
    const [profit = NaN, stake = NaN] = text.split('/').map(Number);
    expect(Math.abs(oddsToDecimal(odds) - 1 - profit / stake)).toBeLessThanOrEqual(5e-5);
  });

  property.prop([fraction])('are the nearest to their own two decimals from 1/5 on', (text) => {
    const odds = oddsFromFraction(text);
    fc.pre(odds >= 12_000);
    expect(oddsFormats(Math.round(odds / 100) / 100).fractional).toBe(text);
  });

  // The table of olbg.com, "Odds Conversion Table" (decimals rounded to cents there).
  test.each([
    ['2/9', 1.22],
    ['4/9', 1.44],
    ['8/15', 1.53],
    ['4/6', 1.67],
    ['5/6', 1.83],
    ['11/8', 2.38],
    ['6/4', 2.5],
    ['85/40', 3.13],
    ['10/3', 4.33],
  ])('%s is %d', (text, decimal) => {
    expect(Math.abs(oddsToDecimal(oddsFromFraction(text)) - decimal)).toBeLessThanOrEqual(0.0051);
  });

  test('a price of the exchange between two fractions becomes one of them', () => {
    expect(fractionOf(toLadder(20_200, 'fractional', 'down'))).toBe('1/1');
    expect(fractionOf(toLadder(20_200, 'fractional', 'up'))).toBe('21/20');
    expect(fractionOf(moveTicks(oddsFromFraction('5/6'), 'fractional', 1))).toBe('10/11');
    expect(fractionOf(toLadder(20_200, 'exchange', 'down'))).toBeUndefined();
  });
});

describe('the text of a fraction', () => {
  test.each([
    ['evens', 20_000],
    ['EVS', 20_000],
    [' 11/8 ', 23_750],
    ['11 / 8', 23_750],
    ['100/30', 43_333],
    ['3/2', 25_000],
    ['999/1', 1000 * ODDS_SCALE],
  ])('"%s" is %d', (text, odds) => {
    expect(oddsFromFraction(text)).toBe(odds);
  });

  test.each([
    '',
    '11',
    '0/1',
    '1/0',
    '11/8/2',
    '-1/2',
    '1.5/2',
    '2.5',
    '1/200',
    '1000/1',
    'even money',
  ])('"%s" is refused', (text) => {
    expect(() => oddsFromFraction(text)).toThrow('FORMAT_INVALID: odds must be a fraction');
  });
});
