import { CURRENCIES, exponentOf, type Currency } from './currencies.ts';

/**
 * What stands for a hundred euros where a limit needs a round figure of about the same worth. Not an exchange
 * rate: these never change, or limits would drift from day to day.
 */
const PER_HUNDRED_EUROS: Readonly<Record<Currency, bigint>> = {
  EUR: 100n,
  GBP: 100n,
  USD: 100n,
  JPY: 15_000n,
  AUD: 150n,
  BHD: 40n,
  BRL: 600n,
  CAD: 150n,
  CHF: 100n,
  CZK: 2_500n,
  DKK: 750n,
  KWD: 30n,
  MXN: 2_000n,
  NOK: 1_000n,
  NZD: 150n,
  PLN: 400n,
  SEK: 1_000n,
  ZAR: 2_000n,
};

/** The same from every currency. */
export const ofEachCurrency = <Value>(
  of: (currency: Currency) => Value,
): Readonly<Record<Currency, Value>> =>
  // Object.fromEntries forgets which keys it was given.
  Object.fromEntries(CURRENCIES.map((currency) => [currency, of(currency)])) as Record<
    Currency,
    Value
  >;

/** A sum of about so many euro cents in minor units of the currency: 500 is 5.00 EUR, 750 JPY, 2.000 BHD. */
export const roundSumMinor = (euroCents: bigint, currency: Currency): bigint =>
  (euroCents * PER_HUNDRED_EUROS[currency] * 10n ** BigInt(exponentOf(currency))) / 10_000n;

/** That of every currency. */
export const roundSumsMinor = (euroCents: bigint): Readonly<Record<Currency, bigint>> =>
  ofEachCurrency((currency) => roundSumMinor(euroCents, currency));
