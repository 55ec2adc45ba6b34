import { Type, type Static } from 'typebox';

import { MATCH_PHASES, MatchClockSchema, ScoreSchema } from './feed.ts';
import { SUSPENSION_REASONS } from './market.ts';
import {
  closed,
  CountSchema,
  FixtureIdSchema,
  MarketKeySchema,
  MinorSchema,
  OddsSchema,
  OutcomeIdSchema,
  TimeSchema,
  words,
} from './schema.ts';

/** Odds are state, not history: values are absolute, and an image replaces everything. */
export const MARKET_STATUSES = ['active', 'suspended', 'inactive', 'settled', 'cancelled'] as const;
export const FIXTURE_STATUSES = [
  'not-started',
  'in-play',
  'interrupted',
  'ended',
  'closed',
  'abandoned',
  'postponed',
  'cancelled',
] as const;

export const PublishedMarketSchema = closed({
  key: MarketKeySchema,
  status: words(MARKET_STATUSES),
  /** Counts every change of this market, of price or status. */
  version: CountSchema,
  outcomes: Type.Array(
    closed({ id: OutcomeIdSchema, odds: Type.Union([OddsSchema, Type.Null()]) }),
  ),
});
export type PublishedMarket = Static<typeof PublishedMarketSchema>;

export const FixtureStateSchema = closed({
  status: words(FIXTURE_STATUSES),
  phase: words(MATCH_PHASES),
  clock: MatchClockSchema,
  /** Goals of the 90 minutes and, apart, of extra time and the shoot-out. */
  score: ScoreSchema,
  halfTime: Type.Union([ScoreSchema, Type.Null()]),
  extraTime: Type.Union([ScoreSchema, Type.Null()]),
  shootOut: Type.Union([ScoreSchema, Type.Null()]),
  redCards: ScoreSchema,
  corners: ScoreSchema,
  suspended: Type.Array(words(SUSPENSION_REASONS)),
});
export type FixtureState = Static<typeof FixtureStateSchema>;

export const FixtureInfoSchema = closed({
  sport: Type.String(),
  competition: Type.String(),
  home: Type.String(),
  away: Type.String(),
  startsAt: TimeSchema,
});
export type FixtureInfo = Static<typeof FixtureInfoSchema>;

const stamp = (description: string) => Type.Number({ description });

/**
 * One stamp per hop of the newest event that the message knows of, in UTC milliseconds; those of the hosts and
 * gateways have fractions.
 */
export const StampsSchema = closed({
  occurredAt: stamp('At the match, by the clock of the provider'),
  receivedAt: stamp('The feed service had it'),
  feedPublishedAt: stamp('The feed service sent it, normalised and numbered'),
  hostReceivedAt: stamp('The host of the fixture took it up'),
  pricedAt: stamp('The host began to price it; earlier than it was taken up: not priced yet'),
  publishedAt: stamp('The host sent the message'),
  gatewayAt: Type.Optional(stamp('The gateway wrote the message for its readers')),
});
export type Stamps = Static<typeof StampsSchema>;

/**
 * On `odds.<sport>.<fixture>`. `prev` is the sequence before this one; a reader that holds another asks
 * for an image. A lower epoch than one seen is a fenced-off owner and is dropped.
 */
export const OddsMessageSchema = closed({
  kind: words(['image', 'delta']),
  fixtureId: FixtureIdSchema,
  epoch: CountSchema,
  seq: CountSchema,
  prev: CountSchema,
  inputSeq: CountSchema,
  feedVersion: CountSchema,
  info: Type.Optional(FixtureInfoSchema),
  state: FixtureStateSchema,
  markets: Type.Array(PublishedMarketSchema),
  /** Market keys that left the board since `prev` (a goal closes its line). */
  removed: Type.Array(MarketKeySchema),
  stamps: StampsSchema,
});
export type OddsMessage = Static<typeof OddsMessageSchema>;

/** On `book.<sport>.<fixture>`, for traders only: why each price is what it is, and what rides on it. */
export const BookMessageSchema = closed({
  fixtureId: FixtureIdSchema,
  epoch: CountSchema,
  seq: CountSchema,
  at: TimeSchema,
  info: FixtureInfoSchema,
  state: FixtureStateSchema,
  /** In the house currency. */
  stakedMinor: MinorSchema,
  worstCaseMinor: MinorSchema,
  expectedMinor: MinorSchema,
  worstCaseLimitMinor: MinorSchema,
  bets: CountSchema,
  skew: Type.Boolean(),
  markets: Type.Array(
    closed({
      key: MarketKeySchema,
      status: words(MARKET_STATUSES),
      suspendedBy: Type.Array(words(SUSPENSION_REASONS)),
      marginBps: Type.Integer(),
      stakedMinor: MinorSchema,
      outcomes: Type.Array(
        closed({
          id: OutcomeIdSchema,
          /** Fair decimal odds before (`model`) and after (`skewed`) the exposure moved them. */
          model: Type.Union([Type.Number(), Type.Null()]),
          skewed: Type.Union([Type.Number(), Type.Null()]),
          odds: Type.Union([OddsSchema, Type.Null()]),
          /** What the house owes when this outcome wins. */
          liabilityMinor: MinorSchema,
        }),
      ),
    }),
  ),
});
export type BookMessage = Static<typeof BookMessageSchema>;
