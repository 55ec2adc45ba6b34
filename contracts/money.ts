import type { Brand } from './brand.ts';
import { exponentOf, type Currency } from './currencies.ts';

/** Integer minor units (cents, pence, yen). Never a float. */
export type Minor = Brand<bigint, 'Minor'>;

export const minor = (value: bigint): Minor => value as Minor;

/**
 * Reads a decimal string such as "12.50" exactly. Returns undefined when it is not a plain decimal or has
 * more decimals than the currency; never rounds.
 */
export function parseMoney(text: string, currency: Currency): Minor | undefined {
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const exponent = exponentOf(currency);
  if (fraction.length > exponent) return undefined;
  const units = BigInt(whole + fraction.padEnd(exponent, '0'));
  return minor(sign === '-' ? -units : units);
}

/** The inverse of parseMoney: always the full number of decimals, "-0.05" for minus five cents. */
export function formatMoney(amount: bigint, currency: Currency): string {
  const exponent = exponentOf(currency);
  const digits = (amount < 0n ? -amount : amount).toString().padStart(exponent + 1, '0');
  const split = digits.length - exponent;
  const sign = amount < 0n ? '-' : '';
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, split)}.${digits.slice(split)}`;
}
