import {
  fixtureId,
  marketKey,
  outcomeId,
  type BookMessage,
  type FixtureId,
  type FixtureInfo,
  type MarketStatus,
  type MarketType,
  type Odds,
  type OddsMessage,
  type PublishedMarket,
  type SuspensionReason,
} from '#contracts/mod.ts';

/** Messages for the tests of the gateway. */
export const FIXTURE = fixtureId('match-1');
export const OTHER_FIXTURE = fixtureId('match-2');

export type MarketFields = Readonly<{ odds?: number | null; status?: MarketStatus }>;

export const sampleMarket = (
  line: number,
  version: number,
  fields: MarketFields = {},
): PublishedMarket => sampleMarketOf('total-goals', `${String(line)}.5`, version, fields);

/** A market with two outcomes; without a line when that is empty. */
export function sampleMarketOf(
  type: MarketType,
  line: string,
  version: number,
  { odds = 19_000, status = 'active' }: MarketFields = {},
): PublishedMarket {
  return {
    key: marketKey(type, line === '' ? {} : { line }),
    status,
    version,
    outcomes: [
      { id: outcomeId('over'), odds: odds as Odds | null },
      { id: outcomeId('under'), odds: 20_000 as Odds },
    ],
  };
}

export const sampleInfo = (competition = 'Cup', sport = 'football'): FixtureInfo => ({
  sport,
  competition,
  home: 'Home',
  away: 'Away',
  startsAt: 0,
});

export type SampleFields = Readonly<
  Partial<Omit<OddsMessage, 'state'>> & { suspended?: SuspensionReason[]; elapsedMs?: number }
>;

export function sampleOdds({
  suspended = [],
  elapsedMs,
  ...fields
}: SampleFields = {}): OddsMessage {
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
      clock: { phase: 'first-half', elapsedMs: elapsedMs ?? 60_000 * seq },
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

/** The step after `seq - 1`; nothing in it changed but the clock. */
export const sampleDelta = (seq: number, fields: SampleFields = {}): OddsMessage =>
  sampleOdds({ kind: 'delta', seq, prev: seq - 1, markets: [], ...fields });

export function sampleBook(seq: number, fixture: FixtureId = FIXTURE): BookMessage {
  return {
    fixtureId: fixture,
    epoch: 1,
    seq,
    at: 1000 + seq,
    info: sampleInfo(),
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
