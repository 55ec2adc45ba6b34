import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { accountId, betId } from '#contracts/mod.ts';

import {
  holdStake,
  houseAccountId,
  receivableAccountId,
  releaseStake,
  reverseSettlement,
  settleBet,
  type Transfer,
} from './mod.ts';

const ACCOUNT = accountId('0190a000-0000-7000-8000-00000000000a');
const BET = {
  betId: betId('0190a000-0000-7000-8000-00000000000b'),
  accountId: ACCOUNT,
  currency: 'EUR' as const,
  stakeMinor: 1_000n,
  at: 1,
};
const STAKES = houseAccountId('stakes', 'EUR');
const HOUSE = houseAccountId('house', 'EUR');
const PROMOTION = houseAccountId('promotion', 'EUR');

const moved = (...transfers: readonly Transfer[]): Record<string, bigint> => {
  const sums: Record<string, bigint> = {};
  for (const { legs } of transfers)
    for (const { accountId: id, amountMinor } of legs) sums[id] = (sums[id] ?? 0n) + amountMinor;
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n));
};
const FREE = { ...BET, paidBy: 'promotion' as const };

describe('a free bet', () => {
  test('is held from the promotion account and never from the wallet', () => {
    expect(moved(holdStake(FREE))).toEqual({ [PROMOTION]: -1_000n, [STAKES]: 1_000n });
    expect(moved(holdStake(FREE), releaseStake(FREE))).toEqual({});
  });

  test('lost, its stake is what the house won; won, the customer gets the payout', () => {
    const lost = settleBet({ ...BET, payoutMinor: 0n, resultVersion: 1 });
    expect(moved(holdStake(FREE), lost)).toEqual({ [PROMOTION]: -1_000n, [HOUSE]: 1_000n });
    const won = settleBet({ ...BET, payoutMinor: 2_500n, resultVersion: 1 });
    expect(moved(holdStake(FREE), won)).toEqual({
      [PROMOTION]: -1_000n,
      [HOUSE]: -1_500n,
      [ACCOUNT]: 2_500n,
    });
  });

  test('void, the promotion account has its stake back', () => {
    const back = settleBet({ ...BET, payoutMinor: 0n, promotionMinor: 1_000n, resultVersion: 1 });
    expect(moved(holdStake(FREE), back)).toEqual({});
  });
});

test('what a boost adds is paid by the promotion account, not by the house', () => {
  const boosted = settleBet({
    ...BET,
    payoutMinor: 2_800n,
    promotionMinor: -300n,
    resultVersion: 1,
  });
  expect(moved(holdStake(BET), boosted)).toEqual({
    [ACCOUNT]: 1_800n,
    [HOUSE]: -1_500n,
    [PROMOTION]: -300n,
  });
});

property.prop([
  fc.bigInt({ min: 0n, max: 10n ** 12n }),
  fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
  fc.bigInt({ min: -5n, max: 10n ** 12n }),
])('a reversal undoes a settlement on every account of the house', (paid, promoted, available) => {
  const settled = { ...BET, payoutMinor: paid, promotionMinor: promoted, resultVersion: 3 };
  const left = moved(
    settleBet(settled),
    reverseSettlement({ ...settled, availableMinor: available }),
  );
  const owed = left[receivableAccountId(ACCOUNT)] ?? 0n;
  expect(
    Object.keys(left).filter((id) => ![ACCOUNT, receivableAccountId(ACCOUNT)].includes(id)),
  ).toEqual([]);
  expect((left[ACCOUNT] ?? 0n) + owed).toBe(0n);
  expect(owed).toBe(available >= paid ? 0n : (available > 0n ? available : 0n) - paid);
});
