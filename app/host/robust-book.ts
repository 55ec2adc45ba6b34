import type { OutcomeId } from '#contracts/mod.ts';
import type { PricedMarket } from '#odds/mod.ts';
import type { RobustRule } from '#risk/mod.ts';

/** How markets are sold by the prices of others. */
export type RobustPolicy = RobustRule &
  Readonly<{
    /** Older quotes do not count, before the match and in it. */
    maxAgeMs: number;
    maxAgeInPlayMs: number;
    /** Books that are further apart do not agree; log-odds, as in `Consensus`. */
    mostDispersion: number;
  }>;

/** What other books agree on closely enough to sell by it. */
export type Agreed = Readonly<{
  /** Fair chances in the order of the outcomes, together 1. */
  chances: readonly number[];
  books: readonly string[];
  dispersion: number;
  /** From this moment on one of the quotes is too old, UTC milliseconds. */
  endsAt: number;
  /** The match that they speak of. */
  inPlay: boolean;
  materialAt: number;
}>;

/** The chances at which a trader opened a market, and the match that they are about. */
export type Opening = Pick<Agreed, 'endsAt' | 'inPlay' | 'materialAt'> &
  Readonly<{ chances: ReadonlyMap<OutcomeId, number> }>;

/** A market that is priced from other books, as it was priced last. */
export type RobustQuote = Readonly<{
  market: PricedMarket;
  /** Null while they are silent or too far apart: the market is suspended. */
  agreed: Agreed | null;
  /** Whether the model prices it, too, and a trader chose otherwise. */
  hasModel: boolean;
}>;
