import { CURRENCIES, parseMoney, type Currency } from '#contracts/mod.ts';

import { ConfigError } from './config-error.ts';

/** What the contracts allow: MAX_SELECTIONS and MAX_LINES. */
const MOST_LEGS = 63;
const MOST_LINES = 100_000;

/** The variables of placement with their defaults, a part of ENVIRONMENT. */
export const BET_ENVIRONMENT = {
  OVERROUND_BET_MAX_LEGS: [String(MOST_LEGS), 'legs of a bet at most'],
  OVERROUND_BET_MAX_LINES: [String(MOST_LINES), 'lines of a bet at most'],
  OVERROUND_ACCUMULATOR_BONUS: ['on', 'on or off: whether accumulators get a bonus'],
  OVERROUND_REFER_ABOVE: ['', 'stakes above it, in EUR, are a trader’s to take; none unless set'],
  OVERROUND_REFER_SECONDS: ['60', 'how long a bet waits for a trader'],
  OVERROUND_APPROVE_ABOVE: [
    '',
    'payouts that one operator may change alone, such as EUR=50000.00,JPY=7500000',
  ],
} as const satisfies Record<string, readonly [fallback: string, meaning: string]>;

/** How large a bet may be, what every bet gets on top, and what a person decides. Money in minor units. */
export type BetSettings = Readonly<{
  maxLegs: number;
  maxLines: number;
  accumulatorBonus: boolean;
  /** In the house currency; null: no stake is a trader's for its size alone. */
  referAboveMinor: bigint | null;
  referForMs: number;
  /** Currencies that are not named keep what the engine comes with. */
  aloneUpToMinor: Readonly<Partial<Record<Currency, bigint>>>;
}>;

type BetName = keyof typeof BET_ENVIRONMENT;

/** Reads the settings of placement; throws ConfigError on a value that cannot be used. */
export function readBetSettings(text: (name: BetName) => string): BetSettings {
  const count = (name: BetName, most: number): number => {
    const value = Number(text(name));
    if (!/^\d{1,6}$/u.test(text(name)) || value < 1 || value > most)
      throw new ConfigError(
        `${name} is "${text(name)}"; it must be a whole number from 1 to ${String(most)}.`,
      );
    return value;
  };
  const bonus = text('OVERROUND_ACCUMULATOR_BONUS');
  if (bonus !== 'on' && bonus !== 'off')
    throw new ConfigError(`OVERROUND_ACCUMULATOR_BONUS is "${bonus}"; use on or off.`);
  return {
    maxLegs: count('OVERROUND_BET_MAX_LEGS', MOST_LEGS),
    maxLines: count('OVERROUND_BET_MAX_LINES', MOST_LINES),
    accumulatorBonus: bonus === 'on',
    referAboveMinor: readReferAbove(text('OVERROUND_REFER_ABOVE')),
    referForMs: readReferFor(text('OVERROUND_REFER_SECONDS')),
    aloneUpToMinor: readAlone(text('OVERROUND_APPROVE_ABOVE')),
  };
}

function readReferAbove(text: string): bigint | null {
  if (text === '') return null;
  const amount = parseMoney(text, 'EUR');
  if (amount === undefined || amount < 0n)
    throw new ConfigError(`OVERROUND_REFER_ABOVE is "${text}"; write an amount such as 500.00.`);
  return amount;
}

function readReferFor(text: string): number {
  const seconds = Number(text);
  if (!/^\d{1,4}$/u.test(text) || seconds < 1 || seconds > 3_600)
    throw new ConfigError(
      `OVERROUND_REFER_SECONDS is "${text}"; it must be a whole number from 1 to 3600.`,
    );
  return seconds * 1_000;
}

function readAlone(text: string): BetSettings['aloneUpToMinor'] {
  const pairs = text === '' ? [] : text.split(',');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', amount = ''] = pair.trim().split('=');
      const currency = CURRENCIES.find((known) => known === name);
      const minor = currency && parseMoney(amount, currency);
      if (currency === undefined || minor === undefined || minor < 0n)
        throw new ConfigError(
          `OVERROUND_APPROVE_ABOVE has "${pair}"; write CURRENCY=AMOUNT with commas between, such as EUR=50000.00.`,
        );
      return [currency, minor];
    }),
  );
}
