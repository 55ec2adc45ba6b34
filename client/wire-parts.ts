// Written by scripts/write-stream-documents.ts from the schemas in contracts/. Not to be edited.

export type Currency =
  | 'EUR'
  | 'GBP'
  | 'USD'
  | 'JPY'
  | 'AUD'
  | 'BHD'
  | 'BRL'
  | 'CAD'
  | 'CHF'
  | 'CZK'
  | 'DKK'
  | 'KWD'
  | 'MXN'
  | 'NOK'
  | 'NZD'
  | 'PLN'
  | 'SEK'
  | 'ZAR';

export type Position = Readonly<{
  epoch: number;
  seq: number;
}>;

export type StreamLimits = Readonly<{
  messageBytes: number;
  messagesPerSecond: number;
  subscriptions: number;
  windowMs: number;
  segmentBytes: number;
  mergeAboveBytes: number;
  closeAboveBytes: number;
  closeAfterMs: number;
}>;

export type FixtureInfo = Readonly<{
  sport: string;
  competition: string;
  home: string;
  away: string;
  startsAt: number;
}>;

export type FixtureState = Readonly<{
  status:
    | 'not-started'
    | 'in-play'
    | 'interrupted'
    | 'ended'
    | 'closed'
    | 'abandoned'
    | 'postponed'
    | 'cancelled';
  phase:
    | 'not-started'
    | 'first-half'
    | 'half-time'
    | 'second-half'
    | 'full-time'
    | 'extra-first'
    | 'extra-break'
    | 'extra-second'
    | 'extra-end'
    | 'penalties'
    | 'ended';
  clock: Readonly<{
    phase:
      | 'not-started'
      | 'first-half'
      | 'half-time'
      | 'second-half'
      | 'full-time'
      | 'extra-first'
      | 'extra-break'
      | 'extra-second'
      | 'extra-end'
      | 'penalties'
      | 'ended';
    elapsedMs: number;
  }>;
  score: Readonly<{
    home: number;
    away: number;
  }>;
  halfTime: Readonly<{
    home: number;
    away: number;
  }> | null;
  extraTime: Readonly<{
    home: number;
    away: number;
  }> | null;
  shootOut: Readonly<{
    home: number;
    away: number;
  }> | null;
  redCards: Readonly<{
    home: number;
    away: number;
  }>;
  corners: Readonly<{
    home: number;
    away: number;
  }>;
  suspended: readonly ('feed' | 'model' | 'trader' | 'risk' | 'score' | 'handover')[];
}>;

export type Market = Readonly<{
  key: string;
  status: 'active' | 'suspended' | 'inactive' | 'settled' | 'cancelled';
  version: number;
  outcomes: readonly Readonly<{
    id: string;
    odds: number | null;
  }>[];
}>;

export type Stamps = Readonly<{
  /** At the match, by the clock of the provider */
  occurredAt: number;
  /** The feed service had it */
  receivedAt: number;
  /** The feed service sent it, normalised and numbered */
  feedPublishedAt: number;
  /** The host of the fixture took it up */
  hostReceivedAt: number;
  /** The host began to price it; earlier than it was taken up: not priced yet */
  pricedAt: number;
  /** The host sent the message */
  publishedAt: number;
  /** The gateway wrote the message for its readers */
  gatewayAt?: number;
}>;

export type TraderBook = Readonly<{
  /** Fixture id */
  fixtureId: string;
  epoch: number;
  seq: number;
  at: number;
  info: FixtureInfo;
  state: FixtureState;
  stakedMinor: string;
  worstCaseMinor: string;
  expectedMinor: string;
  worstCaseLimitMinor: string;
  bets: number;
  skew: boolean;
  markets: readonly Readonly<{
    key: string;
    status: 'active' | 'suspended' | 'inactive' | 'settled' | 'cancelled';
    suspendedBy: readonly ('feed' | 'model' | 'trader' | 'risk' | 'score' | 'handover')[];
    marginBps: number;
    stakedMinor: string;
    outcomes: readonly Readonly<{
      id: string;
      model: number | null;
      skewed: number | null;
      odds: number | null;
      liabilityMinor: string;
    }>[];
  }>[];
}>;

export type Bet = Readonly<{
  betId: string;
  type: string;
  status: 'delayed' | 'accepted' | 'rejected' | 'settled' | 'void' | 'cashed-out' | 'referred';
  /** Fixture id */
  fixtureId: string;
  fixture: string;
  marketKey: string;
  market: string;
  outcomeId: string;
  outcome: string;
  requestedOdds: number;
  odds: number | null;
  stake: string;
  currency: Currency;
  potentialPayout: string;
  payout: string | null;
  result: 'won' | 'lost' | 'void' | 'half-won' | 'half-lost' | null;
  reason: Readonly<{
    code: string;
    message: string;
  }> | null;
  explanation: string | null;
  placedAt: number;
  dueAt: number | null;
  referredUntil?: number;
  settledAt: number | null;
  lines: number;
  unitStake: string;
  legs: readonly Readonly<{
    leg: number;
    /** Fixture id */
    fixtureId: string;
    fixture: string;
    marketKey: string;
    market: string;
    outcomeId: string;
    outcome: string;
    requestedOdds: number;
    odds: number | null;
    banker: boolean;
    builder: number | null;
    result: 'won' | 'lost' | 'void' | 'half-won' | 'half-lost' | null;
  }>[];
  bonus?: Readonly<{
    kind: 'free-bet' | 'boost' | 'accumulator';
    bonusId: string | null;
    text: string;
    extra: string;
  }>;
  cashedOut?: Readonly<{
    stake: string;
    paid: string;
    remainingStake: string;
  }>;
}>;
