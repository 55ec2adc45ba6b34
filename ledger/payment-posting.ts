import type { AccountId, Currency, PaymentProviderName, TransferId } from '#contracts/mod.ts';

import { providerAccountId, houseAccountId, receivableAccountId } from './accounts.ts';
import type { Leg, Transfer, TransferKind } from './transfer.ts';

/** What happened to a payment, as changes in minor units; the provider has the opposite of both together. */
export type PaymentMove = Readonly<{
  id: TransferId;
  kind: TransferKind;
  accountId: AccountId;
  provider: PaymentProviderName;
  currency: Currency;
  at: number;
  customerMinor: bigint;
  /** Held for a withdrawal under way. */
  heldMinor: bigint;
  memo: NonNullable<Transfer['memo']>;
}>;

/** What the customer has above the floor of the wallet, and owes; both at least 0. */
export type CustomerFunds = Readonly<{ freeMinor: bigint; owedMinor: bigint }>;

/**
 * Moves the money of a payment. What comes to a customer pays first what the customer owes, as entries of its
 * own; what is taken back and is no longer in the wallet becomes owed.
 */
export function paymentTransfer(move: PaymentMove, funds: CustomerFunds): Transfer {
  const { id, kind, at, memo, accountId, currency, provider, customerMinor, heldMinor } = move;
  return {
    id,
    kind,
    at,
    memo,
    legs: withoutZero([
      ...customerLegs(accountId, customerMinor, funds),
      { accountId: houseAccountId('payouts', currency), amountMinor: heldMinor },
      {
        accountId: providerAccountId(provider, currency),
        amountMinor: -(customerMinor + heldMinor),
      },
    ]),
  };
}

function customerLegs(
  accountId: AccountId,
  amountMinor: bigint,
  { freeMinor, owedMinor }: CustomerFunds,
): readonly Leg[] {
  const receivable = receivableAccountId(accountId);
  if (amountMinor < 0n) {
    const fromWallet = least(-amountMinor, freeMinor);
    return [
      { accountId, amountMinor: -fromWallet },
      { accountId: receivable, amountMinor: amountMinor + fromWallet },
    ];
  }
  const repaid = least(amountMinor, owedMinor);
  return [
    { accountId, amountMinor },
    { accountId, amountMinor: -repaid },
    { accountId: receivable, amountMinor: repaid },
  ];
}

/** Holds money for a withdrawal; refused by the wallet's floor when it is not there. */
export const holdPayout = (
  move: Omit<PaymentMove, 'kind' | 'customerMinor' | 'heldMinor'> & { amountMinor: bigint },
): Transfer => ({
  id: move.id,
  kind: 'hold',
  at: move.at,
  memo: move.memo,
  legs: [
    { accountId: move.accountId, amountMinor: -move.amountMinor },
    { accountId: houseAccountId('payouts', move.currency), amountMinor: move.amountMinor },
  ],
});

/** The provider handed over what it holds for us; below zero: we paid it what it had paid out for us. */
export const clearProvider = (
  move: Pick<PaymentMove, 'id' | 'provider' | 'currency' | 'at' | 'memo'> & { amountMinor: bigint },
): Transfer => ({
  id: move.id,
  kind: 'adjustment',
  at: move.at,
  memo: move.memo,
  legs: [
    { accountId: providerAccountId(move.provider, move.currency), amountMinor: move.amountMinor },
    { accountId: houseAccountId('cash', move.currency), amountMinor: -move.amountMinor },
  ],
});

const least = (left: bigint, right: bigint): bigint => (left < right ? left : right);
const withoutZero = (legs: readonly Leg[]): readonly Leg[] =>
  legs.filter(({ amountMinor }) => amountMinor !== 0n);
