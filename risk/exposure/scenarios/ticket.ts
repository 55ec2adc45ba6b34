import {
  type BetId,
  type BetLeg,
  type BetMessage,
  type Currency,
  type FixtureId,
  type Leg,
  type MarketKey,
  type OutcomeId,
  type OutcomeResult,
} from '#contracts/mod.ts';
import {
  betPayout,
  builderResult,
  codeOf,
  factorsAt,
  oncePerKey,
  selectionsOf,
} from '#markets/mod.ts';

import { promotedBet } from '../open-selections.ts';
import { selectionKey, type Backed } from '../place.ts';

/** One selection of an open bet: a leg, or a bet builder, at one price. */
export type TicketSelection = Readonly<{
  fixtureId: FixtureId;
  backed: Backed;
  /** Names the selection among those of its fixture, see `selectionKey`. */
  key: string;
  /** What it pays per unit under each result code. */
  factors: readonly number[];
  banker: boolean;
  /** What it paid per unit once it is decided. */
  paid: number | null;
}>;

/** An open bet as the scenarios see it: `unitStake` on every line of each of the `folds`. Minor units. */
export type OpenTicket = Readonly<{
  betId: BetId;
  currency: Currency;
  stake: number;
  unitStake: number;
  /** Sizes of its lines among the selections that are no bankers. */
  folds: readonly number[];
  selections: readonly TicketSelection[];
}>;

const resultOf = (parts: readonly Readonly<{ result: OutcomeResult | null }>[]) =>
  parts.length === 1
    ? (parts[0]?.result ?? null)
    : builderResult(parts.map(({ result }) => result));

type Named = Pick<TicketSelection, 'backed' | 'key'>;

/** One object and one text for all bets on an outcome, of whatever fixture: there are few, and many bets. */
const outcomeOf = oncePerKey((marketKey: MarketKey) =>
  oncePerKey((outcomeId: OutcomeId): Named => {
    const backed = { marketKey, outcomeId };
    return { backed, key: selectionKey(backed) };
  }),
);

function named([{ marketKey, outcomeId }, ...others]: readonly [Leg, ...Leg[]]): Named {
  if (others.length === 0) return outcomeOf(marketKey)(outcomeId);
  const also = others.map((part) => ({ marketKey: part.marketKey, outcomeId: part.outcomeId }));
  const backed = { marketKey, outcomeId, also };
  return { backed, key: selectionKey(backed) };
}

type TicketMessage = Pick<
  BetMessage,
  'betId' | 'currency' | 'stakeMinor' | 'terms' | 'legs' | 'bonus'
>;

/** What a boost or an accumulator bonus makes of the return when all that is open wins; 1 without one. */
function raiseOf(
  message: TicketMessage,
  selections: readonly (readonly [BetLeg, ...BetLeg[]])[],
): number {
  const promoted = promotedBet(message, selections);
  if (promoted === undefined) return 1;
  const { basicMinor, payoutMinor } = betPayout(promoted);
  return basicMinor === 0n ? 1 : Number(payoutMinor) / Number(basicMinor);
}

/**
 * A bonus raises every return as it does that of winning everything: exact there, and next to no different for bets of
 * one line.
 */
export function ticketOf(message: TicketMessage): OpenTicket {
  const { betId, currency, stakeMinor, terms, legs } = message;
  const stake = Number(stakeMinor);
  const parts = selectionsOf(legs);
  const selections = parts.map((parts): TicketSelection => {
    const [{ fixtureId, odds, banker = false }] = parts;
    const factors = factorsAt(odds);
    const result = resultOf(parts);
    return {
      fixtureId,
      ...named(parts),
      factors,
      banker,
      paid: result === null ? null : (factors[codeOf(result)] ?? 0),
    };
  });
  const perLine = terms === undefined ? stake : Number(terms.unitStakeMinor);
  const unitStake = perLine * raiseOf(message, parts);
  return { betId, currency, stake, unitStake, folds: terms?.folds ?? [1], selections };
}

/** What the ticket returns when its selections pay these factors, not rounded: sums over its lines. */
export function ticketReturns(
  { unitStake, folds, selections }: Pick<OpenTicket, 'unitStake' | 'folds' | 'selections'>,
  factors: readonly number[],
): number {
  // sums[size] is the sum over all sets of so many free selections of the product of their factors.
  const sums = new Float64Array(selections.length + 1);
  sums[0] = 1;
  let [bankers, free] = [1, 0];
  selections.forEach(({ banker }, at) => {
    const factor = factors[at] ?? 0;
    if (banker) {
      bankers *= factor;
      return;
    }
    free += 1;
    for (let size = free; size > 0; size -= 1) {
      sums[size] = (sums[size] ?? 0) + factor * (sums[size - 1] ?? 0);
    }
  });
  return unitStake * bankers * folds.reduce((sum, size) => sum + (sums[size] ?? 0), 0);
}

/** The odds of a price that is a chance: what `factors` says of winning. */
export const decimalOf = ({ factors }: TicketSelection): number => factors.at(-1) ?? 1;
