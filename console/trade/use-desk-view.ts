import { useMemo, useState } from 'react';

import type { BookMessage, MarketKey } from '#contracts/mod.ts';

import { definitions } from '../format/definitions.ts';
import {
  groupMarkets,
  presentGroups,
  type Group,
  type MarketGroup,
} from '../format/market-groups.ts';
import { searchMarkets } from '../format/market-search.ts';
import { createState, useValue } from '../state.ts';

/** The groups that are unfolded, on every desk while the page is open. */
const openGroups = createState<ReadonlySet<Group>>(new Set<Group>(['main', 'goals', 'handicaps']));

export type DeskView = Readonly<{
  query: string;
  setQuery: (query: string) => void;
  /** Every group with what the filter leaves of it; without a filter, all of it. */
  groups: readonly Readonly<{ group: Group; types: readonly MarketGroup[]; isOpen: boolean }>[];
  /** Markets on the screen, from top to bottom. */
  keys: readonly MarketKey[];
  toggle: (group: Group) => void;
  unfoldAll: () => void;
  foldAll: () => void;
  selected: MarketKey | null;
  select: (key: MarketKey | null) => void;
}>;

/** Which markets the desk shows: groups folded or not, and a filter that looks into all of them. */
export function useDeskView({ markets, info }: BookMessage): DeskView {
  const [query, setQuery] = useState('');
  const [selected, select] = useState<MarketKey | null>(null);
  const open = useValue(openGroups);
  const named = useValue(definitions);
  const joined = markets.map(({ key }) => key).join('\n');
  const { home, away } = info;
  const types = useMemo(
    () => groupMarkets(joined.split('\n') as MarketKey[], { home, away }),
    // Names that come later make other groups of the same keys.
    [joined, home, away, named],
  );
  const isFiltered = query.trim() !== '';
  const groups = useMemo(() => {
    const found = isFiltered ? searchMarkets(types, query, { home, away }) : types;
    return presentGroups(found).map((group) => ({
      group,
      types: found.filter((each) => each.group === group),
      isOpen: isFiltered || open.has(group),
    }));
  }, [types, isFiltered, query, home, away, open]);
  const keys = useMemo(
    () => groups.flatMap((each) => (each.isOpen ? each.types.flatMap((type) => type.keys) : [])),
    [groups],
  );
  return {
    query,
    setQuery,
    groups,
    keys,
    selected,
    select,
    toggle: toggleGroup,
    unfoldAll: () => {
      openGroups.set(new Set(presentGroups(types)));
    },
    foldAll: () => {
      openGroups.set(new Set());
    },
  };
}

function toggleGroup(group: Group): void {
  openGroups.update((before) => {
    const next = new Set(before);
    if (!next.delete(group)) next.add(group);
    return next;
  });
}
