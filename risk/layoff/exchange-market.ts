import type { FixtureId, MarketKey, OutcomeId } from '#contracts/mod.ts';

import type { Offer } from './simulated-exchange.ts';

/** A selection of a market of ours at the exchange, with the best that others offer there. Odds are decimal. */
export type ExchangeSelection = Readonly<{
  outcomeId: OutcomeId;
  selectionId: number;
  back: Offer | null;
  lay: Offer | null;
  lastTraded: number | null;
}>;

/** A market of ours as an exchange shows it. */
export type ExchangeMarket = Readonly<{
  /** The exchange's. */
  marketId: string;
  fixtureId: FixtureId;
  marketKey: MarketKey;
  /** When the exchange said so, UTC milliseconds. */
  at: number;
  isOpen: boolean;
  inPlay: boolean;
  selections: readonly ExchangeSelection[];
}>;
