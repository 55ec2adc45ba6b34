import type { MarketQuotes, ProvidedSettlement } from '#contracts/mod.ts';

import type { EventDraft } from '../script.ts';

/** What an adapter has made of one recorded message. */
export type Adapted = Readonly<{
  /** When the provider made it, UTC milliseconds; null where it does not say, or cannot be read. */
  at: number | null;
  drafts: readonly EventDraft[];
  quotes: readonly MarketQuotes[];
  settlements: readonly ProvidedSettlement[];
  /** What could not be read, and when it was received; null where nobody has written that down. */
  poison?: Readonly<{ line: string; reason: string; receivedAt: number | null }>;
}>;

export const NOTHING: Adapted = { at: null, drafts: [], quotes: [], settlements: [] };
