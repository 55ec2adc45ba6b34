import {
  fixtureId,
  marketKey,
  outcomeId,
  type BookMessage,
  type FixtureId,
  type MarketStatus,
  type Odds,
  type OddsMessage,
  type PublishedMarket,
  type SuspensionReason,
} from '#contracts/mod.ts';

/** Messages for the tests of the gateway. */
export const FIXTURE = fixtureId('match-1');
export const OTHER_FIXTURE = fixtureId('match-2');

export function sampleMarket(
  line: number,
  version: number,
  fields: Readonly<{ odds?: number; status?: MarketStatus }> = {},
): PublishedMarket {
  const over = (fields.odds ?? 19_000) as Odds;
  return {
    key: marketKey('total-goals', { line: `${String(line)}.5` }),
    status: fields.status ?? 'active',
    version,
    outcomes: [
      { id: outcomeId('over'), odds: over },
      { id: outcomeId('under'), odds: 20_000 as Odds },
    ],
  };
}

export type SampleFields = Readonly<
  Partial<Omit<OddsMessage, 'state'>> & { suspended?: SuspensionReason[] }
>;

export function sampleOdds({ suspended = [], ...fields }: SampleFields = {}): OddsMessage {
  const seq = fields.seq ?? 1;
  return {
    kind: 'image',
    fixtureId: FIXTURE,
    epoch: 1,
    seq,
    prev: Math.max(0, seq - 1),
    inputSeq: seq,
    feedVersion: 1,
    state: {
      status: 'in-play',
      phase: 'first-half',
      clock: { phase: 'first-half', elapsedMs: 60_000 * seq },
      score: { home: 0, away: 0 },
      halfTime: null,
      extraTime: null,
      shootOut: null,
      redCards: { home: 0, away: 0 },
      corners: { home: 0, away: 0 },
      suspended,
    },
    markets: [sampleMarket(2, 1)],
    removed: [],
    stamps: {
      occurredAt: 1,
      receivedAt: 2,
      feedPublishedAt: 3,
      hostReceivedAt: 4,
      pricedAt: 5,
      publishedAt: 6,
    },
    ...fields,
  };
}

export function sampleBook(seq: number, fixture: FixtureId = FIXTURE): BookMessage {
  return {
    fixtureId: fixture,
    epoch: 1,
    seq,
    at: 1000 + seq,
    info: {
      sport: 'football',
      competition: 'Cup',
      home: 'Home',
      away: 'Away',
      startsAt: 0,
    },
    state: sampleOdds({ seq }).state,
    stakedMinor: '100',
    worstCaseMinor: '50',
    expectedMinor: '5',
    worstCaseLimitMinor: '1000',
    bets: seq,
    skew: true,
    markets: [],
  };
}
