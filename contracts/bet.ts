import { Type, type Static } from 'typebox';

import { BetBonusSchema } from './bonus.ts';
import { PRICE_POLICIES } from './decide.ts';
import {
  AccountIdSchema,
  BetIdSchema,
  closed,
  CountSchema,
  CurrencySchema,
  FixtureIdSchema,
  MarketKeySchema,
  MinorSchema,
  OddsSchema,
  OutcomeIdSchema,
  TimeSchema,
  words,
} from './schema.ts';
import { TermsSchema } from './ticket.ts';

export const BET_STATUSES = [
  'delayed',
  'accepted',
  'rejected',
  'settled',
  'void',
  'cashed-out',
] as const;
export type BetStatus = (typeof BET_STATUSES)[number];

export const OUTCOME_RESULTS = ['won', 'lost', 'void', 'half-won', 'half-lost'] as const;

export const BetLegSchema = closed({
  leg: CountSchema,
  fixtureId: FixtureIdSchema,
  marketKey: MarketKeySchema,
  outcomeId: OutcomeIdSchema,
  odds: OddsSchema,
  catalogueVersion: CountSchema,
  result: Type.Union([words(OUTCOME_RESULTS), Type.Null()]),
  /** It stands in every line. */
  banker: Type.Optional(Type.Literal(true)),
  /** Parts of a bet builder with the same number are one leg, at one price. */
  builder: Type.Optional(CountSchema),
});
export type BetLeg = Static<typeof BetLegSchema>;

/** Why a bet was void, with the sentence that its owner reads. */
export const VOID_REASONS = {
  PUSH: 'The result fell exactly on the line, so the stake was returned.',
  POSTPONED: 'The match was postponed beyond the window of the rules, so the stake was returned.',
  CANCELLED: 'The match was cancelled, so the stake was returned.',
  ABANDONED: 'The match was abandoned before this was decided, so the stake was returned.',
  PAST_POSTED:
    'The bet was accepted after the incident that decided it, so the stake was returned.',
  PALPABLE_ERROR: 'The price was an obvious error, so the stake was returned.',
  INTEGRITY: 'The integrity of the match is in doubt, so the stake was returned.',
  HOUSE_DECISION: 'The house decided to return the stake.',
} as const;
export type VoidReason = keyof typeof VOID_REASONS;
export const isVoidReason = (code: string): code is VoidReason => Object.hasOwn(VOID_REASONS, code);
/** What its owner reads; the code itself where there is no sentence for it. */
export const voidSentence = (code: string): string =>
  isVoidReason(code) ? VOID_REASONS[code] : code;

/**
 * On `bet.<status>`, from the outbox: the whole bet as it is after the change. `version` counts the
 * changes of one bet from 1; a consumer that sees a gap reads the bet from PostgreSQL.
 */
export const BetMessageSchema = closed({
  betId: BetIdSchema,
  version: Type.Integer({ minimum: 1 }),
  accountId: AccountIdSchema,
  status: words(BET_STATUSES),
  currency: CurrencySchema,
  /** What rides, or rode when it ended. */
  stakeMinor: MinorSchema,
  /** What is paid, stake included; null until final. */
  payoutMinor: Type.Union([MinorSchema, Type.Null()]),
  policy: words(PRICE_POLICIES),
  /** Why it was rejected or void; null otherwise. */
  reason: Type.Union([Type.String(), Type.Null()]),
  receivedAt: TimeSchema,
  decidedAt: Type.Union([TimeSchema, Type.Null()]),
  ownerEpoch: CountSchema,
  at: TimeSchema,
  legs: Type.Array(BetLegSchema),
  /** How the legs make up lines; absent for a single. */
  terms: Type.Optional(TermsSchema),
  /** Its stake may be the house's, and its payout more than its prices say. */
  bonus: Type.Optional(BetBonusSchema),
  /** Parts that the house bought back while the rest went on; `stakeMinor` is without them. */
  cashedOut: Type.Optional(closed({ stakeMinor: MinorSchema, paidMinor: MinorSchema })),
});
export type BetMessage = Static<typeof BetMessageSchema>;

/** On `ledger.entry`, from the outbox, for analytics: one side of one transfer. */
export const LedgerEntryMessageSchema = closed({
  entryId: Type.String(),
  transferId: Type.String(),
  kind: Type.String(),
  accountId: Type.String(),
  purpose: Type.String(),
  currency: CurrencySchema,
  amountMinor: MinorSchema,
  balanceAfterMinor: Type.Union([MinorSchema, Type.Null()]),
  betId: Type.Union([Type.String(), Type.Null()]),
  at: TimeSchema,
});
export type LedgerEntryMessage = Static<typeof LedgerEntryMessageSchema>;

/** On `result.<sport>.<fixture>`, from the outbox: what every market with bets came to. */
export const ResultMessageSchema = closed({
  fixtureId: FixtureIdSchema,
  resultVersion: Type.Integer({ minimum: 1 }),
  certainty: words(['live', 'confirmed']),
  at: TimeSchema,
  markets: Type.Array(
    closed({
      key: MarketKeySchema,
      outcomes: Type.Array(closed({ id: OutcomeIdSchema, result: words(OUTCOME_RESULTS) })),
    }),
  ),
});
export type ResultMessage = Static<typeof ResultMessageSchema>;
