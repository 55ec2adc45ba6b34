import type { MarketKey, MarketType, Odds, OutcomeId } from '#contracts/mod.ts';

import { fairChance, type FiveWay } from '../models/mod.ts';
import type { ConsensusCaps } from './consensus-cap.ts';
import { liveCells, outcomeChances } from './outcome-chances.ts';
import { priceOutcomes, type OutcomeView, type PublishedPrices } from './price-market.ts';

/** A market to be priced: which distribution it reads, and the payoff of each outcome over its cells. */
export type BoardMarket = Readonly<{
  key: MarketKey;
  type: MarketType;
  distribution: string;
  outcomes: readonly Readonly<{ id: OutcomeId; payoff: Uint8Array }>[];
}>;

/** Chances of the cells of one view or factor: the model's, and the same moved by what the house owes. */
export type Distribution = Readonly<{ model: Float64Array; skewed: Float64Array }>;

export type BoardInput = Readonly<{
  markets: readonly BoardMarket[];
  marginBps(market: BoardMarket): number;
  /** By name; a market whose distribution is missing is not priced. */
  distributions: ReadonlyMap<string, Distribution>;
  published(key: MarketKey): PublishedPrices;
  /** What other books agree on, given the market's outcomes with their chances. */
  consensus?(key: MarketKey, outcomes: readonly OutcomeView[]): ConsensusCaps | undefined;
}>;

export type PricedMarket = Readonly<{
  key: MarketKey;
  type: MarketType;
  marginBps: number;
  outcomes: readonly Readonly<{
    id: OutcomeId;
    /** Fair chances; null when the outcome can only be void. */
    model: number | null;
    skewed: number | null;
    odds: Odds | null;
  }>[];
}>;

/** From this chance on, an answer is known and only rounding is left of the rest. */
const CERTAIN = 1 - 1e-12;

/**
 * Prices every market of a fixture from one set of distributions, so that the board agrees with itself.
 * Markets that the score has answered already are left out.
 */
export function priceBoard(input: BoardInput): readonly PricedMarket[] {
  const live = new Map<string, readonly number[]>();
  const board: PricedMarket[] = [];
  for (const market of input.markets) {
    const distribution = input.distributions.get(market.distribution);
    if (distribution === undefined) continue;
    let cells = live.get(market.distribution);
    if (cells === undefined) {
      cells = liveCells(distribution.model);
      live.set(market.distribution, cells);
    }
    const priced = priceOne(market, distribution, cells, input);
    if (priced !== undefined) board.push(priced);
  }
  return board;
}

function priceOne(
  market: BoardMarket,
  { model, skewed }: Distribution,
  cells: readonly number[],
  input: BoardInput,
): PricedMarket | undefined {
  const { key, type } = market;
  let open = 0;
  const views = market.outcomes.map(({ id, payoff }) => {
    const chances = outcomeChances(model, cells, payoff);
    if (!isAnswered(chances)) open += 1;
    const fair = fairChance(chances) ?? null;
    if (skewed === model) return { id, model: fair, skewed: fair };
    return { id, model: fair, skewed: fairChance(outcomeChances(skewed, cells, payoff)) ?? null };
  });
  if (open === 0) return undefined;
  const marginBps = input.marginBps(market);
  const outcomes = priceable(views)
    ? priceOutcomes({
        outcomes: views,
        marginBps,
        published: input.published(key),
        consensus: input.consensus?.(key, views),
      })
    : views.map((view) => ({ ...view, odds: null }));
  return { key, type, marginBps, outcomes };
}

/** Whether an outcome has come to one certain result. */
const isAnswered = ({ win, halfWin, push, halfLose, lose }: FiveWay): boolean =>
  win >= CERTAIN || lose >= CERTAIN || push >= CERTAIN || halfWin >= CERTAIN || halfLose >= CERTAIN;

const priceable = (
  views: readonly Readonly<{ id: OutcomeId; model: number | null; skewed: number | null }>[],
): views is readonly OutcomeView[] =>
  views.every(({ model, skewed }) => model !== null && skewed !== null);
