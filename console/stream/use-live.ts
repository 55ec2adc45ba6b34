import { createContext, use, useCallback, useSyncExternalStore } from 'react';

import type { BookMessage, FixtureId, MarketKey, OutcomeId } from '#contracts/mod.ts';

import type { Board } from './board.ts';
import { cellTopic, type Cell } from './cells.ts';
import {
  BOOKS,
  bookTopic,
  CONNECTION,
  FIXTURES,
  fixtureTopic,
  type ConnectionState,
  type LiveStore,
} from './live-store.ts';

export const LiveContext = createContext<LiveStore | null>(null);

export function useLiveStore(): LiveStore {
  const store = use(LiveContext);
  if (store === null) throw new Error('there is no LiveContext above this component');
  return store;
}

/** Renders again when `topic` changes and `read` then gives something else; `read` must give stable values. */
export function useLive<T>(topic: string, read: (store: LiveStore) => T): T {
  const store = useLiveStore();
  const subscribe = useCallback(
    (listener: () => void) => store.topics.subscribe(topic, listener),
    [store, topic],
  );
  return useSyncExternalStore(subscribe, () => read(store));
}

export const useConnection = (): ConnectionState =>
  useLive(CONNECTION, ({ connection }) => connection);

export const useFixtures = (): readonly Board[] => useLive(FIXTURES, (store) => store.fixtures());

export const useBoard = (id: FixtureId): Board | undefined =>
  useLive(fixtureTopic(id), (store) => store.board(id));

export function useCell(id: FixtureId, key: MarketKey, outcome: OutcomeId): Cell | undefined {
  const topic = cellTopic(id, key, outcome);
  return useLive(topic, (store) => store.cell(topic));
}

export const useBooks = (): readonly BookMessage[] => useLive(BOOKS, (store) => store.books());

export const useBook = (id: FixtureId): BookMessage | undefined =>
  useLive(bookTopic(id), (store) => store.book(id));

/** The cells of several topics; renders again when any of them shows something else. */
export function useCells(topics: readonly string[]): readonly (Cell | undefined)[] {
  const store = useLiveStore();
  const joined = topics.join('\n');
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = joined.split('\n').map((topic) => store.topics.subscribe(topic, listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [store, joined],
  );
  const cells = topics.map((topic) => store.cell(topic));
  useSyncExternalStore(subscribe, () =>
    topics.map((topic) => cellText(store.cell(topic))).join('|'),
  );
  return cells;
}

const cellText = (cell: Cell | undefined): string =>
  cell === undefined ? '' : `${cell.status} ${String(cell.odds)}`;
