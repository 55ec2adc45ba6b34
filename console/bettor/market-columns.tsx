import { useLayoutEffect, useRef, useState } from 'react';

import type { FixtureId } from '#contracts/mod.ts';

import type { MarketGroup } from '../format/market-groups.ts';
import { useLiveStore } from '../stream/use-live.ts';
import type { Teams } from '../ui/names.ts';
import { NO_COLUMNS, placeInColumns } from './columns.ts';
import { MarketCard } from './market-card.tsx';
import { heightOf } from './market-layout.ts';

const NARROWEST_PX = 350;

type MarketColumnsProps = Readonly<{
  fixtureId: FixtureId;
  teams: Teams;
  types: readonly MarketGroup[];
}>;

/** Cards side by side where there is room. Each keeps its column, whatever comes and goes around it. */
export function MarketColumns({ fixtureId, teams, types }: MarketColumnsProps) {
  const store = useLiveStore();
  const element = useRef<HTMLDivElement>(null);
  const [count, setCount] = useState(1);
  const [columns, setColumns] = useState(NO_COLUMNS);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const measure = (): void => {
      setCount(Math.max(1, Math.floor(current.clientWidth / NARROWEST_PX)));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, []);
  const board = store.board(fixtureId);
  const items = types.map((type) => ({ id: type.type, height: heightOf(board, type) }));
  const placed = placeInColumns(columns, items, count);
  if (placed !== columns) setColumns(placed);
  return (
    <div ref={element} className="market-columns">
      {Array.from({ length: count }, (_, column) => (
        <div key={column} className="market-column">
          {types
            .filter(({ type }) => placed.places.get(type) === column)
            .map((type) => (
              <MarketCard key={type.type} {...{ type, fixtureId, teams }} />
            ))}
        </div>
      ))}
    </div>
  );
}
