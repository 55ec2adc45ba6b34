import type { SimBoard } from './board.ts';
import type { Moment } from './desk.ts';

export const CUSTOMER_KINDS = [
  'recreational',
  'price-sensitive',
  'informed',
  'arbitrageur',
  'courtsider',
  'syndicate',
] as const;
export type CustomerKind = (typeof CUSTOMER_KINDS)[number];

/**
 * Somebody who looks at the board, with everything that chance decides about it drawn before any policy
 * quotes a price: the same customers meet every policy (common random numbers).
 */
export type Arrival = Readonly<{
  kind: CustomerKind;
  /** Uniform: which market, which outcome. */
  marketDraw: number;
  outcomeDraw: number;
  /** The stake of somebody recreational; other kinds stake a multiple. */
  stakeMinor: number;
}>;

/** What a customer can see at a moment. */
export type View = Readonly<{
  board: SimBoard;
  moment: Moment;
  /** Decimal odds of the house by selection; 0: not offered. */
  odds: Float64Array;
  /** Odds of other houses by selection. */
  rivals: Float64Array;
  /** By selection: chances as the result is drawn, and as other houses see them. */
  truth: Float64Array;
  consensus: Float64Array;
  /** By selection: what of a stake is not returned. */
  decided: Float64Array;
  /** By selection: how much more than its chance the crowd likes it today. */
  liking: Float64Array;
  /** By market: share of the crowd's attention; sums to 1. */
  attention: Float64Array;
}>;

export type Wish = Readonly<{ selection: number; stakeMinor: number }>;

/** How customers behave; see docs/risk-simulation.md. */
export type Behaviour = Readonly<{
  /** Demand goes with (our odds / the rivals' odds) to this power. */
  elasticity: number;
  /** Weight of not betting at all against betting at the rivals' prices. */
  walkAway: number;
  /** Stakes as multiples of the recreational one. */
  stakes: Readonly<Record<CustomerKind, number>>;
  /** Edge from which an informed customer bets, and the cost of the other side to an arbitrageur. */
  informedEdge: number;
  hedgeCost: number;
  /** What one bet may win: an account limit of every house, known to its customers, in minor units. */
  mostWinningsMinor: number;
}>;

/** Where a uniform draw falls among weights; −1 in what is left of 1. */
function pickBy(weights: ArrayLike<number>, draw: number): number {
  let left = draw;
  for (let at = 0; at < weights.length; at += 1) {
    left -= weights[at] ?? 0;
    if (left < 0) return at;
  }
  return -1;
}

type Taste = Readonly<{ elasticity: number; biased: boolean }>;

/** A multinomial choice among the outcomes of one market and not betting. */
function crowdWish(view: View, arrival: Arrival, taste: Taste, behaviour: Behaviour) {
  const market = pickBy(view.attention, arrival.marketDraw);
  const selections = view.board.markets[market]?.selections ?? [];
  const utilities = selections.map((selection) => {
    const odds = view.odds[selection] ?? 0;
    const rival = view.rivals[selection] ?? 0;
    if (odds === 0 || rival === 0) return 0;
    const liking = taste.biased ? (view.liking[selection] ?? 1) : 1;
    return (view.consensus[selection] ?? 0) * liking * (odds / rival) ** taste.elasticity;
  });
  const chances = selections.reduce((sum, at) => sum + (view.consensus[at] ?? 0), 0);
  const all = utilities.reduce((sum, utility) => sum + utility, behaviour.walkAway * chances);
  const at = pickBy(
    utilities.map((utility) => utility / all),
    arrival.outcomeDraw,
  );
  return selections[at];
}

const sellable = (stakeMinor: number, odds: number, { mostWinningsMinor }: Behaviour): number =>
  Math.min(stakeMinor, Math.floor(mostWinningsMinor / (odds - 1)));

/** The selection on which the stake earns most by some chances, among those with an edge of at least `from`. */
function bestValue(
  odds: Float64Array,
  chances: Float64Array,
  from: number,
  stakeOf: (odds: number) => number,
): number | undefined {
  let [found, best] = [-1, 0];
  for (let at = 0; at < odds.length; at += 1) {
    const price = odds[at] ?? 0;
    const edge = price * (chances[at] ?? 0) - 1;
    if (edge < from) continue;
    const profit = edge * stakeOf(price);
    if (profit > best) [found, best] = [at, profit];
  }
  return found < 0 ? undefined : found;
}

/** Both sides of a question that the house answers twice at prices which pay whatever happens. */
function ownArbitrage({ board, odds }: View, stakeMinor: number): readonly Wish[] {
  for (const [left, right] of board.complements) {
    const [one, other] = [odds[left] ?? 0, odds[right] ?? 0];
    if (one === 0 || other === 0 || 1 / one + 1 / other >= 1) continue;
    const total = 1 / one + 1 / other;
    return [
      { selection: left, stakeMinor: Math.round(stakeMinor / one / total) },
      { selection: right, stakeMinor: Math.round(stakeMinor / other / total) },
    ];
  }
  return [];
}

/** What an arrival wants to bet at the prices of now; nothing when no price is good enough. */
export function wishesOf(arrival: Arrival, view: View, behaviour: Behaviour): readonly Wish[] {
  const { kind } = arrival;
  const { elasticity, informedEdge, hedgeCost } = behaviour;
  const stakeMinor = Math.round(arrival.stakeMinor * behaviour.stakes[kind]);
  const stakeAt = (odds: number): number => sellable(stakeMinor, odds, behaviour);
  const on = (selection: number | undefined): readonly Wish[] =>
    selection === undefined
      ? []
      : [{ selection, stakeMinor: stakeAt(view.odds[selection] ?? Infinity) }];
  switch (kind) {
    case 'recreational':
      return on(crowdWish(view, arrival, { elasticity, biased: true }, behaviour));
    case 'price-sensitive':
      return on(crowdWish(view, arrival, { elasticity: 2 * elasticity, biased: false }, behaviour));
    case 'informed':
    case 'syndicate':
    case 'courtsider':
      return on(bestValue(view.odds, view.truth, informedEdge, stakeAt));
    case 'arbitrageur': {
      const own = ownArbitrage(view, stakeMinor);
      return own.length > 0 ? own : on(bestValue(view.odds, view.consensus, hedgeCost, stakeAt));
    }
  }
}
