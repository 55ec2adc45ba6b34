import type { MarketKey, Odds, OutcomeId } from '#contracts/mod.ts';

import { fairChance, liveCells, outcomeChances } from './outcome-chances.ts';
import { priceOutcomes, type OutcomeView } from './price-market.ts';

/** A market to be priced: the payoff of each outcome over the cells of the scenario space. */
export type BoardMarket = Readonly<{
  key: MarketKey;
  marginBps: number;
  outcomes: readonly Readonly<{ id: OutcomeId; payoff: Uint8Array }>[];
}>;

export type BoardInput = Readonly<{
  markets: readonly BoardMarket[];
  /** The model's chances of the cells, and the same moved by what the house owes in each. */
  vector: Float64Array;
  skewed: Float64Array;
  published(key: MarketKey): ReadonlyMap<OutcomeId, Odds | null>;
}>;

export type PricedMarket = Readonly<{
  key: MarketKey;
  marginBps: number;
  outcomes: readonly Readonly<{
    id: OutcomeId;
    /** Fair chances; null when the outcome can only be void. */
    model: number | null;
    skewed: number | null;
    odds: Odds | null;
  }>[];
}>;

/** Prices every market of a fixture from one vector, so that the board agrees with itself. */
export function priceBoard(input: BoardInput): readonly PricedMarket[] {
  const cells = liveCells(input.vector);
  const { vector, skewed } = input;
  return input.markets.map((market) => {
    const views = market.outcomes.map(({ id, payoff }) => ({
      id,
      model: fairChance(outcomeChances(vector, cells, payoff)) ?? null,
      skewed:
        skewed === vector ? null : (fairChance(outcomeChances(skewed, cells, payoff)) ?? null),
    }));
    const outcomes = views.map((view) => ({ ...view, skewed: view.skewed ?? view.model }));
    const priced = priceable(outcomes)
      ? priceOutcomes({
          outcomes,
          marginBps: market.marginBps,
          published: input.published(market.key),
        })
      : [];
    return {
      key: market.key,
      marginBps: market.marginBps,
      outcomes: outcomes.map((view, at) => ({ ...view, odds: priced[at]?.odds ?? null })),
    };
  });
}

const priceable = (
  views: readonly Readonly<{ model: number | null; skewed: number | null }>[],
): views is readonly OutcomeView[] =>
  views.every(({ model, skewed }) => model !== null && skewed !== null);
