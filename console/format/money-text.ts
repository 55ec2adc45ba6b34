import { exponentOf, formatMoney, isCurrency, parseMoney, type Currency } from '#contracts/mod.ts';

const SYMBOLS: Readonly<Partial<Record<Currency, string>>> = {
  EUR: '€',
  GBP: '£',
  USD: '$',
  JPY: '¥',
  AUD: 'A$',
  BRL: 'R$',
  CAD: 'C$',
  NZD: 'NZ$',
};

/** What the house keeps its books in. */
export const HOUSE_CURRENCY: Currency = 'EUR';

/** "€", "A$"; the code and a space where there is none, as in "CHF 12.50". */
export const symbolOf = (currency: Currency): string => SYMBOLS[currency] ?? `${currency}\u00a0`;

const grouped = (digits: string): string => digits.replace(/\B(?=(?:\d{3})+$)/gu, ' ');

/** "€1 250.00", "−€0.05" from minor units. */
export function moneyText(amountMinor: bigint, currency: Currency): string {
  const [whole = '', fraction] = formatMoney(
    amountMinor < 0n ? -amountMinor : amountMinor,
    currency,
  ).split('.');
  const sign = amountMinor < 0n ? '−' : '';
  return `${sign}${symbolOf(currency)}${grouped(whole)}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** "€12.50" from the API's "12.50"; shown as it came when it cannot be read. */
export function moneyFromApi(text: string, currency: string): string {
  if (!isCurrency(currency)) return text;
  const amountMinor = parseMoney(text, currency);
  return amountMinor === undefined ? text : moneyText(amountMinor, currency);
}

/** Whole units without decimals, for dense tables: "−€1 250". Minor units as the stream sends them. */
export function houseMoney(amountMinor: string): string {
  const unit = 10n ** BigInt(exponentOf(HOUSE_CURRENCY));
  const amount = BigInt(amountMinor);
  const size = amount < 0n ? -amount : amount;
  const rounded = (size + unit / 2n) / unit;
  return `${amount < 0n && rounded > 0n ? '−' : ''}${symbolOf(HOUSE_CURRENCY)}${grouped(rounded.toString())}`;
}
