import { Type, type TSchema } from 'typebox';

import type { MarketKey, OutcomeId } from './ids.ts';
import type { MarketStatus } from './market.ts';
import { closed, CountSchema, MarketKeySchema, OutcomeIdSchema, words } from './schema.ts';

/**
 * A price that somebody else offers, in decimal odds, and how much of it in the offer's own currency units; null where
 * a bookmaker does not say how much he takes.
 */
export type OfferedPrice = Readonly<{ odds: number; size: number | null }>;

export type QuotedOutcome = Readonly<{
  /** Ours; null where the catalogue has no such outcome. */
  outcomeId: OutcomeId | null;
  /** The provider's own id of the outcome, handicap included, and its name where it is told. */
  providerId: string;
  name: string | null;
  status: 'active' | 'removed' | 'won' | 'lost';
  /** The best price at which one can back, and at which one can lay; null where nobody offers, or none may be taken. */
  back: OfferedPrice | null;
  lay: OfferedPrice | null;
  lastTraded: number | null;
  startingPrice: number | null;
}>;

/**
 * What an exchange or another book offers on one market: one image, no history. A market of several lines is one
 * message a line.
 */
export type MarketQuotes = Readonly<{
  producer: string;
  /** The provider's fixture and market as URNs; the fixture is null where it does not say. */
  fixture: Readonly<{ urn: string; name: string | null; startsAt: number | null }> | null;
  marketUrn: string;
  /** Ours; null where the catalogue has no such market. */
  marketKey: MarketKey | null;
  status: MarketStatus;
  inPlay: boolean;
  /** How many outcomes win; null where the provider does not say. */
  winners: number | null;
  outcomes: readonly QuotedOutcome[];
  /** When the provider published it, UTC milliseconds. */
  at: number;
}>;

const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const PriceSchema = nullable(Type.Number({ minimum: 0 }));
/** Handicaps of an exchange are told in this place, so that odds may be below 1 there, and below 0. */
const OfferedPriceSchema = nullable(closed({ odds: Type.Number(), size: PriceSchema }));

/** `quotes.<producer>.<market>`: what adapters of odds feeds and exchanges publish, newest of each market. */
export const MarketQuotesSchema = Type.Unsafe<MarketQuotes>(
  closed({
    producer: Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' }),
    fixture: nullable(
      closed({
        urn: Type.String(),
        name: nullable(Type.String()),
        startsAt: nullable(Type.Integer()),
      }),
    ),
    marketUrn: Type.String({ minLength: 1, maxLength: 500 }),
    marketKey: nullable(MarketKeySchema),
    status: words(['active', 'suspended', 'inactive', 'settled', 'cancelled']),
    inPlay: Type.Boolean(),
    winners: nullable(CountSchema),
    outcomes: Type.Array(
      closed({
        outcomeId: nullable(OutcomeIdSchema),
        providerId: Type.String(),
        name: nullable(Type.String()),
        status: words(['active', 'removed', 'won', 'lost']),
        back: OfferedPriceSchema,
        lay: OfferedPriceSchema,
        lastTraded: nullable(Type.Number()),
        startingPrice: nullable(Type.Number()),
      }),
    ),
    at: Type.Integer({ minimum: 0 }),
  }),
);
