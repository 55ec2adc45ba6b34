import { Type, type Static } from 'typebox';

import {
  closed,
  CountSchema,
  FixtureIdSchema,
  MarketKeySchema,
  MinorSchema,
  OddsSchema,
  OutcomeIdSchema,
} from './schema.ts';

/**
 * Questions to the host that owns a fixture, on `quote.<shard>`: what something is worth now and why.
 * Answers change nothing and reserve nothing.
 */
export const LegSchema = closed({ marketKey: MarketKeySchema, outcomeId: OutcomeIdSchema });
export const MAX_BUILDER_LEGS = 12;

export const QuoteRequestSchema = Type.Union([
  /** The joint price of legs of one match, and what can be added to them. */
  closed({
    op: Type.Literal('builder'),
    fixtureId: FixtureIdSchema,
    legs: Type.Array(LegSchema, { maxItems: MAX_BUILDER_LEGS }),
  }),
  /** The value of an open single. */
  closed({
    op: Type.Literal('cash-out'),
    fixtureId: FixtureIdSchema,
    marketKey: MarketKeySchema,
    outcomeId: OutcomeIdSchema,
    odds: OddsSchema,
    stakeMinor: MinorSchema,
    partBps: Type.Integer({ minimum: 1, maximum: 10_000 }),
  }),
  /** Every step from the model's chance to the published price of one market. */
  closed({
    op: Type.Literal('explain'),
    fixtureId: FixtureIdSchema,
    marketKey: MarketKeySchema,
  }),
]);
export type QuoteRequest = Static<typeof QuoteRequestSchema>;
export type QuoteRequestOf<Op extends QuoteRequest['op']> = Extract<QuoteRequest, { op: Op }>;

const quoteId = {
  /** The published state that the quote rests on; a later one makes it void. */
  epoch: CountSchema,
  oddsSeq: CountSchema,
  expiresAt: Type.Number(),
};

const AdditionSchema = closed({
  marketKey: MarketKeySchema,
  outcomeId: OutcomeIdSchema,
  odds: Type.Union([OddsSchema, Type.Null()]),
  /** The legs already mean it: adding it changes nothing. */
  implied: Type.Boolean(),
});

export const BuilderQuoteSchema = closed({
  ...quoteId,
  /** Null when the legs exclude each other, or when there are none yet. */
  odds: Type.Union([OddsSchema, Type.Null()]),
  contradictory: Type.Boolean(),
  /** Joint chance over the product of single chances: above 1, the legs help each other. */
  correlation: Type.Union([Type.Number(), Type.Null()]),
  combinable: Type.Array(AdditionSchema),
});
export type BuilderQuote = Static<typeof BuilderQuoteSchema>;

export const CashOutQuoteSchema = closed({
  ...quoteId,
  valueMinor: MinorSchema,
  /** Expected return before the margin, for comparison. */
  fairMinor: MinorSchema,
  remainingStakeMinor: MinorSchema,
});
export type CashOutQuote = Static<typeof CashOutQuoteSchema>;
