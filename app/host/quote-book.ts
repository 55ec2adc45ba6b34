import type { MarketKey } from '#contracts/mod.ts';
import type { ConsensusRule } from '#odds/consensus/mod.ts';
import type { ConsensusCaps } from '#odds/mod.ts';

import type { QuotedMarket } from './quoted-market.ts';

/** How the prices of others hold ours back. */
export type ConsensusPolicy = Readonly<{
  /** A price goes no further beyond the fair price of the consensus; basis points of it. */
  bandBps: number;
  /** Quotes published less than so long after a goal or a sending-off may speak of the match before it. */
  settleMs: number;
  rule: ConsensusRule;
}>;

/** Quotes of one fixture by market and book, and the caps that follow, worked out once a pricing. */
export type QuoteBook = Readonly<{
  quoted: Map<MarketKey, Map<string, QuotedMarket>>;
  caps: Map<MarketKey, ConsensusCaps | undefined>;
}>;
