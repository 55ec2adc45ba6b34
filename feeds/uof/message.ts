import type { UofSpecifiers } from './specifiers.ts';
import type { EventState } from './event-state.ts';
import type {
  BetstopReason,
  BettingStatus,
  CashOutStatus,
  FixtureChangeKind,
  UofMarketStatus,
  VoidReason,
} from './words.ts';

/** One market line of one event. */
export type MarketRef = Readonly<{
  marketId: number;
  specifiers: UofSpecifiers;
  /** The same for the same market and specifiers in any order. */
  key: string;
}>;

export type UofOutcome = Readonly<{
  /** A number or a URN. */
  id: string;
  odds: number | null;
  isActive: boolean;
  /** The provider's own chances in 0..1: of winning, and where they are told of all five results. */
  probability: number | null;
  win: number | null;
  lose: number | null;
  refund: number | null;
  halfWin: number | null;
  halfLose: number | null;
  /** The side of a player. */
  team: number | null;
}>;

export type UofMarket = MarketRef &
  Readonly<{
    status: UofMarketStatus;
    /** The main line. */
    isFavourite: boolean;
    cashOut: CashOutStatus | null;
    nextBetstopAt: number | null;
    outcomes: readonly UofOutcome[];
  }>;

export type SettledOutcome = Readonly<{
  id: string;
  result: 'won' | 'lost' | 'undecided';
  /** The share of the stake that comes back whatever the result: 0, 0.5 or 1. */
  voidFactor: number;
  /** Of a winning outcome, in 0..1; 1 when nothing is shared. */
  deadHeatFactor: number;
}>;

export type SettledMarket = MarketRef &
  Readonly<{ voidReason: VoidReason | null; outcomes: readonly SettledOutcome[] }>;

export type CancelledMarket = MarketRef & Readonly<{ voidReason: VoidReason | null }>;

/** Bets placed in `[from, to)` in UTC milliseconds; null is without that bound. */
export type PlacementWindow = Readonly<{ from: number | null; to: number | null }>;

/** `timestamp` is when the provider made the message. Old messages and some samples name no producer. */
type Stamped<Kind extends string, Fields> = Readonly<
  { kind: Kind; product: number | null; timestamp: number } & Fields
>;
type OfEvent<Kind extends string, Fields> = Stamped<
  Kind,
  { eventUrn: string; requestId: number | null } & Fields
>;

export type OddsChange = OfEvent<
  'odds-change' | 'cash-out',
  {
    isRiskAdjustment: boolean;
    state: EventState | null;
    expectedTotals: number | null;
    expectedSupremacy: number | null;
    bettingStatus: BettingStatus | null;
    betstopReason: BetstopReason | null;
    markets: readonly UofMarket[];
  }
>;
export type UofMessage =
  | Stamped<'alive', { isSubscribed: boolean }>
  | Stamped<'snapshot-complete', { requestId: number }>
  | OfEvent<
      'fixture-change',
      { change: FixtureChangeKind | null; startsAt: number | null; nextLiveAt: number | null }
    >
  | OddsChange
  /** Groups of market descriptions, or `all`. */
  | OfEvent<'bet-stop', { groups: readonly string[]; status: UofMarketStatus }>
  | OfEvent<'bet-settlement', { certainty: 1 | 2; markets: readonly SettledMarket[] }>
  | OfEvent<'rollback-bet-settlement', { markets: readonly MarketRef[] }>
  | OfEvent<
      'bet-cancel',
      { window: PlacementWindow; supersededBy: string | null; markets: readonly CancelledMarket[] }
    >
  | OfEvent<'rollback-bet-cancel', { window: PlacementWindow; markets: readonly MarketRef[] }>;
export type EventMessage = Extract<UofMessage, { eventUrn: string }>;
export type UofMessageOf<Kind extends UofMessage['kind']> = Extract<UofMessage, { kind: Kind }>;
