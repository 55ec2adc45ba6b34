import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { accountId, betId, CURRENCIES, transferId } from '#contracts/mod.ts';

import {
  betTransferId,
  deposit,
  derivedId,
  holdStake,
  houseAccount,
  houseAccountId,
  receivableAccountId,
  releaseStake,
  reverseSettlement,
  settleBet,
  withdrawal,
  type Transfer,
} from './mod.ts';

const ACCOUNT = accountId('01990000-0000-7000-8000-000000000001');
const BET = betId('01990000-1111-7000-8000-000000000002');
const STAKES = houseAccountId('stakes', 'EUR');
const HOUSE = houseAccountId('house', 'EUR');
const CASH = houseAccountId('cash', 'EUR');
const bet = { betId: BET, accountId: ACCOUNT, currency: 'EUR', stakeMinor: 1000n, at: 5 } as const;

const legsOf = (transfer: Transfer): Record<string, bigint> =>
  Object.fromEntries(transfer.legs.map(({ accountId: id, amountMinor }) => [id, amountMinor]));

describe('posting rules', () => {
  const cash = {
    id: transferId(BET),
    accountId: ACCOUNT,
    currency: 'EUR',
    amountMinor: 500n,
    at: 1,
  } as const;
  test.each([
    ['deposit', deposit(cash), { [ACCOUNT]: 500n, [CASH]: -500n }],
    ['withdrawal', withdrawal(cash), { [ACCOUNT]: -500n, [CASH]: 500n }],
    ['hold', holdStake(bet), { [ACCOUNT]: -1000n, [STAKES]: 1000n }],
    ['release', releaseStake(bet), { [ACCOUNT]: 1000n, [STAKES]: -1000n }],
    ['won', settled(2500n), { [STAKES]: -1000n, [ACCOUNT]: 2500n, [HOUSE]: -1500n }],
    ['lost', settled(0n), { [STAKES]: -1000n, [HOUSE]: 1000n }],
    ['void', settled(1000n), { [STAKES]: -1000n, [ACCOUNT]: 1000n }],
    ['half lost', settled(500n), { [STAKES]: -1000n, [ACCOUNT]: 500n, [HOUSE]: 500n }],
  ])('%s', (_, transfer, legs) => {
    expect(legsOf(transfer)).toEqual(legs);
  });

  function settled(payoutMinor: bigint): Transfer {
    return settleBet({ ...bet, payoutMinor, resultVersion: 1 });
  }

  test('a reversal takes from the wallet what is there and notes the rest as owed', () => {
    const reversal = reverseSettlement({
      ...bet,
      payoutMinor: 2500n,
      resultVersion: 1,
      availableMinor: 700n,
    });
    expect(legsOf(reversal)).toEqual({
      [STAKES]: 1000n,
      [HOUSE]: 1500n,
      [ACCOUNT]: -700n,
      [receivableAccountId(ACCOUNT)]: -1800n,
    });
    expect(reversal).toMatchObject({ kind: 'reversal', version: 1, betId: BET });
  });

  const amount = fc.bigInt({ min: 0n, max: 10n ** 15n });
  property.prop([
    fc.bigInt({ min: 1n, max: 10n ** 12n }),
    amount,
    fc.bigInt({ min: -50n, max: 10n ** 15n }),
  ])(
    'every rule balances, and a reversal undoes a settlement for stakes, house and customer',
    (stakeMinor, payoutMinor, availableMinor) => {
      const settlement = settleBet({ ...bet, stakeMinor, payoutMinor, resultVersion: 3 });
      const reversal = reverseSettlement({
        ...bet,
        stakeMinor,
        payoutMinor,
        resultVersion: 3,
        availableMinor,
      });
      const all = [holdStake({ ...bet, stakeMinor }), settlement, reversal];
      for (const { legs } of all) {
        expect(legs.reduce((sum, leg) => sum + leg.amountMinor, 0n)).toBe(0n);
        expect(legs.every((leg) => leg.amountMinor !== 0n)).toBe(true);
      }
      const after = legsOf(reversal);
      const before = legsOf(settlement);
      for (const id of [STAKES, HOUSE]) expect(after[id] ?? 0n).toBe(-(before[id] ?? 0n));
      const customer = (after[ACCOUNT] ?? 0n) + (after[receivableAccountId(ACCOUNT)] ?? 0n);
      expect(customer).toBe(-payoutMinor);
      expect(after[ACCOUNT] ?? 0n).toBeGreaterThanOrEqual(
        availableMinor > 0n ? -availableMinor : 0n,
      );
    },
  );
});

describe('ids', () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  test('a bet has one transfer id per kind and version, ordered like the bet', () => {
    const ids = [
      betTransferId(BET, 'hold'),
      betTransferId(BET, 'release'),
      betTransferId(BET, 'settlement', 1),
      betTransferId(BET, 'settlement', 2),
      betTransferId(betId('01990000-1111-7000-8000-000000000003'), 'hold'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(uuid);
    expect(betTransferId(BET, 'hold')).toBe(ids[0]);
    expect(ids[0]?.slice(0, 13)).toBe(BET.slice(0, 13));
  });

  test('house accounts are known by their ids, customers are not', () => {
    for (const currency of CURRENCIES)
      expect(houseAccount(houseAccountId('cash', currency))).toEqual({ purpose: 'cash', currency });
    expect(houseAccount(ACCOUNT)).toBeUndefined();
    expect(houseAccountId('stakes', 'EUR')).toBe('00000000-0000-8000-8000-000100455552');
  });

  property.prop([fc.uuid(), fc.string()])('a derived id is a UUID', (timeOf, text) => {
    expect(derivedId(timeOf, text)).toMatch(uuid);
  });
});
