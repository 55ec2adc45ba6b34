import {
  fixtureId,
  marketKey,
  outcomeId,
  type MarketStatus,
  type Odds,
  type PublishedMarket,
} from '#contracts/mod.ts';

import type { Board } from './board.ts';

export const FIXTURE = fixtureId('match-1');

export const market = (
  line: string,
  odds: number,
  status: MarketStatus = 'active',
): PublishedMarket => ({
  key: marketKey('total-goals', { line }),
  status,
  version: 1,
  outcomes: [
    { id: outcomeId('over'), odds: odds as Odds },
    { id: outcomeId('under'), odds: null },
  ],
});

export const sampleBoard = (
  seq: number,
  markets: readonly PublishedMarket[],
  fields: Partial<Board> = {},
): Board => ({
  fixtureId: FIXTURE,
  epoch: 1,
  seq,
  info: undefined,
  state: {
    status: 'in-play',
    phase: 'first-half',
    clock: { phase: 'first-half', elapsedMs: 0 },
    score: { home: 0, away: 0 },
    halfTime: null,
    extraTime: null,
    shootOut: null,
    redCards: { home: 0, away: 0 },
    corners: { home: 0, away: 0 },
    suspended: [],
  },
  markets: new Map(markets.map((each) => [each.key, each])),
  stamps: {
    occurredAt: 0,
    receivedAt: 0,
    feedPublishedAt: 0,
    hostReceivedAt: 0,
    pricedAt: 0,
    publishedAt: 0,
  },
  ...fields,
});
