import { Type, type Static, type TSchema } from 'typebox';

import { OUTCOME_RESULTS } from './bet.ts';
import {
  AccountIdSchema,
  BetIdSchema,
  closed,
  CountSchema,
  CurrencySchema,
  FixtureIdSchema,
  MarketKeySchema,
  OutcomeIdSchema,
  TimeSchema,
  words,
} from './schema.ts';

/** What operators decide about settlement: results and voids by hand, large corrections, holds. */
const ReasonSchema = Type.String({ minLength: 3, maxLength: 200 });
const MoneySchema = Type.String({ examples: ['12.50'] });
const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

/** Codes that an operator may give for a void; sentences in VOID_REASONS. */
export const OPERATOR_VOID_CODES = [
  'PALPABLE_ERROR',
  'INTEGRITY',
  'PAST_POSTED',
  'CANCELLED',
  'ABANDONED',
  'HOUSE_DECISION',
] as const;

/** One market gets a result; with a code for the void ones where there are any. */
const MarketResultBodySchema = closed({
  kind: Type.Literal('market-result'),
  fixtureId: FixtureIdSchema,
  marketKey: MarketKeySchema,
  outcomes: Type.Array(closed({ id: OutcomeIdSchema, result: words(OUTCOME_RESULTS) }), {
    minItems: 1,
    maxItems: 200,
  }),
  code: Type.Optional(words(OPERATOR_VOID_CODES)),
});
/** Single selections of accepted bets on one fixture become void. */
const SelectionVoidBodySchema = closed({
  kind: Type.Literal('selection-void'),
  fixtureId: FixtureIdSchema,
  code: words(OPERATOR_VOID_CODES),
  selections: Type.Array(closed({ betId: BetIdSchema, leg: CountSchema }), {
    minItems: 1,
    maxItems: 1000,
  }),
});
/** Selections that were decided to be void come to what their markets come to. */
const VoidUndoBodySchema = closed({
  kind: Type.Literal('void-undo'),
  fixtureId: FixtureIdSchema,
  selections: SelectionVoidBodySchema.properties.selections,
});
/** The selections of all bets that were accepted in a window of time become void: `from` ≤ placement time < `to`. */
const WindowVoidBodySchema = closed({
  kind: Type.Literal('window-void'),
  fixtureId: FixtureIdSchema,
  /** This market alone. */
  marketKey: Type.Optional(MarketKeySchema),
  code: words(OPERATOR_VOID_CODES),
  /** From the first bet on, unless told otherwise. */
  from: Type.Optional(TimeSchema),
  to: TimeSchema,
});
/** POST /v1/operations/settlement/preview: what it would do to money; nothing is kept. */
export const SettlementActionSchema = Type.Union([
  MarketResultBodySchema,
  SelectionVoidBodySchema,
  WindowVoidBodySchema,
  VoidUndoBodySchema,
]);
export type SettlementActionBody = Static<typeof SettlementActionSchema>;

/** POST /v1/operations/settlement/decisions. */
export const ProposeBodySchema = closed({ action: SettlementActionSchema, reason: ReasonSchema });

export const EffectViewSchema = closed({
  /** Bets whose payout would change. */
  bets: CountSchema,
  currencies: Type.Array(
    closed({
      currency: CurrencySchema,
      bets: CountSchema,
      stakes: MoneySchema,
      payoutsBefore: MoneySchema,
      payoutsAfter: MoneySchema,
      /** Of bets that would pay more, and less, than before. */
      raised: MoneySchema,
      lowered: MoneySchema,
      /** What wallets lack of what they would have to give back. */
      receivable: MoneySchema,
    }),
  ),
  /** The bets that move most. */
  largest: Type.Array(
    closed({
      betId: BetIdSchema,
      accountId: AccountIdSchema,
      currency: CurrencySchema,
      stake: MoneySchema,
      payoutBefore: MoneySchema,
      payoutAfter: MoneySchema,
    }),
  ),
});
export type EffectView = Static<typeof EffectViewSchema>;
export const PreviewSchema = closed({ effect: EffectViewSchema, needsSecond: Type.Boolean() });

export const DecisionViewSchema = closed({
  decisionId: Type.String({ format: 'uuid' }),
  kind: words(['market-result', 'selection-void', 'void-undo', 're-settlement']),
  fixtureId: FixtureIdSchema,
  markets: Type.Array(
    closed({
      marketKey: MarketKeySchema,
      outcomes: Type.Array(closed({ id: OutcomeIdSchema, result: words(OUTCOME_RESULTS) })),
    }),
  ),
  selections: Type.Array(closed({ betId: BetIdSchema, leg: CountSchema, basis: Type.String() })),
  effect: EffectViewSchema,
  /** Names the effect: who approves says which one he has seen. */
  effectKey: Type.String(),
  reason: Type.String(),
  proposedBy: Type.String(),
  proposedAt: TimeSchema,
  /** Null: it waits for as long as it takes. */
  expiresAt: orNull(TimeSchema),
  status: words(['waiting', 'applied', 'rejected', 'expired']),
  decidedBy: orNull(Type.String()),
  decidedAt: orNull(TimeSchema),
  decisionReason: orNull(Type.String()),
});
export type DecisionView = Static<typeof DecisionViewSchema>;
/** GET /v1/operations/settlement/decisions?status=waiting: newest first. */
export const DecisionListSchema = closed({ decisions: Type.Array(DecisionViewSchema) });
/** POST /v1/operations/settlement/decisions/:decisionId/approve. */
export const ApproveBodySchema = closed({ effectKey: Type.String({ maxLength: 64 }) });
/** POST …/decisions/:decisionId/reject, …/holds/:holdId/release. */
export const BecauseBodySchema = closed({ reason: ReasonSchema });

/** POST /v1/operations/settlement/holds: a fixture, one market of it, or one bet. */
export const HoldBodySchema = closed({
  fixtureId: Type.Optional(FixtureIdSchema),
  marketKey: Type.Optional(MarketKeySchema),
  betId: Type.Optional(BetIdSchema),
  reason: ReasonSchema,
});
export const HoldViewSchema = closed({
  holdId: Type.String({ format: 'uuid' }),
  fixtureId: orNull(FixtureIdSchema),
  marketKey: orNull(MarketKeySchema),
  betId: orNull(BetIdSchema),
  reason: Type.String(),
  heldBy: Type.String(),
  heldAt: TimeSchema,
  /** The decision that it waits for; null when an operator releases it. */
  decisionId: orNull(Type.String({ format: 'uuid' })),
  releasedBy: orNull(Type.String()),
  releasedAt: orNull(TimeSchema),
  releaseReason: orNull(Type.String()),
});
/** GET /v1/operations/settlement/holds?all=true: newest first. */
export const HoldListSchema = closed({ holds: Type.Array(HoldViewSchema) });
