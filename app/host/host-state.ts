import type {
  AccountId,
  BetId,
  DecideReply,
  FixtureId,
  FixtureInfo,
  MarketKey,
  Odds,
  OutcomeId,
  SkewMode,
  Stamps,
  SuspensionReason,
} from '#contracts/mod.ts';
import { emptyRecord, indexFor, payoffContext, type MatchRecord } from '#markets/mod.ts';
import type { PricedMarket, PriceResult } from '#odds/mod.ts';
import {
  FixtureExposure,
  Reservations,
  type DecisionContext,
  type HouseRates,
  type LadderPolicy,
  type RiskLimits,
  type SkewPace,
  type SkewPolicy,
} from '#risk/mod.ts';

import type { ConsensusPolicy, QuoteBook } from './quote-book.ts';
import type { PublishedBoard } from './board-diff.ts';
import type { Overrides } from './overrides.ts';
import type { Opening, RobustPolicy, RobustQuote } from './robust-book.ts';

/** What an operator sets; the same for every fixture until limits by competition arrive. */
export type HostPolicy = Readonly<{
  /** How long an in-play bet waits between its receipt and its decision. */
  inPlayDelayMs: number;
  /** How much longer a bet may wait while danger is signalled or the feed lags. */
  extensionMs: number;
  /** Prices stay away for at least so long after a goal, a sending-off or a correction. */
  scoreHoldMs: number;
  /** A producer that has been silent for longer is down. */
  feedSilenceMs: number;
  /** How long a decision may take to be written. */
  tokenLifeMs: number;
  /** How long a quote may be taken up. */
  quoteLifeMs: number;
  /** Margin on the joint price of a bet builder, and what the house keeps of a cash-out. */
  builderMarginBps: number;
  cashOutMarginBps: number;
  limits: RiskLimits;
  rates: HouseRates;
  skew: SkewPolicy;
  /** The liquidity b of the tilt by competition, where it is another than that of `skew`; house minor units. */
  liquidityByCompetition: ReadonlyMap<string, number>;
  ladder: LadderPolicy;
  pace: SkewPace;
  consensus: ConsensusPolicy;
  robust: RobustPolicy;
  /** House budget of a host that has not heard from the risk service yet. */
  initialBudgetMinor: bigint;
}>;

export type FormerPrice = Readonly<{ odds: Odds; leftAt: number }>;

/** The steps by which a market's ladder is quoted, and since when. */
export type LadderQuote = Readonly<{ steps: ReadonlyMap<OutcomeId, number>; since: number }>;

/** The pricing model between two material changes: enough to price a quiet minute without a worker. */
export type LiveModel = Omit<PriceResult, 'vector'>;

/** Everything one fixture host knows. Only `applyInput` changes it, one input at a time. */
export type HostState = {
  readonly fixtureId: FixtureId;
  readonly shard: number;
  readonly epoch: number;
  readonly policy: HostPolicy;
  inputSeq: number;
  /** Time of the last input; reducers learn time from nowhere else. */
  now: number;
  /** The same with fractions of a millisecond, for stamps. */
  fineNow: number;
  record: MatchRecord;
  /** False until the rebuild is priced: nothing is decided and everything is suspended. */
  opened: boolean;
  trusted: boolean;
  /** Why the feed contradicts itself; a person must look before prices return. */
  contradiction: string | null;
  /** The producer's newest time, by its own clock, and when we last heard from it, by ours. */
  watermark: number;
  heardAt: number;
  /** Counts material changes; a worker's answer to an older question is dropped. */
  jobId: number;
  /** The job that a goal, a sending-off or a correction waits for; null when prices are up to date with those. */
  materialJob: number | null;
  model: LiveModel | null;
  vector: Float64Array | null;
  scoreHoldUntil: number;
  fixtureStopped: boolean;
  readonly stoppedMarkets: Set<MarketKey>;
  readonly margins: Overrides<number>;
  readonly skewModes: Overrides<SkewMode>;
  /** When the next of a trader's settings ends. */
  settingsEndAt: number;
  skewEnabled: boolean;
  /** What the tilt goes by, and the steps of the ladder by market: bets move them when it is worth it and time for it. */
  quotedBook: Readonly<{ payouts: Float64Array | null }> | null;
  tiltedAt: number;
  readonly ladders: Map<MarketKey, LadderQuote>;
  /** When what bets moved since then may be quoted; Infinity when nothing waits. */
  skewDueAt: number;
  readonly quotes: QuoteBook;
  /** The markets that are priced from other books instead of the model. */
  readonly robust: Map<MarketKey, RobustQuote>;
  /** What a trader opened them at where others are silent. */
  readonly openings: Map<MarketKey, Opening>;
  /** When the first of the quotes that prices rest on becomes too old; Infinity when there are none. */
  consensusEndsAt: number;
  /** When the newest goal, sending-off or correction was received; 0 before the first. */
  materialAt: number;
  worstCaseLimitMinor: bigint;
  budget: DecisionContext['budget'];
  /** What the bets that were accepted here can add to the tail of the house, one by one, over all time. */
  tailTakenMinor: bigint;
  /** When bets of each account were accepted within the last minute. */
  readonly acceptedAt: Map<AccountId, readonly number[]>;
  /** Prices that left the board lately, and when, by market and outcome; newest last. */
  readonly formerPrices: Map<string, readonly FormerPrice[]>;
  exposure: FixtureExposure;
  readonly reservations: Reservations;
  /** Version of each bet as last heard, so that a repeated message has no second effect. */
  readonly betVersions: Map<BetId, number>;
  /** Acceptances by bet, so that a repeated request gets the same answer. */
  readonly decided: Map<BetId, DecideReply>;
  prices: readonly PricedMarket[];
  /** What the fixture's turn to price must do: the board from the vector, or the minute and so the vector, too. */
  repricing: 'none' | 'board' | 'minute';
  /** Bets have moved the exposure since the last pricing; taken up by the next tick, which limits the rate. */
  exposureMoved: boolean;
  /** A trader is told of the book with the next tick, else at the due time; when that was the last time. */
  bookMoved: boolean;
  bookDueAt: number;
  bookAt: number;
  /** The vector that the risk service was told last, and when. */
  told: Readonly<{ vector: Float64Array | null; at: number }>;
  board: PublishedBoard;
  oddsSeq: number;
  /** The fixture's own part of the last message, to see whether anything is new. */
  publishedState: string;
  publishedReasons: readonly SuspensionReason[];
  /** What the board was made of: nothing else can change it. */
  publishedFrom: Readonly<{ prices: readonly PricedMarket[]; stops: string; isOpen: boolean }>;
  /** From when on the markets themselves say that the whole fixture is suspended. */
  statusesAt: number;
  publishedInfo: FixtureInfo | null;
  stamps: Stamps;
};

export type HostIdentity = Pick<HostState, 'fixtureId' | 'shard' | 'epoch'>;

const NOTHING_HEARD: Stamps = {
  occurredAt: 0,
  receivedAt: 0,
  feedPublishedAt: 0,
  hostReceivedAt: 0,
  pricedAt: 0,
  publishedAt: 0,
};

export function createHostState(identity: HostIdentity, policy: HostPolicy): HostState {
  const record = emptyRecord(identity.fixtureId);
  return {
    ...identity,
    policy,
    inputSeq: 0,
    now: 0,
    fineNow: 0,
    record,
    opened: false,
    trusted: true,
    contradiction: null,
    watermark: 0,
    heardAt: 0,
    jobId: 0,
    materialJob: null,
    model: null,
    vector: null,
    scoreHoldUntil: 0,
    fixtureStopped: false,
    stoppedMarkets: new Set(),
    margins: new Map(),
    skewModes: new Map(),
    settingsEndAt: Infinity,
    skewEnabled: policy.skew.enabled,
    quotedBook: null,
    tiltedAt: -Infinity,
    ladders: new Map(),
    skewDueAt: Infinity,
    quotes: { quoted: new Map(), caps: new Map() },
    robust: new Map(),
    openings: new Map(),
    consensusEndsAt: Infinity,
    materialAt: 0,
    worstCaseLimitMinor: policy.limits.worstCaseMinor,
    budget: { leasedMinor: policy.initialBudgetMinor, usedElsewhereMinor: 0n },
    tailTakenMinor: 0n,
    acceptedAt: new Map(),
    formerPrices: new Map(),
    exposure: new FixtureExposure({
      index: indexFor(record),
      context: payoffContext(record),
      rates: policy.rates,
    }),
    reservations: new Reservations(),
    betVersions: new Map(),
    decided: new Map(),
    prices: [],
    repricing: 'none',
    exposureMoved: false,
    bookMoved: true,
    bookDueAt: 0,
    bookAt: 0,
    told: { vector: null, at: 0 },
    board: new Map(),
    oddsSeq: 0,
    publishedState: '',
    publishedReasons: [],
    publishedFrom: { prices: [], stops: '', isOpen: false },
    statusesAt: 0,
    publishedInfo: null,
    stamps: { ...NOTHING_HEARD },
  };
}
