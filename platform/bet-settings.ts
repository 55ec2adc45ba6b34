import { ConfigError } from './config-error.ts';

/** What the contracts allow: MAX_SELECTIONS and MAX_LINES. */
const MOST_LEGS = 63;
const MOST_LINES = 100_000;

/** The variables of placement with their defaults, a part of ENVIRONMENT. */
export const BET_ENVIRONMENT = {
  OVERROUND_BET_MAX_LEGS: [String(MOST_LEGS), 'legs of a bet at most'],
  OVERROUND_BET_MAX_LINES: [String(MOST_LINES), 'lines of a bet at most'],
  OVERROUND_ACCUMULATOR_BONUS: ['on', 'on or off: whether accumulators get a bonus'],
} as const satisfies Record<string, readonly [fallback: string, meaning: string]>;

/** How large a bet may be, and what every bet gets on top. */
export type BetSettings = Readonly<{
  maxLegs: number;
  maxLines: number;
  accumulatorBonus: boolean;
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
  };
}
