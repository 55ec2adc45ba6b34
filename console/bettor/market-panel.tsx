import { memo, useEffect, useMemo, useRef } from 'react';

import type { FixtureId } from '#contracts/mod.ts';

import { typesOfTab, type Group, type MarketGroup } from '../format/market-groups.ts';
import { searchMarkets } from '../format/market-search.ts';
import { tabId } from '../ui/tabs.tsx';
import type { Teams } from '../ui/names.ts';
import { MarketColumns } from './market-columns.tsx';

export const PANEL_ID = 'markets';

type MarketPanelProps = Readonly<{
  fixtureId: FixtureId;
  teams: Teams;
  types: readonly MarketGroup[];
  tab: Group;
  /** Finds in all groups unless it is empty. */
  query: string;
}>;

/** The cards of one group, or of what was searched; nothing of the other groups is on the page. */
export const MarketPanel = memo(function MarketPanel(props: MarketPanelProps) {
  const { fixtureId, teams, types, tab, query } = props;
  const isSearch = query !== '';
  const shown = useMemo(
    () => (isSearch ? searchMarkets(types, query, teams) : typesOfTab(types, tab)),
    [types, query, isSearch, teams, tab],
  );
  const panel = useBackToTop(`${tab}/${query}`);
  const label = isSearch
    ? { 'aria-label': 'Markets found' }
    : { 'aria-labelledby': tabId(PANEL_ID, tab) };
  return (
    <>
      <Found isSearch={isSearch} types={shown} />
      <div ref={panel} id={PANEL_ID} role="tabpanel" className="market-panel" {...label}>
        <MarketColumns key={isSearch ? '' : tab} {...{ fixtureId, teams }} types={shown} />
      </div>
    </>
  );
});

/** Says what a search found, to those who do not see it. */
function Found({
  isSearch,
  types,
}: Readonly<{ isSearch: boolean; types: readonly MarketGroup[] }>) {
  const count = types.reduce((sum, { keys }) => sum + keys.length, 0);
  const isEmpty = isSearch && count === 0;
  const text = isEmpty
    ? 'No market has these words.'
    : `${String(count)} ${count === 1 ? 'market' : 'markets'} found`;
  return (
    <p role="status" className={isEmpty ? 'card empty' : 'visually-hidden'}>
      {isSearch ? text : ''}
    </p>
  );
}

/** Whoever has scrolled down begins at the top of what comes next. */
function useBackToTop(content: string) {
  const panel = useRef<HTMLDivElement>(null);
  const before = useRef(content);
  useEffect(() => {
    const isNew = before.current !== content;
    before.current = content;
    const { current } = panel;
    if (!isNew || current === null) return;
    // The margin is what the bars cover that stay at the top of the page.
    const covered = Number(getComputedStyle(current).scrollMarginTop.replace('px', ''));
    if (current.getBoundingClientRect().top < covered) current.scrollIntoView({ block: 'start' });
  }, [content]);
  return panel;
}
