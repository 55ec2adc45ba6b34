import type { MarketKey } from '#contracts/mod.ts';

/** Which markets of a fixture one subscription asks for; all types when `types` is undefined. */
export type MarketFilter = Readonly<{
  types: ReadonlySet<string> | undefined;
  mainOnly: boolean;
}>;

/** How much of one market type is shown. */
export type Share = 'all' | 'main' | 'none';

/** What one client sees of a fixture: whatever any of its subscriptions asks for. */
export type View = Readonly<{
  /** Equal for views that show the same; readers with equal keys share their messages. */
  key: string;
  /** Whether it matters which line is the main one. */
  looksAtMain: boolean;
  shareOf(type: string): Share;
}>;

export const marketTypeOf = (key: MarketKey): string => key.split('|', 1)[0] ?? key;

/** The union of the filters. */
export function viewOf(filters: readonly MarketFilter[]): View {
  if (filters.some(({ types, mainOnly }) => types === undefined && !mainOnly)) return WHOLE_BOARD;
  const shares = new Map<string, Share>();
  const otherTypes = filters.some(({ types }) => types === undefined) ? 'main' : 'none';
  for (const { types, mainOnly } of filters)
    for (const type of types ?? []) if (!mainOnly) shares.set(type, 'all');
  for (const { types, mainOnly } of filters)
    for (const type of types ?? [])
      if (mainOnly && otherTypes === 'none' && !shares.has(type)) shares.set(type, 'main');
  const words = [...shares].map(([type, share]) => `${type}:${share}`).sort();
  return {
    key: [`*:${otherTypes}`, ...words].join(','),
    looksAtMain: otherTypes === 'main' || [...shares.values()].includes('main'),
    shareOf: (type) => shares.get(type) ?? otherTypes,
  };
}

export const WHOLE_BOARD: View = { key: '*:all', looksAtMain: false, shareOf: () => 'all' };
