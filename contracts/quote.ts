import { Type, type Static, type TSchema } from 'typebox';

import type { ErrorCode } from './errors.ts';
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
import { SETTINGS, SKEW_MODES } from './trade.ts';

/**
 * Questions to the host that owns a fixture, on `quote.<shard>`: what something is worth now and why.
 * Answers change nothing and reserve nothing.
 */
export const LegSchema = closed({ marketKey: MarketKeySchema, outcomeId: OutcomeIdSchema });
export type Leg = Static<typeof LegSchema>;
export const MAX_BUILDER_LEGS = 12;

/** A margin or a mode of skew for a market or a type, as a trader would set it. */
export const SettingSchema = Type.Union([
  closed({ kind: Type.Literal('margin'), ...SETTINGS.margin }),
  closed({ kind: Type.Literal('skew-mode'), ...SETTINGS['skew-mode'] }),
]);

export const QuoteRequestSchema = Type.Union([
  /** The joint price of legs of one match, and what can be added to them. */
  closed({
    op: Type.Literal('builder'),
    fixtureId: FixtureIdSchema,
    legs: Type.Array(LegSchema, { maxItems: MAX_BUILDER_LEGS }),
  }),
  /** The value of an open single, or of one selection of a bet of several. */
  closed({
    op: Type.Literal('cash-out'),
    fixtureId: FixtureIdSchema,
    marketKey: MarketKeySchema,
    outcomeId: OutcomeIdSchema,
    /** Of a bet builder, what must win with it. */
    also: Type.Optional(Type.Array(LegSchema, { minItems: 1, maxItems: MAX_BUILDER_LEGS - 1 })),
    odds: OddsSchema,
    stakeMinor: MinorSchema,
    partBps: Type.Integer({ minimum: 1, maximum: 10_000 }),
    /** The second look, binding for as long as the answer says: the match must be as it was. */
    decision: Type.Optional(
      closed({ stateHash: Type.String(), receivedAt: TimeSchema, dueAt: TimeSchema }),
    ),
  }),
  /** Every step from the model's chance to the published price of one market. */
  closed({
    op: Type.Literal('explain'),
    fixtureId: FixtureIdSchema,
    marketKey: MarketKeySchema,
  }),
  /** What a setting would do, without doing it. */
  closed({
    op: Type.Literal('what-if'),
    fixtureId: FixtureIdSchema,
    change: SettingSchema,
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
  /** What one unit on the selection returns on average, in billionths. */
  factorBillionths: MinorSchema,
  /** What the house keeps of that; 0 when the selection is decided. */
  marginBps: Type.Integer({ minimum: 0, maximum: 10_000 }),
  /** Of the match, as a decision about a bet on the selection sees it. */
  stateHash: Type.String(),
  /** How long a cash-out must wait before it is decided. */
  delayMs: CountSchema,
});
export type CashOutQuote = Static<typeof CashOutQuoteSchema>;

const ParameterSchema = Type.Union([Type.Number(), Type.String(), Type.Boolean(), Type.Null()]);
const ParametersSchema = Type.Record(Type.String(), ParameterSchema);

/** The whole way from what the feed said to each published price of one market. */
export const ExplanationSchema = closed({
  ...quoteId,
  marketKey: MarketKeySchema,
  /** What the model was given and calibrated to: expectation, clock, score, cards, rates. */
  model: ParametersSchema,
  /** The book that moved the chances. */
  exposure: ParametersSchema,
  margin: closed({
    askedBps: Type.Number(),
    /** Whose margin it is. */
    from: words(['market', 'market-type', 'default']),
    /** Null when no outcome is open. */
    carriedBps: Type.Union([Type.Number(), Type.Null()]),
    method: Type.Union([Type.String(), Type.Null()]),
    fairSum: Type.Union([Type.Number(), Type.Null()]),
    bookSum: Type.Union([Type.Number(), Type.Null()]),
  }),
  outcomes: Type.Array(
    closed({
      outcomeId: OutcomeIdSchema,
      steps: Type.Array(
        closed({
          step: Type.String(),
          odds: Type.Union([Type.Number(), Type.Null()]),
          chance: Type.Union([Type.Number(), Type.Null()]),
          parameters: ParametersSchema,
        }),
      ),
    }),
  ),
});
export type Explanation = Static<typeof ExplanationSchema>;

const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const SideSchema = closed({
  marginBps: Type.Number(),
  mode: words(SKEW_MODES),
  /** Of the prices, 1.05 for 105 %; null unless every outcome has one. */
  bookSum: orNull(Type.Number()),
});
const OutcomeSideSchema = closed({
  /** Decimal odds. */
  odds: orNull(Type.Number()),
  /** Of the fixture after one more bet of `betMinor` at these odds; negative: a loss. */
  worstCaseMinor: orNull(Type.String()),
});
/** The markets that a setting would reach: as they are, and as they would be. House minor units. */
export const WhatIfSchema = closed({
  ...quoteId,
  worstCaseMinor: Type.String(),
  limitMinor: MinorSchema,
  betMinor: MinorSchema,
  markets: Type.Array(
    closed({
      marketKey: MarketKeySchema,
      before: SideSchema,
      after: SideSchema,
      outcomes: Type.Array(
        closed({ outcomeId: OutcomeIdSchema, before: OutcomeSideSchema, after: OutcomeSideSchema }),
      ),
    }),
  ),
});
export type WhatIf = Static<typeof WhatIfSchema>;

export type Quote = BuilderQuote | CashOutQuote | Explanation | WhatIf;
export type QuoteReply =
  | Readonly<{ ok: true; quote: Quote }>
  | Readonly<{ ok: false; code: ErrorCode; detail: Readonly<Record<string, unknown>> }>;
