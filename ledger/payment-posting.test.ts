import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { accountId, transferId } from '#contracts/mod.ts';

import {
  providerAccountId,
  houseAccount,
  houseAccountId,
  receivableAccountId,
} from './accounts.ts';
import { clearProvider, holdPayout, paymentTransfer, type PaymentMove } from './payment-posting.ts';

const ACCOUNT = accountId('01990000-0000-7000-8000-000000000001');
const CLEARING = providerAccountId('simulated', 'EUR');
const PAYOUTS = houseAccountId('payouts', 'EUR');
const OWED = receivableAccountId(ACCOUNT);
const move = (customerMinor: bigint, heldMinor = 0n): PaymentMove => ({
  id: transferId('01990000-0000-8000-8000-000000000002'),
  kind: 'deposit',
  accountId: ACCOUNT,
  provider: 'simulated',
  currency: 'EUR',
  at: 1,
  customerMinor,
  heldMinor,
  memo: {},
});

const cases = [
  [
    'a deposit',
    move(100n),
    5n,
    0n,
    [
      [ACCOUNT, 100n],
      [CLEARING, -100n],
    ],
  ],
  [
    'a deposit of a debtor',
    move(100n),
    0n,
    70n,
    [
      [ACCOUNT, 100n],
      [ACCOUNT, -70n],
      [OWED, 70n],
      [CLEARING, -100n],
    ],
  ],
  [
    'a chargeback',
    move(-100n),
    250n,
    0n,
    [
      [ACCOUNT, -100n],
      [CLEARING, 100n],
    ],
  ],
  [
    'a chargeback of money that is gone',
    move(-100n),
    30n,
    0n,
    [
      [ACCOUNT, -30n],
      [OWED, -70n],
      [CLEARING, 100n],
    ],
  ],
  [
    'a payout that was paid',
    move(0n, -80n),
    0n,
    0n,
    [
      [PAYOUTS, -80n],
      [CLEARING, 80n],
    ],
  ],
  [
    'a payout that failed',
    move(80n, -80n),
    0n,
    0n,
    [
      [ACCOUNT, 80n],
      [PAYOUTS, -80n],
    ],
  ],
  [
    'a payout paid in part',
    move(30n, -80n),
    0n,
    0n,
    [
      [ACCOUNT, 30n],
      [PAYOUTS, -80n],
      [CLEARING, 50n],
    ],
  ],
] as const;

describe('paymentTransfer', () => {
  test.each(cases)('%s', (...[, moved, freeMinor, owedMinor, legs]) => {
    expect(paymentTransfer(moved, { freeMinor, owedMinor }).legs).toEqual(
      legs.map(([account, amountMinor]) => ({ accountId: account, amountMinor })),
    );
  });

  const minor = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
  const funds = fc.bigInt({ min: 0n, max: 10n ** 15n });
  property.prop([minor, minor, funds, funds])(
    'balances, moves the customer by what it says and never takes what is not there',
    (customerMinor, heldMinor, freeMinor, owedMinor) => {
      const { legs } = paymentTransfer(move(customerMinor, heldMinor), { freeMinor, owedMinor });
      const sum = (...ids: readonly string[]): bigint =>
        legs
          .filter(({ accountId: id }) => ids.length === 0 || ids.includes(id))
          .reduce((total, { amountMinor }) => total + amountMinor, 0n);
      expect(sum()).toBe(0n);
      expect(sum(ACCOUNT, OWED)).toBe(customerMinor);
      expect(sum(PAYOUTS)).toBe(heldMinor);
      expect(freeMinor + sum(ACCOUNT)).toBeGreaterThanOrEqual(0n);
      expect(sum(OWED)).toBeLessThanOrEqual(owedMinor);
    },
  );
});

test('holding a payout, and clearing in both directions', () => {
  const { id, accountId: account, provider, currency, at, memo } = move(0n);
  expect(
    holdPayout({ id, accountId: account, provider, currency, at, memo, amountMinor: 5n }).legs,
  ).toEqual([
    { accountId: ACCOUNT, amountMinor: -5n },
    { accountId: PAYOUTS, amountMinor: 5n },
  ]);
  for (const amountMinor of [7n, -7n])
    expect(clearProvider({ id, provider, currency, at, memo, amountMinor }).legs).toEqual([
      { accountId: CLEARING, amountMinor },
      { accountId: houseAccountId('cash', 'EUR'), amountMinor: -amountMinor },
    ]);
});

test('the clearing account of a provider is a house account like the others', () => {
  expect(CLEARING).toBe('00000000-0000-8000-8000-0c0001455552');
  expect(houseAccount(CLEARING)).toEqual({ purpose: 'provider', currency: 'EUR' });
});
