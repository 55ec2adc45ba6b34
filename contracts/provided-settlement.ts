import type { FixtureId, MarketKey, OutcomeId } from './ids.ts';
import type { OutcomeResult } from './market.ts';

/** From whom, and when it was made there, sent, received by us and handed on; UTC milliseconds. */
export type Provenance = Readonly<{
  producer: string;
  /** What the provider calls its own source of the message; null where it does not say. */
  source: string | null;
  createdAt: number;
  sentAt: number | null;
  receivedAt: number;
  dispatchedAt: number;
}>;

export type ProvidedOutcome = Readonly<{
  /** Ours; null where the catalogue has no such outcome. */
  outcomeId: OutcomeId | null;
  providerId: string;
  /** Null while it is undecided. */
  result: OutcomeResult | null;
  /** Of a winning outcome that shares its place: the part of the stake that wins, in 0..1. */
  deadHeatFactor: number;
}>;

/**
 * What a provider says about the bets on one market. A claim and not a settlement: results of our own come from match
 * facts, and these are what they are checked against. Each kind takes back the one before it.
 */
export type ProvidedSettlement = Readonly<
  {
    fixtureUrn: string;
    fixtureId: FixtureId;
    marketUrn: string;
    /** Ours; null where the catalogue has no such market. */
    marketKey: MarketKey | null;
    /** The provider's reason for what is void. */
    voidReason: string | null;
    provenance: Provenance;
  } & (
    | { kind: 'settled'; certainty: 'live' | 'confirmed'; outcomes: readonly ProvidedOutcome[] }
    | { kind: 'settlement-rolled-back' }
    /** All bets that were placed in `[from, to)` are void; null is without that bound. */
    | { kind: 'cancelled'; from: number | null; to: number | null }
    | { kind: 'cancel-rolled-back'; from: number | null; to: number | null }
  )
>;
