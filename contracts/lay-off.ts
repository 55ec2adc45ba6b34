import { Type, type Static } from 'typebox';

import {
  closed,
  CurrencySchema,
  FixtureIdSchema,
  MarketKeySchema,
  MinorSchema,
  OddsSchema,
  OutcomeIdSchema,
  TimeSchema,
  words,
} from './schema.ts';
import { OUTCOME_RESULTS } from './bet.ts';

/**
 * Terminology. The house *lays off* risk by bets of its own at an exchange. Such an *order* is *proposed* by the desk,
 * *sent* by a person or by the engine within limits, and *matched* in one or more fills; what is matched is a *position*.
 */
export const LAY_OFF_STATUSES = ['proposed', 'sending', 'open', 'done', 'refused'] as const;
/** `sending`: the exchange may have it or not. `open`: some of it waits there. `done`: none of it does any more. */
export type LayOffStatus = (typeof LAY_OFF_STATUSES)[number];

const Nullable = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);
const OrderIdSchema = Type.String({ format: 'uuid' });
/** Above 1 and up to 1000. */
const DecimalSchema = Type.Number({ minimum: 0 });

/** An order of the house; amounts in minor units of its currency, sizes are stakes of the backer. */
export const LayOffOrderSchema = closed({
  orderId: OrderIdSchema,
  status: words(LAY_OFF_STATUSES),
  exchange: words(['simulated', 'betfair']),
  marketId: Type.String(),
  selectionId: Type.Integer(),
  fixtureId: FixtureIdSchema,
  marketKey: MarketKeySchema,
  outcomeId: OutcomeIdSchema,
  side: words(['back', 'lay']),
  odds: OddsSchema,
  sizeMinor: MinorSchema,
  /** What it can lose when all of it is matched. */
  riskMinor: MinorSchema,
  currency: CurrencySchema,
  commissionBps: Type.Integer({ minimum: 0, maximum: 9_999 }),
  cause: Nullable(words(['person', 'automatic'])),
  actor: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  createdAt: TimeSchema,
  sentAt: Nullable(TimeSchema),
  /** Why the exchange did not take it. */
  refusal: Nullable(Type.String()),
  matchedMinor: MinorSchema,
  /** Decimal, over what is matched; 0 before. */
  averageOdds: DecimalSchema,
  remainingMinor: MinorSchema,
  voidedMinor: MinorSchema,
  /** By our result of the market; null until there is one. Profit is after commission. */
  result: Nullable(words(OUTCOME_RESULTS)),
  profitMinor: Nullable(MinorSchema),
});
export type LayOffOrder = Static<typeof LayOffOrderSchema>;

/** What may be sent to exchanges. Amounts in minor units of the house currency. */
export const LayOffLimitsSchema = closed({
  /** Whether the engine may send by itself; else a person approves each order. */
  automatic: Type.Boolean(),
  /** No order while a selection costs no more than this beyond the rest of its match. */
  bandMinor: MinorSchema,
  leastOdds: OddsSchema,
  smallestMinor: MinorSchema,
  /** What may be lost by one order, by all on one match, by all of one UTC day. */
  orderMinor: MinorSchema,
  matchMinor: MinorSchema,
  dayMinor: MinorSchema,
});
export type LayOffLimits = Static<typeof LayOffLimitsSchema>;

const signed = {
  actor: Type.String({ minLength: 1, maxLength: 100 }),
  reason: Type.String({ minLength: 1, maxLength: 200 }),
};

/** On `lay-off.ask`, to the desk. */
export const LayOffRequestSchema = Type.Union([
  closed({ op: Type.Literal('list'), limit: Type.Integer({ minimum: 1, maximum: 1_000 }) }),
  /** What the desk would send now, on one match or on all. */
  closed({ op: Type.Literal('propose'), fixtureId: Type.Optional(FixtureIdSchema) }),
  closed({ op: Type.Literal('send'), orderId: OrderIdSchema, ...signed }),
  closed({ op: Type.Literal('cancel'), orderId: OrderIdSchema }),
  closed({ op: Type.Literal('limits'), limits: Type.Optional(LayOffLimitsSchema), ...signed }),
]);
export type LayOffRequest = Static<typeof LayOffRequestSchema>;

export const LayOffAnswerSchema = Type.Union([
  closed({
    ok: Type.Literal(true),
    limits: Nullable(LayOffLimitsSchema),
    orders: Type.Array(LayOffOrderSchema),
  }),
  closed({ ok: Type.Literal(false), field: Type.String(), message: Type.String() }),
]);
export type LayOffAnswer = Static<typeof LayOffAnswerSchema>;

/** GET /v1/trading/lay-off: so many orders at most. */
export const LayOffQuerySchema = closed({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
});

/** POST /v1/trading/lay-off/propose: on this match alone, or on all. */
export const LayOffProposeBodySchema = closed({ fixtureId: Type.Optional(FixtureIdSchema) });

/** GET /v1/trading/lay-off: limits in force and orders, the newest first. */
export const LayOffViewSchema = closed({
  limits: Nullable(LayOffLimitsSchema),
  orders: Type.Array(LayOffOrderSchema),
});
export type LayOffView = Static<typeof LayOffViewSchema>;
