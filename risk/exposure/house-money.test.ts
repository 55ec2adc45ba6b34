import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import type { Odds } from '#contracts/mod.ts';
import {
  legFactor,
  multiplyRational,
  rational,
  RESULT_BY_CODE,
  roundHalfUp,
} from '#markets/mod.ts';

import { currency, odds, stake } from '../testing/arbitraries.ts';
import { DEFAULT_RATES, exactBetAmounts, exactNumber, returnOf } from './house-money.ts';

describe('returnOf', () => {
  property.prop([stake, odds])(
    'is what settlement pays, to the minor unit',
    (stakeMinor, price) => {
      for (const result of RESULT_BY_CODE) {
        const factor = legFactor({ odds: rational(BigInt(price), 10_000n), result });
        const paid = roundHalfUp(multiplyRational(rational(stakeMinor), factor));
        expect([result, returnOf(result, stakeMinor, price)]).toEqual([result, paid]);
      }
    },
  );
});

describe('exactBetAmounts', () => {
  test('keeps amounts in the house currency as they are', () => {
    const terms = { stakeMinor: 1001n, odds: 25_000 as Odds, currency: 'EUR' } as const;
    expect(exactBetAmounts(terms, DEFAULT_RATES)).toEqual({
      stake: 1001n,
      returns: [0n, 501n, 1001n, 1752n, 2503n],
    });
  });

  test('rounds a conversion against the house', () => {
    const terms = { stakeMinor: 1n, odds: 20_000 as Odds, currency: 'JPY' } as const;
    // 0.61 cents staked count as nothing, 0.61 cents won as one.
    expect(exactBetAmounts(terms, DEFAULT_RATES)).toMatchObject({
      stake: 0n,
      returns: [0n, 0n, 0n, 1n, 1n],
    });
  });

  property.prop([stake, odds, currency])(
    'a larger stake never risks less when it wins, nor more when it loses',
    (stakeMinor, price, money) => {
      const net = (amount: bigint) => {
        const { stake: staked, returns } = exactBetAmounts(
          { stakeMinor: amount, odds: price, currency: money },
          DEFAULT_RATES,
        );
        return returns.map((returned) => returned - staked);
      };
      const [lost, halfLost, pushed, halfWon, won] = net(stakeMinor);
      const [lost2, halfLost2, pushed2, halfWon2, won2] = net(stakeMinor + 1n);
      expect(won2).toBeGreaterThanOrEqual(won ?? 0n);
      expect(halfWon2).toBeGreaterThanOrEqual(halfWon ?? 0n);
      expect([pushed, pushed2]).toEqual([0n, 0n]);
      expect(halfLost2).toBeLessThanOrEqual(halfLost ?? 0n);
      expect(lost2).toBeLessThanOrEqual(lost ?? 0n);
    },
  );
});

test('an amount that a float cannot hold is refused', () => {
  expect(exactNumber(2n ** 53n - 1n)).toBe(Number.MAX_SAFE_INTEGER);
  expect(() => exactNumber(2n ** 53n)).toThrow(RangeError);
});
