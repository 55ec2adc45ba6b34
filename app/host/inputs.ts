import type {
  Alive,
  BetId,
  BetMessage,
  DecideReply,
  DecideRequest,
  FixtureEvent,
  MaxStakeReply,
  OddsMessage,
  ReceiveReply,
  ReleaseReply,
  TraderCommand,
} from '#contracts/mod.ts';
import type { PriceJob, PriceResult } from '#odds/mod.ts';
import type { FixtureChances } from '#risk/mod.ts';

import type { QuotedMarket } from './quoted-market.ts';

/**
 * Everything that can happen to a fixture. The mailbox numbers each input, stamps it with the time at
 * which it was taken up, and journals it; replaying the journal gives the same published prices.
 */
export type HostInput =
  /** The first input of an owner: all that PostgreSQL knows of the fixture. */
  | Readonly<{
      type: 'rebuild';
      events: readonly FixtureEvent[];
      commands: readonly TraderCommand[];
      bets: readonly BetMessage[];
      /** The last sequence that this owner published of the fixture, when it opens it a second time. */
      afterSeq?: number;
    }>
  | Readonly<{ type: 'feed'; event: FixtureEvent }>
  /** `version` is the newest of this fixture that the producer has sent. */
  | Readonly<{ type: 'alive'; alive: Pick<Alive, 'producer' | 'at'> & { version: number } }>
  | Readonly<{ type: 'tick' }>
  | Readonly<{ type: 'command'; command: TraderCommand }>
  | Readonly<{ type: 'bet'; bet: BetMessage }>
  | Readonly<{ type: 'decide'; request: DecideRequest }>
  | Readonly<{ type: 'priced'; result: PriceResult }>
  /** The turn of this fixture to price what has changed since the last time. */
  | Readonly<{ type: 'reprice' }>
  /** The host answered for an expired reservation: written after all, or a tombstone in its place. */
  | Readonly<{ type: 'reservation-resolved'; betId: BetId; written: boolean }>
  /** The house budget of this host and what its other fixtures use of it; house minor units. */
  | Readonly<{
      type: 'budget';
      leasedMinor: string;
      usedElsewhereMinor: string;
      /** What may be added to the tail of the house now. */
      tailRoomMinor?: string;
    }>
  /** What other books have said of markets since the last time. */
  | Readonly<{ type: 'quotes'; markets: readonly QuotedMarket[] }>
  /** The shard's lease could not be renewed in time, or can again. */
  | Readonly<{ type: 'ownership'; trusted: boolean }>;

/** `at` has fractions of a millisecond, for the stamps; the rest of the host counts in whole ones. */
export type JournalEntry = Readonly<{ inputSeq: number; at: number; input: HostInput }>;

export type HostReply = ReceiveReply | DecideReply | MaxStakeReply | ReleaseReply;

/** What the surroundings must do after an input; the reducer itself does no I/O. */
export type HostEffect =
  | Readonly<{ type: 'odds'; message: OddsMessage }>
  /** A trader is to be told of the book as it is when there is nothing else to do. */
  | Readonly<{ type: 'book' }>
  | Readonly<{ type: 'chances'; message: FixtureChances }>
  | Readonly<{ type: 'price'; job: PriceJob }>
  /** Prices are to be worked out here, when nothing that is more urgent waits. */
  | Readonly<{ type: 'reprice-soon' }>
  | Readonly<{ type: 'reply'; reply: HostReply }>
  | Readonly<{ type: 'refetch'; afterVersion: number }>
  | Readonly<{ type: 'resolve-reservation'; betId: BetId }>;
