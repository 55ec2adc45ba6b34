import { lazy, Suspense, useDeferredValue, useMemo, useState } from 'react';

import type { FixtureId, MarketKey } from '#contracts/mod.ts';

import { definitions } from '../format/definitions.ts';
import { GROUP_NAMES, groupMarkets, presentGroups } from '../format/market-groups.ts';
import { useValue } from '../state.ts';
import { SearchField } from '../ui/search-field.tsx';
import { Tabs } from '../ui/tabs.tsx';
import type { Teams } from '../ui/names.ts';
import { startCombining, stopCombining, useIsCombining } from './builder/combination.ts';
import { MarketPanel, PANEL_ID } from './market-panel.tsx';
import { chosenTab } from './view-state.ts';

const BuilderBar = lazy(async () => ({
  default: (await import('./builder/builder-bar.tsx')).BuilderBar,
}));

type MarketsViewProps = Readonly<{
  fixtureId: FixtureId;
  teams: Teams;
  keys: readonly MarketKey[];
}>;

/** The markets of a match: one group at a time, or what a search finds in all of them. */
export function MarketsView({ fixtureId, teams, keys }: MarketsViewProps) {
  const named = useValue(definitions);
  // Names that come later make other groups of the same keys.
  const types = useMemo(() => groupMarkets(keys, teams), [keys, teams, named]);
  const groups = presentGroups(types);
  const wanted = useValue(chosenTab);
  const tab = groups.includes(wanted) ? wanted : (groups[0] ?? 'main');
  const [query, setQuery] = useState('');
  const isCombining = useIsCombining(fixtureId);
  return (
    <>
      <div className="market-tools">
        <Tabs
          label="Groups of markets"
          tabs={groups.map((id) => ({ id, text: GROUP_NAMES[id] }))}
          chosen={tab}
          isShown={query.trim() === ''}
          panelId={PANEL_ID}
          choose={(group) => {
            setQuery('');
            chosenTab.set(group);
          }}
        />
        <SearchField label="Search markets" query={query} change={setQuery} />
        <CombineSwitch {...{ fixtureId, isCombining }} />
      </div>
      {/* What was typed or pressed shows at once; the cards follow when there is time. */}
      <MarketPanel
        {...{ fixtureId, teams, types }}
        tab={useDeferredValue(tab)}
        query={useDeferredValue(query.trim())}
      />
      {isCombining && (
        <Suspense>
          <BuilderBar fixtureId={fixtureId} />
        </Suspense>
      )}
    </>
  );
}

type CombineSwitchProps = Readonly<{ fixtureId: FixtureId; isCombining: boolean }>;

function CombineSwitch({ fixtureId, isCombining }: CombineSwitchProps) {
  return (
    <button
      type="button"
      className="chip combine"
      aria-pressed={isCombining}
      title="Several selections of this match that are to win together"
      onClick={() => {
        if (isCombining) stopCombining();
        else startCombining(fixtureId);
      }}
    >
      Combine
    </button>
  );
}
