import type { MarketKey } from '#contracts/mod.ts';
import { marketLosses, type Backed, type RobustStanding } from '#risk/mod.ts';

import type { HostState } from './host-state.ts';
import type { RobustQuote } from './robust-book.ts';
import { stillHolds } from './robust-opening.ts';

const isOpen = (state: HostState, { agreed }: RobustQuote): boolean =>
  agreed !== null && stillHolds(state, agreed);

/** Whether a market is priced from other books and these say nothing that bets could be taken at. */
export function lacksQuotes(state: HostState, key: MarketKey): boolean {
  const quote = state.robust.get(key);
  return quote !== undefined && !isOpen(state, quote);
}

/** Whether anything is for sale by the prices of others. */
export function sellsRobustly(state: HostState): boolean {
  for (const quote of state.robust.values()) if (isOpen(state, quote)) return true;
  return false;
}

/** The market of a bet, whose loss is bounded; null for bet builders and where a model stands behind the price. */
export function robustStanding(
  state: HostState,
  { marketKey, outcomeId, also }: Backed,
): RobustStanding | null {
  const quote = also === undefined ? state.robust.get(marketKey) : undefined;
  if (quote?.agreed == null) return null;
  const outcomes = quote.market.outcomes.map(({ id }) => id);
  const at = outcomes.indexOf(outcomeId);
  if (at === -1) return null;
  const { chances } = quote.agreed;
  const { lossLimitMinor } = state.policy.robust;
  const losses = marketLosses(state.exposure, marketKey, outcomes);
  return { at, market: { chances, losses, lossLimitMinor } };
}
