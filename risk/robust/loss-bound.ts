import { InputError } from '#contracts/mod.ts';

import { tilt as priorTilt } from '../formulas/mod.ts';
import { tilt } from '../exposure/mod.ts';

/** A market of which one outcome wins and that is sold without a model of the house. */
export type RobustMarket = Readonly<{
  /** What others find fair, by outcome: each above 0, together 1. */
  chances: readonly number[];
  /** What the house loses (negative: wins) when this outcome wins and the others lose; house minor units. */
  losses: readonly number[];
  /** The most that the house may lose on the market; house minor units above 0. */
  lossLimitMinor: number;
}>;

/** How markets without a model are sold. */
export type RobustRule = Readonly<{
  /** The most that the house may lose on one market, whatever happens; 0: such markets are not sold. */
  lossLimitMinor: number;
  /** The largest exponent either way by which stakes move a chance: no log-odds moves by more than twice that. */
  clip: number;
}>;

export const DEFAULT_ROBUST: RobustRule = { lossLimitMinor: 500_000, clip: 0.25 };

const ROUNDING = 1e-6;

function check({ chances, losses, lossLimitMinor }: RobustMarket): void {
  const refuse = (field: string, value: unknown, why: string): never => {
    throw new InputError('NUMBER_INVALID', field, value, why);
  };
  let sum = 0;
  for (const chance of chances) {
    if (!(chance > 0 && chance < 1)) refuse('chances', chances, 'must be above 0, below 1');
    sum += chance;
  }
  if (!(Math.abs(sum - 1) <= ROUNDING)) refuse('chances', chances, 'must sum to 1');
  if (losses.length !== chances.length || !losses.every(Number.isFinite))
    refuse('losses', losses, 'must be a number for each outcome');
  if (!(lossLimitMinor > 0 && Number.isFinite(lossLimitMinor)))
    refuse('lossLimitMinor', lossLimitMinor, 'must be above 0');
}

/**
 * The liquidity b at which a logarithmic market maker that starts from these chances loses no more than the limit:
 * its worst loss is b ln(1 / smallest chance).
 */
export const robustLiquidity = ({
  chances,
  lossLimitMinor,
}: Pick<RobustMarket, 'chances' | 'lossLimitMinor'>): number =>
  lossLimitMinor / Math.log(1 / Math.min(...chances));

/** b ln Σ p·exp(loss / b): what the maker must have taken in for its losses; at most 0 while it has. */
const owing = (market: RobustMarket, losses: readonly number[]): number =>
  priorTilt(market.chances, losses, robustLiquidity(market)).cost;

/**
 * Whether a market may move by a bet: `moves` are the further losses by outcome. It may if what the maker must have
 * taken in stays paid for (Σ p·exp(loss / b) ≤ 1), or, where the chances of others have moved away from the book, if
 * it does not grow; and if no loss that grows passes the limit.
 *
 * The guarantee: whoever bets, in whatever order, whatever the others' chances become meanwhile and whichever
 * outcome wins, the bets that were taken so and stand cost no more than the limit. A loss grows only by a bet on its outcome, and
 * then p·exp(loss / b) ≤ 1 gives loss ≤ b ln(1 / p) ≤ limit. No bettors get better terms than from the cost function
 * b ln Σ p·exp(q / b), the exponential weights of online learning (Hanson 2003; Chen & Pennock 2007; Abernethy, Chen &
 * Vaughan 2013). A promise of less than about √T unit stakes for T of them cannot be kept by anybody without a margin
 * (Bhatt, Ordentlich & Sabag 2025); with one, what it brings in is room for further bets.
 *
 * A bet passes at every smaller stake if it passes at one: the cost is convex in the stake.
 * @throws InputError NUMBER_INVALID for chances that are none, lengths that differ, or a limit that is not above 0.
 */
export function staysBounded(market: RobustMarket, moves: readonly number[]): boolean {
  check(market);
  const after = market.losses.map((loss, at) => loss + (moves[at] ?? 0));
  const isWithin = after.every(
    (loss, at) => (moves[at] ?? 0) <= 0 || loss <= market.lossLimitMinor,
  );
  return isWithin && owing(market, after) <= Math.max(0, owing(market, market.losses));
}

/**
 * The chances of others moved by the stakes that came in: π ∝ p·exp(loss / b), the exponent centred and clipped, which
 * are the prices of the same cost function. They sum to 1.
 * @throws InputError as `staysBounded`.
 */
export function robustChances(market: RobustMarket, clip: number): readonly number[] {
  check(market);
  const liquidityMinor = robustLiquidity(market);
  const policy = { enabled: true, liquidityMinor, clip };
  return [...tilt(Float64Array.from(market.chances), Float64Array.from(market.losses), policy)];
}
