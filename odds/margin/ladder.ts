import { MAX_ODDS, MIN_ODDS, type Odds } from '#contracts/mod.ts';
import { oddsFromFraction, TRADITIONAL_FRACTIONS } from './fractions.ts';

export const LADDER_KINDS = ['exchange', 'cents', 'fractional'] as const;
/**
 * The prices that may be offered: `exchange` is the price increments of betting exchanges, `cents` has a
 * step of 0.01 throughout, `fractional` holds the traditional fractions (1/100 to 750/1).
 */
export type LadderKind = (typeof LADDER_KINDS)[number];

/** `down` and `up` go to the neighbouring price unless the odds are on the ladder; ties of `nearest` go up. */
export type LadderMode = 'nearest' | 'up' | 'down';

/** Odds ×10,000 in rising order. */
type Ladder = Int32Array;

/** Prices `step` apart above the end of the stretch before, up to `to`. */
type Stretch = readonly [to: number, step: number];

function laddered(stretches: readonly Stretch[]): Ladder {
  const prices: number[] = [MIN_ODDS];
  let last: number = MIN_ODDS;
  for (const [to, step] of stretches) {
    for (last += step; last <= to; last += step) prices.push(last);
    last = to;
  }
  return Int32Array.from(prices);
}

const LADDERS: Readonly<Record<LadderKind, Ladder>> = {
  exchange: laddered([
    [20_000, 100],
    [30_000, 200],
    [40_000, 500],
    [60_000, 1_000],
    [100_000, 2_000],
    [200_000, 5_000],
    [300_000, 10_000],
    [500_000, 20_000],
    [1_000_000, 50_000],
    [MAX_ODDS, 100_000],
  ]),
  cents: laddered([[MAX_ODDS, 100]]),
  fractional: Int32Array.from(TRADITIONAL_FRACTIONS, oddsFromFraction),
};

const priceAt = (prices: Ladder, at: number): Odds =>
  (prices[Math.max(0, Math.min(at, prices.length - 1))] ?? MIN_ODDS) as Odds;

/** The place of the highest price that is not above the odds; -1 when all are. */
function placeOf(prices: Ladder, odds: number): number {
  let [low, high] = [-1, prices.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((prices[middle] ?? 0) <= odds) low = middle;
    else high = middle;
  }
  return low;
}

/** The shortest and the longest price of a ladder. */
export function ladderEnds(kind: LadderKind): Readonly<{ min: Odds; max: Odds }> {
  const prices = LADDERS[kind];
  return { min: priceAt(prices, 0), max: priceAt(prices, prices.length - 1) };
}

/**
 * The ladder price for odds ×10,000 (not necessarily whole), kept between the ends of the ladder. Infinity
 * gives the longest price. Converts between ladders too: a price of one is just odds to another.
 */
export function toLadder(odds: number, kind: LadderKind, mode: LadderMode): Odds {
  const prices = LADDERS[kind];
  const at = placeOf(prices, odds);
  const below = priceAt(prices, at);
  if (mode === 'down' || below >= odds) return below;
  const above = priceAt(prices, at + 1);
  return mode === 'up' || odds - below >= above - odds ? above : below;
}

/** Whether the odds are a price of the ladder. */
export const onLadder = (odds: number, kind: LadderKind): boolean =>
  toLadder(odds, kind, 'down') === odds;

/** The next price above or below a ladder price; undefined when the odds are not on the ladder. */
export function neighbourOf(odds: Odds, kind: LadderKind, ticks: 1 | -1): Odds | undefined {
  const prices = LADDERS[kind];
  const at = placeOf(prices, odds);
  return prices[at] === odds ? priceAt(prices, at + ticks) : undefined;
}

/** Steps up (positive) or down from a ladder price, stopping at the ends. */
export function moveTicks(odds: Odds, kind: LadderKind, ticks: number): Odds {
  const prices = LADDERS[kind];
  return priceAt(prices, placeOf(prices, odds) + ticks);
}
