import type { MarketKey } from '#contracts/mod.ts';

import { selectionKey, type Backed } from './place.ts';

/**
 * Entries by what is backed. Keyed in two steps, because putting a text together for each look-up costs more than the
 * look-up.
 */
export class BySelection<Entry> {
  readonly #entries = new Map<MarketKey, Map<string, Entry>>();

  get(backed: Backed): Entry | undefined {
    return this.#entries.get(backed.marketKey)?.get(within(backed));
  }

  set(backed: Backed, entry: Entry): void {
    const ofMarket = this.#entries.get(backed.marketKey) ?? new Map<string, Entry>();
    ofMarket.set(within(backed), entry);
    this.#entries.set(backed.marketKey, ofMarket);
  }

  delete(backed: Backed): void {
    const ofMarket = this.#entries.get(backed.marketKey);
    ofMarket?.delete(within(backed));
    if (ofMarket?.size === 0) this.#entries.delete(backed.marketKey);
  }

  /** Of one market, with what is backed together with it. */
  of(marketKey: MarketKey): Iterable<Entry> {
    return this.#entries.get(marketKey)?.values() ?? [];
  }

  *values(): IterableIterator<Entry> {
    for (const ofMarket of this.#entries.values()) yield* ofMarket.values();
  }
}

const within = (backed: Backed): string =>
  backed.also === undefined ? backed.outcomeId : selectionKey(backed);
