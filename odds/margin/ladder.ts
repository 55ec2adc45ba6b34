import { MAX_ODDS, MIN_ODDS, type Odds } from '#contracts/mod.ts';

/** A stretch of a price ladder: prices above `from` up to `to` lie `step` apart (odds ×10,000). */
type Band = Readonly<{ from: number; to: number; step: number }>;

export const LADDER_KINDS = ['exchange', 'cents'] as const;
/** `exchange` is the price increments of betting exchanges; `cents` has a step of 0.01 throughout. */
export type LadderKind = (typeof LADDER_KINDS)[number];

/** `down` and `up` go to the neighbouring price unless the odds are on the ladder; ties of `nearest` go up. */
export type LadderMode = 'nearest' | 'up' | 'down';

const bandsOf = (steps: readonly (readonly [to: number, step: number])[]): readonly Band[] =>
  steps.map(([to, step], at) => ({ from: steps[at - 1]?.[0] ?? 10_000, to, step }));

const LADDERS: Readonly<Record<LadderKind, readonly Band[]>> = {
  exchange: bandsOf([
    [20_000, 100],
    [30_000, 200],
    [40_000, 500],
    [60_000, 1_000],
    [100_000, 2_000],
    [200_000, 5_000],
    [300_000, 10_000],
    [500_000, 20_000],
    [1_000_000, 50_000],
    [10_000_000, 100_000],
  ]),
  cents: bandsOf([[MAX_ODDS, 100]]),
};

const clamp = (odds: number): number => Math.min(MAX_ODDS, Math.max(MIN_ODDS, odds));

/** The band in which a price lies; a price on a border belongs to the lower one. */
function bandOf(ladder: LadderKind, odds: number): Band {
  const bands = LADDERS[ladder];
  return bands.find(({ to }) => odds <= to) ?? { from: MIN_ODDS, to: MAX_ODDS, step: 100 };
}

/**
 * The ladder price for odds ×10,000 (not necessarily whole), kept within 1.01 and 1000. Infinity gives
 * the highest price.
 */
export function toLadder(odds: number, ladder: LadderKind, mode: LadderMode): Odds {
  const inside = clamp(odds);
  const { from, step } = bandOf(ladder, inside);
  const steps = (inside - from) / step;
  const below = Math.floor(steps);
  const chosen =
    mode === 'down' ? below : mode === 'up' ? Math.ceil(steps) : Math.floor(steps + 0.5);
  return clamp(from + chosen * step) as Odds;
}

/** Whether the odds are a price of the ladder. */
export const onLadder = (odds: number, ladder: LadderKind): boolean =>
  odds >= MIN_ODDS && odds <= MAX_ODDS && toLadder(odds, ladder, 'down') === odds;

/** Steps up (positive) or down from a ladder price, stopping at the ends. */
export function moveTicks(odds: Odds, ladder: LadderKind, ticks: number): Odds {
  let at: number = odds;
  for (let left = Math.abs(ticks); left > 0; left -= 1) {
    const next = ticks > 0 ? at + stepAbove(ladder, at) : at - bandOf(ladder, at).step;
    if (next < MIN_ODDS || next > MAX_ODDS) break;
    at = next;
  }
  return at as Odds;
}

/** The step from a price to the next one above: on a border that is the upper band's. */
const stepAbove = (ladder: LadderKind, odds: number): number => bandOf(ladder, odds + 1).step;
