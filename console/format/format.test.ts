import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import type { FixtureState } from '#contracts/mod.ts';

import { minuteText } from './match-time.ts';
import { houseMoney, moneyFromApi, moneyText } from './money-text.ts';
import { formatPrice } from './odds-format.ts';

describe('prices', () => {
  it.each([
    [15_000, '1.50', '1/2', '−200'],
    [25_000, '2.50', '6/4', '+150'],
    [30_000, '3.00', '2/1', '+200'],
    [20_000, '2.00', '1/1', '+100'],
    [19_091, '1.9091', '10/11', '−110'],
    [10_100, '1.01', '1/100', '−10000'],
    [215_000, '21.5', '20/1', '+2050'],
    [1_010_000, '101', '100/1', '+10000'],
  ])('%i is %s, %s or %s', (odds, decimal, fractional, american) => {
    expect(formatPrice(odds, 'decimal')).toBe(decimal);
    expect(formatPrice(odds, 'fractional')).toBe(fractional);
    expect(formatPrice(odds, 'american')).toBe(american);
  });

  test.prop([fc.integer({ min: 10_100, max: 10_000_000 })])(
    'in decimals are exact: what is shown is what is sold',
    (odds) => {
      expect(Math.round(Number(formatPrice(odds, 'decimal')) * 10_000)).toBe(odds);
    },
  );
});

describe('money', () => {
  it.each([
    [125_000n, 'EUR', '€1 250.00'],
    [-5n, 'GBP', '−£0.05'],
    [1_234_567n, 'JPY', '¥1 234 567'],
    [0n, 'USD', '$0.00'],
  ] as const)('%i minor units of %s are %s', (amount, currency, text) => {
    expect(moneyText(amount, currency)).toBe(text);
  });

  it('of the API is shown with its currency, and as it came when it is not understood', () => {
    expect(moneyFromApi('12.50', 'EUR')).toBe('€12.50');
    expect(moneyFromApi('twelve', 'EUR')).toBe('twelve');
    expect(moneyFromApi('12.50', 'CHF')).toBe('CHF\u00a012.50');
    expect(moneyFromApi('12.500', 'BHD')).toBe('BHD\u00a012.500');
    expect(moneyFromApi('12.50', 'XAU')).toBe('12.50');
  });

  it('of the house is rounded to whole units, without a minus before nothing', () => {
    expect(['123450', '-123450', '-49', '50'].map(houseMoney)).toEqual([
      '€1 235',
      '−€1 235',
      '€0',
      '€1',
    ]);
  });
});

describe('the clock of a match', () => {
  const state = (fields: Partial<FixtureState>, minutes = 0): FixtureState => {
    const zero = { home: 0, away: 0 };
    const phase = fields.phase ?? 'first-half';
    return {
      status: 'in-play',
      phase,
      clock: { phase, elapsedMs: minutes * 60_000 },
      score: zero,
      halfTime: null,
      extraTime: null,
      shootOut: null,
      redCards: zero,
      corners: zero,
      suspended: [],
      ...fields,
    };
  };

  it.each([
    ['first-half', 0, "1'"],
    ['first-half', 44.9, "45'"],
    ['first-half', 46, "45+2'"],
    ['half-time', 0, 'HT'],
    ['second-half', 0, "46'"],
    ['second-half', 45, "90+1'"],
    ['extra-first', 14, "105'"],
    ['extra-second', 0, "106'"],
    ['full-time', 0, 'FT'],
    ['extra-break', 0, 'ET HT'],
    ['penalties', 0, 'PEN'],
  ] as const)('in %s after %d minutes says %s', (phase, minutes, text) => {
    expect(minuteText(state({ phase }, minutes))).toBe(text);
  });

  it('says how a match stands that is not played now', () => {
    expect(minuteText(state({ status: 'closed', phase: 'ended' }))).toBe('FT');
    expect(minuteText(state({ status: 'postponed' }))).toBe('Postponed');
  });
});
