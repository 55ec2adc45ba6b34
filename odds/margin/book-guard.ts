import { MIN_ODDS, ODDS_SCALE, type Odds } from '#contracts/mod.ts';
import { moveTicks, toLadder, type LadderKind, type LadderMode } from './ladder.ts';

/** How a price is placed on a ladder. */
export type LadderRule = Readonly<{ ladder: LadderKind; mode: LadderMode }>;

/** Prices of a market in the order of its outcomes; null where none is offered. */
export type LadderPrices = readonly (Odds | null)[];

/**
 * The ladder price of an implied probability, at most `best` (odds ×10,000) whichever way it is rounded.
 * Null when the price would have to be under 1.01 or under the ladder's shortest.
 */
export function offeredPrice(
  implied: number,
  { ladder, mode }: LadderRule,
  best = Infinity,
): Odds | null {
  const exact = Math.min(ODDS_SCALE / implied, best);
  if (!(implied > 0 && exact >= MIN_ODDS)) return null;
  const price = toLadder(exact, ladder, mode);
  return price > best ? toLadder(best, ladder, 'down') : price;
}

/** 1/odds summed; an outcome that is not offered counts with its chance, as nobody can back it. */
export function bookSumOf(prices: LadderPrices, chances: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < prices.length; at += 1) {
    const price = prices[at] ?? null;
    sum += price === null ? (chances[at] ?? 0) : ODDS_SCALE / price;
  }
  return sum;
}

/** The offered outcome whose price is furthest above what its implied probability would give, by ratio. */
function mostGenerous(prices: LadderPrices, implied: readonly number[]): number {
  let [found, most] = [-1, 0];
  prices.forEach((price, at) => {
    if (price === null || price <= MIN_ODDS) return;
    const ratio = price * (implied[at] ?? 0);
    if (ratio > most) [found, most] = [at, ratio];
  });
  return found;
}

export type RoundedBook = Readonly<{
  prices: LadderPrices;
  /** Fair chances, and what those of the whole market sum to (1 when one outcome wins). */
  chances: readonly number[];
  fairSum: number;
  /** 1/odds that was asked for. */
  implied: readonly number[];
  ladder: LadderKind;
}>;

/**
 * Rounding never sells a book below the fair sum, where backing every outcome would be free money: the
 * most generous prices are stepped down until the sum holds. The same array when it does.
 */
export function guardBook({
  prices,
  chances,
  fairSum,
  implied,
  ladder,
}: RoundedBook): LadderPrices {
  if (bookSumOf(prices, chances) >= fairSum) return prices;
  const guarded = [...prices];
  while (bookSumOf(guarded, chances) < fairSum) {
    const at = mostGenerous(guarded, implied);
    const price = guarded[at];
    if (price === undefined || price === null) break;
    guarded[at] = moveTicks(price, ladder, -1);
  }
  return guarded;
}
