import { memo, useId } from 'react';

import type { FixtureId } from '#contracts/mod.ts';

import type { MarketGroup } from '../format/market-groups.ts';
import { useValue } from '../state.ts';
import { fixtureTopic } from '../stream/live-store.ts';
import { useLive } from '../stream/use-live.ts';
import { Icon } from '../ui/icons.tsx';
import type { Teams } from '../ui/names.ts';
import { layoutOf } from './market-layout.ts';
import { Blocks, Ladder, Rows } from './market-rows.tsx';
import { useIsSuspended } from './use-match.ts';
import { foldedTypes, toggleFolded } from './view-state.ts';

type MarketCardProps = Readonly<{ type: MarketGroup; fixtureId: FixtureId; teams: Teams }>;

/** All markets of one type under a heading that folds them away. Renders when markets come or go. */
export const MarketCard = memo(function MarketCard({ type, fixtureId, teams }: MarketCardProps) {
  const bodyId = useId();
  const isFolded = useValue(foldedTypes).has(type.type);
  const isSuspended = useIsSuspended(fixtureId, type.keys);
  return (
    <div className={`card market market-${type.type}`} role="group" aria-label={type.title}>
      <header className="market-head">
        <h2>
          <button
            type="button"
            className="fold"
            aria-expanded={!isFolded}
            aria-controls={bodyId}
            onClick={() => {
              toggleFolded(type.type);
            }}
          >
            <Icon name="chevron" size={14} />
            {type.title}
          </button>
        </h2>
        {isSuspended && <span className="tag tag-suspended">Suspended</span>}
      </header>
      <div id={bodyId} hidden={isFolded}>
        {!isFolded && <Body {...{ type, fixtureId, teams }} />}
      </div>
    </div>
  );
});

function Body({ type, fixtureId, teams }: MarketCardProps) {
  const layout = useLive(fixtureTopic(fixtureId), (store) =>
    layoutOf(store.board(fixtureId), type.keys),
  );
  const Layout = layout === 'ladder' ? Ladder : layout === 'rows' ? Rows : Blocks;
  return <Layout {...{ type, fixtureId, teams }} />;
}
