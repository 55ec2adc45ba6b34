import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { exchangeAccountId, houseAccount, houseAccountId } from './accounts.ts';
import { reverseLayOff, settleLayOff, type LayOffSettlement } from './lay-off-posting.ts';
import type { Transfer } from './transfer.ts';

const HOUSE = houseAccountId('house', 'EUR');
const CLEARING = exchangeAccountId('betfair', 'EUR');
const settled = (changes: Partial<LayOffSettlement> = {}): LayOffSettlement => ({
  ...{ orderId: '0190a000-0001-7000-8000-000000000001', exchange: 'betfair', currency: 'EUR' },
  ...{ settlement: 1, grossMinor: 2_000n, commissionMinor: 100n, at: 5, ...changes },
});
const movedOn = (account: string, transfer: Transfer | null): bigint =>
  (transfer?.legs ?? [])
    .filter(({ accountId }) => accountId === account)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);

describe('a settled position', () => {
  test('is owed by its exchange, what was won and the commission each by itself', () => {
    expect(settleLayOff(settled())).toMatchObject({
      kind: 'lay-off',
      legs: [
        { accountId: HOUSE, amountMinor: 2_000n },
        { accountId: CLEARING, amountMinor: -2_000n },
        { accountId: HOUSE, amountMinor: -100n },
        { accountId: CLEARING, amountMinor: 100n },
      ],
    });
    expect(houseAccount(CLEARING)).toEqual({ purpose: 'exchange', currency: 'EUR' });
  });

  test('that neither won nor lost has nothing to post', () => {
    const nothing = settled({ grossMinor: 0n, commissionMinor: 0n });
    expect(settleLayOff(nothing)).toBeNull();
    expect(reverseLayOff(nothing)).toBeNull();
  });

  test('has one transfer and one reversal for each settlement, and exchanges an account each', () => {
    const ids = [1, 2].flatMap((settlement) => [
      settleLayOff(settled({ settlement }))?.id,
      reverseLayOff(settled({ settlement }))?.id,
    ]);
    expect(new Set(ids).size).toBe(4);
    expect(settleLayOff(settled({ at: 9 }))?.id).toBe(ids[0]);
    const accounts = (['simulated', 'betfair'] as const).flatMap((exchange) =>
      (['EUR', 'GBP'] as const).map((currency) => exchangeAccountId(exchange, currency)),
    );
    expect(new Set(accounts).size).toBe(4);
  });

  property.prop([
    fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
    fc.bigInt({ min: 0n, max: 10n ** 9n }),
  ])(
    'moves its profit between two accounts, and the reversal moves it back',
    (gross, commission) => {
      const of = settled({ grossMinor: gross, commissionMinor: commission });
      const [made, back] = [settleLayOff(of), reverseLayOff(of)];
      expect(movedOn(HOUSE, made)).toBe(gross - commission);
      expect(movedOn(CLEARING, made)).toBe(commission - gross);
      for (const account of [HOUSE, CLEARING])
        expect(movedOn(account, made) + movedOn(account, back)).toBe(0n);
      for (const { amountMinor } of made?.legs ?? []) expect(amountMinor).not.toBe(0n);
    },
  );
});
