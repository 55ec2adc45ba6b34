import {
  fixtureId,
  marketKeyOf,
  outcomeId,
  shardOf,
  type Odds,
  type OddsMessage,
  type PublishedMarket,
} from '#contracts/mod.ts';

import type { FixtureBook } from '../book/fixture-book.ts';

export const FIXTURE = fixtureId('test-1');
export const MATCH_RESULT = marketKeyOf('match-result');
export const HOME = outcomeId('home');
export const HOME_ODDS = 25_000 as Odds;

/** The match result market of test fixtures. */
export const matchResult = (changed: Partial<PublishedMarket> = {}): PublishedMarket => ({
  key: MATCH_RESULT,
  status: 'active',
  version: 1,
  outcomes: [
    { id: HOME, odds: HOME_ODDS },
    { id: outcomeId('draw'), odds: 33_000 as Odds },
    { id: outcomeId('away'), odds: 31_000 as Odds },
  ],
  ...changed,
});

const NO_SCORE = { home: 0, away: 0 };

/** A board as a host publishes it: one active market before kick-off, unless told otherwise. */
export function boardImage(
  changed: Partial<Omit<OddsMessage, 'state'>> & { state?: Partial<OddsMessage['state']> } = {},
): OddsMessage {
  const { state, ...message } = changed;
  return {
    kind: 'image',
    fixtureId: FIXTURE,
    epoch: 1,
    seq: 1,
    prev: 0,
    inputSeq: 1,
    feedVersion: 1,
    info: {
      sport: 'football',
      competition: 'Test League',
      home: 'Reds',
      away: 'Blues',
      startsAt: 1_800_000_000_000,
    },
    state: {
      status: 'not-started',
      phase: 'not-started',
      clock: { phase: 'not-started', elapsedMs: 0 },
      score: NO_SCORE,
      halfTime: null,
      extraTime: null,
      shootOut: null,
      redCards: NO_SCORE,
      corners: NO_SCORE,
      suspended: [],
      ...state,
    },
    markets: [matchResult()],
    removed: [],
    stamps: {
      occurredAt: 0,
      receivedAt: 0,
      feedPublishedAt: 0,
      hostReceivedAt: 0,
      pricedAt: 0,
      publishedAt: 0,
    },
    ...message,
  };
}

/** Makes a book hold the board and believe that its host is there at `nowMs` (monotonic). */
export function show(book: FixtureBook, image: OddsMessage, nowMs: number): void {
  book.apply(image);
  const { fixtureId: id } = image;
  book.heard({ owner: 'test', shards: [shardOf(id)], fixtures: [id] }, nowMs);
}
