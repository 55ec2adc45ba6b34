import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { accountId, CURRENCIES, exponentOf, transferId } from '#contracts/mod.ts';

import { clearExchange, exchange, exchangedMinor, houseAccount, type Exchange } from './mod.ts';

const order = (over: Partial<Exchange> = {}): Exchange => ({
  id: transferId('01990000-0000-7000-8000-000000000009'),
  at: 1,
  sell: { accountId: accountId('a'), currency: 'EUR', amountMinor: 10_00n },
  buy: { accountId: accountId('b'), currency: 'USD' },
  rate: { numerator: 10_825n, denominator: 10_000n },
  ...over,
});

describe('exchange', () => {
  test.each([
    ['dollars', order(), 10_83n],
    [
      'yen, which have no cents',
      order({
        buy: { accountId: accountId('b'), currency: 'JPY' },
        rate: { numerator: 16_235n, denominator: 100n },
      }),
      1_624n,
    ],
    [
      'euros for yen',
      order({
        sell: { accountId: accountId('a'), currency: 'JPY', amountMinor: 1_000n },
        buy: { accountId: accountId('b'), currency: 'EUR' },
        rate: { numerator: 1n, denominator: 160n },
      }),
      6_25n,
    ],
  ])('%s', (_, wish, expected) => {
    expect(exchangedMinor(wish)).toBe(expected);
  });

  test.each([
    ['one currency', order({ buy: { accountId: accountId('b'), currency: 'EUR' } })],
    ['no amount', order({ sell: { ...order().sell, amountMinor: 0n } })],
    ['a rate of zero', order({ rate: { numerator: 0n, denominator: 1n } })],
    ['less than the smallest unit', order({ rate: { numerator: 1n, denominator: 10n ** 9n } })],
  ])('refuses %s', (_, wish) => {
    expect(() => exchange(wish)).toThrow(RangeError);
  });

  const positive = fc.bigInt({ min: 1n, max: 10n ** 12n });
  property.prop([
    fc.constantFrom(...CURRENCIES),
    fc.constantFrom(...CURRENCIES),
    positive,
    fc.record({ numerator: positive, denominator: positive }),
  ])(
    'each currency balances, clearing undoes clearing, and rounding is at most half a unit',
    (from, into, amountMinor, rate) => {
      const wish = order({
        sell: { accountId: accountId('a'), currency: from, amountMinor },
        buy: { accountId: accountId('b'), currency: into },
        rate,
      });
      const { numerator, denominator } = rate;
      const bought = exchangedMinor(wish);
      fc.pre(from !== into && bought > 0n);
      const currencyOf = (id: string): string =>
        houseAccount(id)?.currency ?? (id === 'a' ? from : into);
      const both = [exchange(wish), clearExchange(wish)];
      for (const currency of [from, into]) {
        const legs = both.map(({ legs: all }) =>
          all.filter((leg) => currencyOf(leg.accountId) === currency),
        );
        for (const own of legs)
          expect(own.reduce((sum, leg) => sum + leg.amountMinor, 0n)).toBe(0n);
        const clearing = legs
          .flat()
          .filter(({ accountId: id }) => houseAccount(id)?.purpose === 'clearing');
        expect(clearing.reduce((sum, leg) => sum + leg.amountMinor, 0n)).toBe(0n);
      }
      const scaled = 2n * bought * denominator * 10n ** BigInt(exponentOf(from));
      const exact = 2n * amountMinor * numerator * 10n ** BigInt(exponentOf(into));
      const off = scaled > exact ? scaled - exact : exact - scaled;
      expect(off).toBeLessThanOrEqual(denominator * 10n ** BigInt(exponentOf(from)));
    },
  );
});
