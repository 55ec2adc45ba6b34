import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import type { Odds } from '#contracts/mod.ts';

import { currency, odds, stake } from '../testing/arbitraries.ts';
import { betAmounts, exposureAmounts } from './exposure-amounts.ts';
import { DEFAULT_RATES, exactBetAmounts, exactExposureAmounts } from './house-money.ts';

const billionths = fc.oneof(
  fc.constantFrom('0', '1000000000', '1500000000'),
  fc.nat(2_000_000_000_000).map(String),
);
const part = fc.record({ rest: billionths, onLeg: billionths });
const share = fc.option(fc.record({ most: part, typical: part }), { nil: undefined });

property.prop([stake, odds, currency, share])(
  'floats give what big integers give',
  (stakeMinor, price, inCurrency, ofTicket) => {
    const bet = { stakeMinor, odds: price, currency: inCurrency, share: ofTicket };
    const exact = exactExposureAmounts(bet, DEFAULT_RATES);
    const { stake: staked, returns, reserve, won } = exposureAmounts(bet, DEFAULT_RATES);
    expect({
      stake: BigInt(staked),
      returns: returns.map(BigInt),
      reserve: reserve?.map(BigInt) ?? null,
      won: BigInt(won),
    }).toEqual(exact);
    expect(betAmounts(bet, DEFAULT_RATES)).toEqual(exactBetAmounts(bet, DEFAULT_RATES));
  },
);

test('a bet beyond 2^53 is refused, not rounded', () => {
  const bet = { stakeMinor: 2n ** 60n, odds: 20_000 as Odds, currency: 'EUR' } as const;
  expect(() => exposureAmounts(bet, DEFAULT_RATES)).toThrow(RangeError);
  expect(betAmounts(bet, DEFAULT_RATES)).toEqual(exactBetAmounts(bet, DEFAULT_RATES));
});
