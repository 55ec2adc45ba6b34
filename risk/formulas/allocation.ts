const productOf = (values: readonly number[]): number =>
  values.reduce((product, value) => product * value, 1);

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

export type LimitedLeg = Readonly<{ p: number; liability: number; odds: number }>;

/**
 * Largest stake of a multiple from the limits of its legs: Σ min(w_i s_i, min s) with s the stake that
 * each leg's liability allows and w in proportion to 1 − p.
 */
export function parlayLimit(
  legs: readonly LimitedLeg[],
): Readonly<{ singles: readonly number[]; weights: readonly number[]; limit: number }> {
  const singles = legs.map(({ liability, odds }) => liability / (odds - 1));
  const misses = sumOf(legs.map(({ p }) => 1 - p));
  const weights = legs.map(({ p }) => (1 - p) / misses);
  const least = Math.min(...singles);
  const limit = sumOf(singles.map((single, at) => Math.min((weights[at] ?? 0) * single, least)));
  return { singles, weights, limit };
}

export type PricedLeg = Readonly<{ odds: number; p: number }>;

/** How the liability of a multiple is charged to its legs. */
export type Attribution = Readonly<{
  payout: number;
  /** Mean payout given that the leg wins: the rule for pricing. */
  conditional: readonly number[];
  expected: number;
  /** The profit split in proportion to odds − 1: sums to the whole liability. */
  proportional: readonly number[];
  /** The leg as if it were a single. */
  full: readonly number[];
}>;

export function attribution(stake: number, legs: readonly PricedLeg[]): Attribution {
  const payout = stake * productOf(legs.map(({ odds }) => odds));
  const chances = legs.map(({ p }) => p);
  const profits = sumOf(legs.map(({ odds }) => odds - 1));
  return {
    payout,
    conditional: legs.map((_, at) => payout * productOf(chances.toSpliced(at, 1))),
    expected: payout * productOf(chances),
    proportional: legs.map(({ odds }) => ((payout - stake) * (odds - 1)) / profits),
    full: legs.map(({ odds }) => stake * (odds - 1)),
  };
}

export type PoolQuote = Readonly<{ odds: number; payout: number; funds: readonly number[] }>;

/** A bet against funds per outcome: odds = sum/fund after adding it; the others pay the profit pro rata. */
export function poolQuote(funds: readonly number[], bet: number, outcome: number): PoolQuote {
  const own = funds[outcome];
  if (own === undefined) throw new RangeError('The bet is on none of the outcomes.');
  const fund = own + bet;
  const others = sumOf(funds) - own;
  const odds = (fund + others) / fund;
  const profit = bet * (odds - 1);
  return {
    odds,
    payout: bet * odds,
    funds: funds.map((value, at) => (at === outcome ? fund : value - (profit * value) / others)),
  };
}

export type TimeCapRule = Readonly<{ cap: number; divider: number; cutoffHours: number }>;

/** A cap that stays at cap/divider until the cutoff and then grows linearly to the whole at the start. */
export function timeCap({ cap, divider, cutoffHours }: TimeCapRule, hoursToStart: number): number {
  const early = cap / divider;
  const left = Math.max(0, hoursToStart);
  return left >= cutoffHours ? early : early + (cap - early) * (1 - left / cutoffHours);
}
