import {
  boardOf,
  foldOf,
  isCoreView,
  payoffContext,
  viewTable,
  type FootballIndex,
  type MatchRecord,
} from '#markets/mod.ts';

/**
 * The tables that a board of this record over this index is priced by, in small pieces of work. They
 * are kept from then on: `layOut` finds those that were made before, and makes the others by itself.
 */
export function* boardTables(record: MatchRecord, index: FootballIndex): Generator<() => unknown> {
  const context = payoffContext(record);
  for (const { identity, reads } of boardOf(record)) {
    if (!isCoreView(reads)) continue;
    yield () => foldOf(index, reads);
    yield () => viewTable(index, identity, context);
  }
}
