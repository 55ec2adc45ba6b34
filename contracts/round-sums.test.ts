import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { CURRENCIES, exponentOf } from './currencies.ts';
import { formatMoney } from './money.ts';
import { ofEachCurrency, roundSumMinor, roundSumsMinor } from './round-sums.ts';

describe('round sums', () => {
  test.each([
    [500n, 'EUR', '5.00'],
    [500n, 'JPY', '750'],
    [500n, 'BHD', '2.000'],
    [10n, 'KWD', '0.030'],
    [10_000_00n, 'SEK', '100000.00'],
    [50_000_00n, 'JPY', '7500000'],
  ] as const)('%s euro cents in %s are %s', (euroCents, currency, text) => {
    expect(formatMoney(roundSumMinor(euroCents, currency), currency)).toBe(text);
  });

  test('every currency has a smallest stake above zero and its own number of decimals', () => {
    const sums = roundSumsMinor(10n);
    expect(Object.keys(sums)).toEqual([...CURRENCIES]);
    for (const currency of CURRENCIES) expect(sums[currency]).toBeGreaterThan(0n);
    // What the platform itself knows of ISO 4217, which money does not rest on.
    const known = (currency: string) =>
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
        .maximumFractionDigits;
    expect(ofEachCurrency(exponentOf)).toEqual(ofEachCurrency(known));
  });

  property.prop([fc.constantFrom(...CURRENCIES), fc.bigInt(1n, 10n ** 9n)])(
    'never fall as euros rise',
    (currency, euroCents) => {
      expect(roundSumMinor(euroCents + 1n, currency)).toBeGreaterThanOrEqual(
        roundSumMinor(euroCents, currency),
      );
    },
  );
});
