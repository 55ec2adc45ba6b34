import { ODDS_SCALE } from '#contracts/mod.ts';
import { checkOdds } from './checks.ts';
import { fractionOf } from './fractions.ts';
import { toLadder } from './ladder.ts';

/** The same price in the formats that bettors read; profit per unit where it is not decimal. */
export type OddsFormats = Readonly<{
  probability: number;
  american: number;
  hongKong: number;
  malay: number;
  indonesian: number;
  /** The nearest traditional fraction, as `11/8`. */
  fractional: string;
}>;

/** @throws InputError ODDS_INVALID unless `decimal` is a finite number above 1. */
export function oddsFormats(decimal: number): OddsFormats {
  checkOdds(decimal, 'odds');
  const profit = decimal - 1;
  const american = decimal >= 2 ? 100 * profit : -100 / profit;
  return {
    probability: 1 / decimal,
    american,
    hongKong: profit,
    malay: decimal <= 2 ? profit : -1 / profit,
    indonesian: decimal >= 2 ? profit : -1 / profit,
    fractional: fractionOf(toLadder(decimal * ODDS_SCALE, 'fractional', 'nearest')) ?? '',
  };
}

/** What the sum of 1/odds says about a market. */
export type Overround = Readonly<{ bookSum: number; margin: number; payout: number }>;

export function overround(implied: readonly number[], fairSum = 1): Overround {
  const bookSum = implied.reduce((sum, value) => sum + value, 0);
  return { bookSum, margin: bookSum / fairSum - 1, payout: fairSum / bookSum };
}
