/** ISO 4217 codes of the currencies that wallets can have. */
export const CURRENCIES = [
  'EUR',
  'GBP',
  'USD',
  'JPY',
  'AUD',
  'BHD',
  'BRL',
  'CAD',
  'CHF',
  'CZK',
  'DKK',
  'KWD',
  'MXN',
  'NOK',
  'NZD',
  'PLN',
  'SEK',
  'ZAR',
] as const;
export type Currency = (typeof CURRENCIES)[number];

/** Digits after the point, by ISO 4217, where they are not two. */
const EXPONENT: Readonly<Partial<Record<Currency, number>>> = { JPY: 0, BHD: 3, KWD: 3 };

export const isCurrency = (value: string): value is Currency =>
  (CURRENCIES as readonly string[]).includes(value);
export const exponentOf = (currency: Currency): number => EXPONENT[currency] ?? 2;
