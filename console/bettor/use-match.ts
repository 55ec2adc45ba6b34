import { useMemo } from 'react';

import type { FixtureId, MarketKey, PublishedMarket } from '#contracts/mod.ts';

import { fixtureTopic } from '../stream/live-store.ts';
import { useLive } from '../stream/use-live.ts';
import type { Teams } from '../ui/names.ts';

/**
 * The keys of a match's markets; undefined when the match is not on the board. Changes when a market comes
 * or goes, not when a price moves.
 */
export function useMarketKeys(id: FixtureId): readonly MarketKey[] | undefined {
  const joined = useLive(fixtureTopic(id), (store) => {
    const board = store.board(id);
    return board && [...board.markets.keys()].join('\n');
  });
  return useMemo(
    () => (joined === '' ? [] : (joined?.split('\n') as MarketKey[] | undefined)),
    [joined],
  );
}

/** One market as it stands: the same object until its own version changes. */
export const useMarket = (id: FixtureId, key: MarketKey): PublishedMarket | undefined =>
  useLive(fixtureTopic(id), (store) => store.board(id)?.markets.get(key));

/** Whether none of the markets takes bets. */
export const useIsSuspended = (id: FixtureId, keys: readonly MarketKey[]): boolean =>
  useLive(fixtureTopic(id), (store) => {
    const markets = store.board(id)?.markets;
    return keys.every((key) => markets?.get(key)?.status !== 'active');
  });

/** The sport and the teams, which stay the same objects while a match goes on. */
export function useMatchInfo(id: FixtureId): Readonly<{ sport: string; teams: Teams }> {
  const sport = useLive(fixtureTopic(id), (store) => store.board(id)?.info?.sport ?? 'football');
  const home = useLive(fixtureTopic(id), (store) => store.board(id)?.info?.home ?? id);
  const away = useLive(fixtureTopic(id), (store) => store.board(id)?.info?.away ?? '');
  return useMemo(() => ({ sport, teams: { home, away } }), [sport, home, away]);
}
