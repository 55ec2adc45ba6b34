import type { MarketKey, Odds, OutcomeId } from '#contracts/mod.ts';

import type { PublishedBoard } from './board-diff.ts';
import type { HostState } from './host-state.ts';

const KEPT = 8;
const priceKey = (market: MarketKey, outcome: OutcomeId): string => `${market}/${outcome}`;

/** Remembers the prices that a new board takes away, so that a bet can be told late from invented. */
export function rememberPrices(state: HostState, next: PublishedBoard): void {
  for (const [key, market] of state.board) {
    const after = next.get(key);
    if (after === market) continue;
    for (const { id, odds } of market.outcomes) {
      const now = after?.outcomes.find((outcome) => outcome.id === id)?.odds;
      if (odds === null || odds === now) continue;
      const former = state.formerPrices.get(priceKey(key, id)) ?? [];
      state.formerPrices.set(priceKey(key, id), [
        ...former.slice(1 - KEPT),
        { odds, leftAt: state.now },
      ]);
    }
  }
}

type Wanted = Readonly<{ marketKey: MarketKey; outcomeId: OutcomeId; odds: Odds }>;

/** When a price was last on offer: now, a while ago, or (null) not that we remember. */
export function priceSeenAt(state: HostState, wanted: Wanted): number | null {
  const { marketKey, outcomeId, odds } = wanted;
  const offered = state.board.get(marketKey)?.outcomes.find(({ id }) => id === outcomeId)?.odds;
  if (offered === odds) return state.now;
  const former = state.formerPrices.get(priceKey(marketKey, outcomeId)) ?? [];
  return former.findLast((price) => price.odds === odds)?.leftAt ?? null;
}
