import type { Brand } from './brand.ts';

/** Decimal odds ×10,000 as an integer: 2.5 is 25_000. Range 10_100 (1.01) to 10_000_000 (1000). */
export type Odds = Brand<number, 'Odds'>;

export const ODDS_SCALE = 10_000;
export const MIN_ODDS = 10_100 as Odds;
export const MAX_ODDS = 10_000_000 as Odds;

export const isOdds = (value: number): value is Odds =>
  Number.isInteger(value) && value >= MIN_ODDS && value <= MAX_ODDS;

/** From a decimal number with at most four decimals, as JSON carries it; undefined when out of range. */
export function oddsFromDecimal(decimal: number): Odds | undefined {
  const scaled = Math.round(decimal * ODDS_SCALE);
  if (Math.abs(scaled - decimal * ODDS_SCALE) > 1e-6 * ODDS_SCALE) return undefined;
  return isOdds(scaled) ? scaled : undefined;
}

export const oddsToDecimal = (odds: Odds): number => odds / ODDS_SCALE;

/** "2.50", "1.8333": two decimals at least, no trailing zeros beyond. */
export function formatOdds(odds: Odds): string {
  const text = (odds / ODDS_SCALE).toFixed(4);
  return text.replace(/0{1,2}$/, '');
}

/**
 * What `stakeMinor` at `odds` pays when it wins, stake included, rounded half up once.
 * Stakes are positive, so half up needs no case for negative numbers.
 */
export const payoutMinor = (stakeMinor: bigint, odds: Odds): bigint =>
  (stakeMinor * BigInt(odds) + BigInt(ODDS_SCALE) / 2n) / BigInt(ODDS_SCALE);
