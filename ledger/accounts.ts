import { hash } from 'node:crypto';

import {
  CURRENCIES,
  PAYMENT_PROVIDERS,
  type AccountId,
  type Currency,
  type LayOffOrder,
  type PaymentProviderName,
} from '#contracts/mod.ts';

/**
 * Ledger accounts. A balance above zero is what the house owes its owner, so customers' wallets are above
 * zero, `cash` (money received from outside) is below, and everything in one currency sums to zero.
 *
 * - `wallet`: free to stake. Its id is the customer's account id.
 * - `receivable`: below zero by what a customer owes after a correction that the wallet could not cover.
 * - `stakes`: held for open bets; the entries of one bet sum to its stake while it is open, then to zero.
 * - `house`: what the house won (above zero: kept stakes) and paid (below zero: winnings).
 * - `cash`: the outside world of payment methods.
 * - `promotion`: paid for by the house to win customers.
 * - `held`: set aside by holds that are open.
 * - `clearing`: what an exchange sold and bought until the house takes it over; then zero.
 * - `payouts`: held for withdrawals that the provider has not paid yet; zero when none is under way.
 * - `provider`, one per payment provider, its clearing account: below zero by what the provider has taken for
 *   us and not yet handed over; zero when it has paid out everything.
 * - `exchange`, one per exchange at which the house lays risk off, its clearing account: below zero by what the exchange
 *   owes us for settled positions, above by what we owe it.
 */
export const HOUSE_PURPOSES = [
  'stakes',
  'house',
  'cash',
  'promotion',
  'held',
  'clearing',
  'payouts',
] as const;
export type HousePurpose = (typeof HOUSE_PURPOSES)[number];
export type CustomerPurpose = 'wallet' | 'bonus' | 'receivable';
export type Purpose = HousePurpose | 'provider' | 'exchange' | CustomerPurpose;

export type ExchangeName = LayOffOrder['exchange'];
const EXCHANGES = ['simulated', 'betfair'] as const satisfies readonly ExchangeName[];

const PREFIX = '00000000-0000-8000-8000-';

/** The one account of a purpose and currency that belongs to the house; computable by anyone, seeded by the schema. */
export function houseAccountId(purpose: HousePurpose, currency: Currency): string {
  const number = String(HOUSE_PURPOSES.indexOf(purpose) + 1).padStart(4, '0');
  return `${PREFIX}${number}00${Buffer.from(currency, 'ascii').toString('hex')}`;
}

/** The account of what a payment provider holds of ours; also computable, seeded by the schema. */
export function providerAccountId(provider: PaymentProviderName, currency: Currency): string {
  const number = hex(PAYMENT_PROVIDERS.indexOf(provider) + 1);
  return `${PREFIX}0c00${number}${Buffer.from(currency, 'ascii').toString('hex')}`;
}

/** The account of what an exchange owes the house; also computable, seeded by the schema. */
export function exchangeAccountId(exchange: ExchangeName, currency: Currency): string {
  const number = hex(EXCHANGES.indexOf(exchange) + 1);
  return `${PREFIX}0e00${number}${Buffer.from(currency, 'ascii').toString('hex')}`;
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

export type HouseAccount = Readonly<{
  purpose: Exclude<Purpose, CustomerPurpose>;
  currency: Currency;
}>;

const HOUSE_ACCOUNTS: ReadonlyMap<string, HouseAccount> = new Map(
  CURRENCIES.flatMap((currency): (readonly [string, HouseAccount])[] => [
    ...HOUSE_PURPOSES.map(
      (purpose) => [houseAccountId(purpose, currency), { purpose, currency }] as const,
    ),
    ...PAYMENT_PROVIDERS.map(
      (provider) =>
        [providerAccountId(provider, currency), { purpose: 'provider', currency }] as const,
    ),
    ...EXCHANGES.map(
      (exchange) =>
        [exchangeAccountId(exchange, currency), { purpose: 'exchange', currency }] as const,
    ),
  ]),
);

/** Undefined for customers' accounts. */
export const houseAccount = (id: string): HouseAccount | undefined => HOUSE_ACCOUNTS.get(id);

/** The ledger account of what a customer owes; derived, so that it is created once by whoever needs it first. */
export const receivableAccountId = (account: AccountId): string =>
  derivedId(account, `receivable|${account}`);

/**
 * A UUIDv8 (RFC 9562) that is always the same for the same text. It keeps the time part of the UUIDv7 that
 * it comes from, so rows written together stay together in an index.
 */
export function derivedId(timeOf: string, text: string): string {
  const digest = hash('sha256', text, 'hex');
  const variant = (0x8 | (parseInt(digest.slice(3, 4), 16) & 0x3)).toString(16);
  return [
    timeOf.slice(0, 13),
    `8${digest.slice(0, 3)}`,
    `${variant}${digest.slice(4, 7)}`,
    digest.slice(7, 19),
  ].join('-');
}
