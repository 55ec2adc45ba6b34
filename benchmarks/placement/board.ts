import { FixtureBook, type HostPort } from '#bet-api/mod.ts';
import {
  fixtureId,
  marketKeyOf,
  outcomeId,
  shardOf,
  type FixtureId,
  type Odds,
  type OddsMessage,
} from '#contracts/mod.ts';
import { systemClock } from '#platform/mod.ts';

const FIXTURES = 20;
/** Hosts say as often as this that they are there. */
const ALIVE_EVERY_MS = 1_000;
const TOKEN_LIFE_MS = 5_000;
const NO_SCORE = { home: 0, away: 0 };

const ODDS = 25_000 as Odds;
export const SELECTION = {
  marketKey: marketKeyOf('match-result'),
  outcomeId: outcomeId('home'),
  odds: ODDS,
};
export const TEAMS = { home: 'Reds', away: 'Blues' };

/** Answers 201 and does nothing: the raw limit of the server and its load. */
export const EMPTY_ROUTE = '/empty';

export const FIXTURE_IDS: readonly FixtureId[] = Array.from({ length: FIXTURES }, (_, at) =>
  fixtureId(`match-${String(at)}`),
);

/** A book of fixtures with one open market each, whose hosts are heard until `close`. */
export function openBook(): Readonly<{ book: FixtureBook; close: () => void }> {
  const book = new FixtureBook();
  for (const fixture of FIXTURE_IDS) book.apply(boardOf(fixture));
  const hear = (): void => {
    const shards = FIXTURE_IDS.map(shardOf);
    book.heard({ owner: 'bench', shards, fixtures: FIXTURE_IDS }, systemClock.monotonic());
  };
  hear();
  return { book, close: systemClock.every(ALIVE_EVERY_MS, hear) };
}

export const boardOf = (fixture: FixtureId): OddsMessage => ({
  kind: 'image',
  fixtureId: fixture,
  epoch: 1,
  seq: 1,
  prev: 0,
  inputSeq: 1,
  feedVersion: 1,
  info: { sport: 'football', competition: 'League', ...TEAMS, startsAt: 1_800_000_000_000 },
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
  },
  markets: [
    {
      key: SELECTION.marketKey,
      status: 'active',
      version: 1,
      outcomes: [
        { id: SELECTION.outcomeId, odds: ODDS },
        { id: outcomeId('draw'), odds: 33_000 as Odds },
        { id: outcomeId('away'), odds: 31_000 as Odds },
      ],
    },
  ],
  removed: [],
  stamps: {
    occurredAt: 0,
    receivedAt: 0,
    feedPublishedAt: 0,
    hostReceivedAt: 0,
    pricedAt: 0,
    publishedAt: 0,
  },
});

/** A host in this process that takes every bet at once: all but the host's own time is measured. */
export const willingHost = (delayMs = 0): HostPort => ({
  receive: ({ selection: { odds } }) =>
    Promise.resolve({
      verdict: 'received',
      odds,
      stateHash: 'before kick-off',
      delayMs,
      inPlay: delayMs > 0,
      ownerEpoch: 0,
      catalogueVersion: 1,
    }),
  decide: ({ betId, selection: { fixtureId: fixture, odds } }) => {
    const now = systemClock.now();
    return Promise.resolve({
      verdict: 'accept',
      odds,
      catalogueVersion: 1,
      token: {
        betId,
        fixtureId: fixture,
        shard: shardOf(fixture),
        ownerEpoch: 0,
        inputSeq: 1,
        oddsSeq: 1,
        decidedAt: now,
        expiresAt: now + TOKEN_LIFE_MS,
      },
    });
  },
  release: () => Promise.resolve({ verdict: 'released' }),
  maxStake: () => Promise.resolve({ verdict: 'max-stake', maxStakeMinor: '100000' }),
  command: () => Promise.resolve({ ok: true, inputSeq: 1 }),
});
