import {
  accountId,
  betId,
  fixtureId,
  marketKey,
  outcomeId,
  type BetMessage,
  type BetStatus,
  type FixtureEvent,
  type FixtureEventKind,
  type FixtureEventOf,
  type LedgerEntryMessage,
  type MarketKey,
  type MatchPhase,
  type Odds,
  type OddsMessage,
  type OutcomeResult,
  type ResultMessage,
} from '#contracts/mod.ts';

/** Messages of one made-up match for tests, in the shapes that travel. */
export const FIXTURE = fixtureId('test-1');
export const START = Date.UTC(2026, 2, 14, 15);
export const MATCH_RESULT = marketKey('match-result');
export const OVER_UNDER = marketKey('total-goals', { line: '2.5' });

const uuid = (number: number): string =>
  `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

type Common = Omit<FixtureEventOf<'bet-start'>, 'kind'>;
type Fields<Kind extends FixtureEventKind> = Omit<FixtureEventOf<Kind>, keyof Common | 'kind'>;

export function feedEvent<Kind extends FixtureEventKind>(
  version: number,
  kind: Kind,
  fields: Fields<Kind>,
  /** `minute` is counted on the wall, `clock` on the match clock of the phase. */
  moment: Readonly<{ phase?: MatchPhase; minute?: number; clock?: number }> = {},
): FixtureEvent {
  const at = START + (moment.minute ?? 0) * 60_000;
  const common: Common = {
    fixtureId: FIXTURE,
    version,
    eventId: `e${String(version)}`,
    producer: 'test',
    occurredAt: at,
    receivedAt: at + 100,
    publishedAt: at + 101,
    clock: {
      phase: moment.phase ?? 'not-started',
      elapsedMs: Math.max(0, ((moment.clock ?? moment.minute ?? 1) - 1) * 60_000),
    },
  };
  return { ...common, kind, ...fields } as FixtureEventOf<Kind>;
}

export const fixtureEvent = (): FixtureEvent =>
  feedEvent(1, 'fixture', {
    sport: 'football',
    competition: 'Test Cup',
    home: { id: 'h', name: 'Lions' },
    away: { id: 'a', name: 'Tigers' },
    startsAt: START,
  });

type Prices = Readonly<Record<string, number | null>>;

export type OddsFields = Readonly<{
  seq: number;
  prev?: number;
  epoch?: number;
  kind?: OddsMessage['kind'];
  at?: number;
  phase?: MatchPhase;
  score?: OddsMessage['state']['score'];
  markets: Readonly<Record<MarketKey, Prices>>;
  status?: OddsMessage['markets'][number]['status'];
  removed?: readonly MarketKey[];
}>;

export function oddsMessage(fields: OddsFields): OddsMessage {
  const at = fields.at ?? START;
  const score = fields.score ?? { home: 0, away: 0 };
  return {
    kind: fields.kind ?? 'delta',
    fixtureId: FIXTURE,
    epoch: fields.epoch ?? 1,
    seq: fields.seq,
    prev: fields.prev ?? fields.seq - 1,
    inputSeq: fields.seq,
    feedVersion: fields.seq,
    state: {
      status: fields.phase === 'not-started' ? 'not-started' : 'in-play',
      phase: fields.phase ?? 'first-half',
      clock: { phase: fields.phase ?? 'first-half', elapsedMs: 0 },
      score,
      halfTime: null,
      extraTime: null,
      shootOut: null,
      redCards: { home: 0, away: 0 },
      corners: { home: 0, away: 0 },
      suspended: [],
    },
    markets: Object.entries(fields.markets).map(([key, prices]) => ({
      key: key as MarketKey,
      status: fields.status ?? 'active',
      version: fields.seq,
      outcomes: Object.entries(prices).map(([id, decimal]) => ({
        id: outcomeId(id),
        odds: decimal === null ? null : (Math.round(decimal * 10_000) as Odds),
      })),
    })),
    removed: [...(fields.removed ?? [])],
    stamps: {
      occurredAt: at - 100,
      receivedAt: at - 8,
      feedPublishedAt: at - 6.5,
      hostReceivedAt: at - 5,
      pricedAt: at - 0.75,
      publishedAt: at + 0.125,
    },
  };
}

export type BetFields = Readonly<{
  number: number;
  version?: number;
  account?: number;
  status?: BetStatus;
  stakeMinor?: number;
  payoutMinor?: number | null;
  market?: MarketKey;
  outcome?: string;
  odds?: number;
  result?: OutcomeResult | null;
  reason?: string | null;
  receivedAt?: number;
  at?: number;
}>;

export function betMessage(fields: BetFields): BetMessage {
  const receivedAt = fields.receivedAt ?? START - 600_000;
  const status = fields.status ?? 'accepted';
  return {
    betId: betId(uuid(fields.number)),
    version: fields.version ?? 1,
    accountId: accountId(uuid(900_000 + (fields.account ?? 1))),
    status,
    currency: 'EUR',
    stakeMinor: String(fields.stakeMinor ?? 1_000),
    payoutMinor: fields.payoutMinor == null ? null : String(fields.payoutMinor),
    policy: 'none',
    reason: fields.reason ?? null,
    receivedAt,
    decidedAt: status === 'rejected' ? null : receivedAt + 5,
    ownerEpoch: 1,
    at: fields.at ?? receivedAt + 5,
    legs: [
      {
        leg: 0,
        fixtureId: FIXTURE,
        marketKey: fields.market ?? MATCH_RESULT,
        outcomeId: outcomeId(fields.outcome ?? 'home'),
        odds: Math.round((fields.odds ?? 2.5) * 10_000) as Odds,
        catalogueVersion: 1,
        result: fields.result ?? null,
      },
    ],
  };
}

export const ledgerEntry = (
  entry: number,
  amountMinor: number,
  at = START,
): LedgerEntryMessage => ({
  entryId: String(entry),
  transferId: uuid(entry),
  kind: 'hold',
  accountId: uuid(900_001),
  purpose: 'wallet',
  currency: 'EUR',
  amountMinor: String(amountMinor),
  balanceAfterMinor: '0',
  betId: uuid(1),
  at,
});

export const resultMessage = (
  at: number,
  outcomes: Readonly<Record<string, OutcomeResult>>,
  key: MarketKey = MATCH_RESULT,
): ResultMessage => ({
  fixtureId: FIXTURE,
  resultVersion: 1,
  certainty: 'confirmed',
  at,
  markets: [
    {
      key,
      outcomes: Object.entries(outcomes).map(([id, result]) => ({ id: outcomeId(id), result })),
    },
  ],
});
