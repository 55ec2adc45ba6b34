import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';

import {
  accountId,
  betId,
  CURRENCIES,
  exponentOf,
  formatMoney,
  MAX_ODDS,
  MIN_ODDS,
  parseMoney,
  type Odds,
  type OutcomeResult,
} from '#contracts/mod.ts';
import { holdStake, settleBet, type Transfer } from '#ledger/mod.ts';

import { payoutOf } from './payout.ts';

/* What a bet moves in currencies with and without decimals: no rounding makes or loses a minor unit. */

const leg = fc.record({
  odds: fc.integer({ min: MIN_ODDS, max: MAX_ODDS }).map((value) => value as Odds),
  result: fc.constantFrom<OutcomeResult>('won', 'lost', 'void', 'half-won', 'half-lost'),
});
const currency = fc.constantFrom(...CURRENCIES);
const stake = fc.bigInt({ min: 1n, max: 10n ** 8n });
const sumOf = (transfers: readonly Transfer[]): bigint =>
  transfers.flatMap(({ legs }) => legs).reduce((sum, { amountMinor }) => sum + amountMinor, 0n);

property.prop([currency, stake, fc.array(leg, { minLength: 1, maxLength: 2 })])(
  'from the stake as text to the payout as text, every transfer is balanced and half a unit is the most',
  (code, wanted, legs) => {
    const text = formatMoney(wanted, code);
    expect(text.split('.')[1]?.length ?? 0).toBe(exponentOf(code));
    const stakeMinor = parseMoney(text, code);
    expect(stakeMinor).toBe(wanted);
    const { factor, payoutMinor } = payoutOf(wanted, legs);
    const twice = 2n * (payoutMinor * factor.denominator - wanted * factor.numerator);
    expect(twice > -factor.denominator && twice <= factor.denominator).toBe(true);

    const account = accountId('01990000-0000-7000-8000-000000000001');
    const bet = {
      ...{ betId: betId('01990000-1111-7000-8000-000000000002'), accountId: account, at: 5 },
      ...{ currency: code, stakeMinor: wanted },
    };
    const settled = settleBet({ ...bet, payoutMinor, resultVersion: 1 });
    const transfers = [holdStake(bet), settled];
    for (const transfer of transfers) expect(sumOf([transfer])).toBe(0n);
    const own = transfers
      .flatMap((transfer) => transfer.legs)
      .filter(({ accountId: id }) => id === account)
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    expect(own).toBe(payoutMinor - wanted);
    expect(parseMoney(formatMoney(own, code), code)).toBe(own);
  },
);
