import type { MarketKey, MarketQuotes, OutcomeId } from '#contracts/mod.ts';
import { midPrices } from '#feeds/exchange/mod.ts';
import type { BookPrices } from '#odds/consensus/mod.ts';

/** What one other book says of a market of ours, as a fixture takes it in. */
export type QuotedMarket = Readonly<{
  /** The producer of the quotes. */
  book: string;
  marketKey: MarketKey;
  /** When they were published, UTC milliseconds. */
  at: number;
  inPlay: boolean;
  /** False when the market is no longer offered there. */
  isOffered: boolean;
  /** Decimal odds above 1; null where there is no price. */
  odds: readonly (readonly [OutcomeId, number | null])[];
  /** Mid prices of an exchange hold next to no margin; null for odds of a bookmaker. */
  method: Exclude<BookPrices['method'], undefined> | null;
}>;

/** Undefined for a market that the catalogue has not. */
export function quotedMarket(quotes: MarketQuotes): QuotedMarket | undefined {
  const { producer: book, marketKey, at, inPlay, outcomes } = quotes;
  if (marketKey === null) return undefined;
  const isOffered = quotes.status === 'active';
  const known = outcomes.flatMap(({ outcomeId, back }) =>
    outcomeId === null ? [] : [{ outcomeId, backed: back?.odds ?? null }],
  );
  const common = { book, marketKey, at, inPlay, isOffered };
  if (outcomes.some(({ lay }) => lay !== null)) {
    const ids = known.map(({ outcomeId }) => outcomeId);
    const mids = midPrices(quotes, ids);
    const odds = ids.map((id, place) => [id, aboveOne(mids.odds[place] ?? null)] as const);
    return { ...common, odds, method: mids.method };
  }
  const odds = known.map(({ outcomeId, backed }) => [outcomeId, aboveOne(backed)] as const);
  return { ...common, odds, method: null };
}

const aboveOne = (odds: number | null): number | null =>
  odds !== null && odds > 1 && Number.isFinite(odds) ? odds : null;
