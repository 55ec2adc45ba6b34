import { Type, type Static } from 'typebox';

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
import { MAX_SELECTIONS } from './ticket.ts';

/**
 * Terminology. A *grant* is a bonus that an operator gave: a *free bet* to a customer, or a *boost* to a
 * customer or to everyone on one market. A bet takes at most one bonus, and keeps its terms. What a bonus
 * costs is paid from the account `promotion`.
 */
export const BOOSTED = ['price', 'winnings'] as const;
/** `price`: the odds of one selection. `winnings`: what the bet returns above its stake. */
export type Boosted = (typeof BOOSTED)[number];

export const GrantIdSchema = Type.String({ format: 'uuid' });

/** The bonus of a bet as it was taken; stored with the bet, so a later change of rules cannot reach it. */
export const BetBonusSchema = Type.Union([
  /** The stake is the house's: a lost one costs the customer nothing, a void one gives the grant back. */
  closed({
    kind: Type.Literal('free-bet'),
    grantId: GrantIdSchema,
    /** Whether a winning line returns its stake as well. */
    stakeReturned: Type.Boolean(),
    /** Of every selection. */
    minOdds: Type.Optional(OddsSchema),
  }),
  closed({
    kind: Type.Literal('boost'),
    grantId: GrantIdSchema,
    of: words(BOOSTED),
    percentBps: Type.Integer({ minimum: 1 }),
    /** The most that it adds. */
    capMinor: MinorSchema,
    /** Of `price`: the number of the selection, from 0. */
    selection: Type.Optional(CountSchema),
    minOdds: Type.Optional(OddsSchema),
  }),
  /** Given to every accumulator by the table of this version. */
  closed({
    kind: Type.Literal('accumulator'),
    version: Type.Integer({ minimum: 1 }),
    capMinor: MinorSchema,
  }),
]);
export type BetBonus = Static<typeof BetBonusSchema>;

/** A bonus that somebody granted, in contrast to one that every bet of a kind gets. */
export type GrantedBonus = Exclude<BetBonus, { kind: 'accumulator' }>;

const MoneySchema = Type.String({ examples: ['10.00'] });
/** At most two decimals. */
const PercentSchema = Type.Number({ minimum: 0.01, maximum: 1_000, examples: [20] });
const MinOddsSchema = Type.Number({ minimum: 1.01, maximum: 1000, examples: [1.5] });

/** What a bet must be to take the bonus. */
export const BonusConditionsSchema = closed({
  /** Of every selection. */
  minOdds: Type.Optional(MinOddsSchema),
  minLegs: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_SELECTIONS })),
  /** Of every selection. */
  sports: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 32 }), { minItems: 1 })),
});
export type BonusConditions = Static<typeof BonusConditionsSchema>;

const common = {
  currency: CurrencySchema,
  expiresAt: TimeSchema,
  conditions: Type.Optional(BonusConditionsSchema),
  /** Why it is given; kept for the audit. */
  reason: Type.String({ minLength: 3, maxLength: 200 }),
};

/** POST /v1/operations/bonuses, with an Idempotency-Key header: a free bet. */
export const GrantFreeBetBodySchema = closed({
  kind: Type.Literal('free-bet'),
  accountId: AccountIdSchema,
  /** The whole stake of the one bet that it pays for. */
  amount: MoneySchema,
  stakeReturned: Type.Boolean(),
  ...common,
});
/** The same for a boost: to one customer (`accountId`), or to everyone on one market (`fixtureId`, `marketKey`). */
export const GrantBoostBodySchema = closed({
  kind: Type.Literal('boost'),
  accountId: Type.Optional(AccountIdSchema),
  fixtureId: Type.Optional(FixtureIdSchema),
  marketKey: Type.Optional(MarketKeySchema),
  /** One answer of the market; all of them unless given. */
  outcomeId: Type.Optional(OutcomeIdSchema),
  of: words(BOOSTED),
  percent: PercentSchema,
  /** The most that it adds to one bet. */
  cap: MoneySchema,
  ...common,
});
export type GrantFreeBetBody = Static<typeof GrantFreeBetBodySchema>;
export type GrantBoostBody = Static<typeof GrantBoostBodySchema>;
export type GrantBonusBody = GrantFreeBetBody | GrantBoostBody;
export const RevokeBonusBodySchema = closed({
  reason: Type.String({ minLength: 3, maxLength: 200 }),
});

export const GRANT_STATUSES = ['open', 'held', 'used', 'expired', 'revoked'] as const;

const Nullable = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);

/** A grant as customers and operators see it. */
export const GrantViewSchema = closed({
  bonusId: GrantIdSchema,
  kind: words(['free-bet', 'boost']),
  /** `held` by an open bet; `used` by one that is settled. Of a boost on a market: as for the customer who asks. */
  status: words(GRANT_STATUSES),
  accountId: Nullable(AccountIdSchema),
  fixtureId: Nullable(FixtureIdSchema),
  marketKey: Nullable(MarketKeySchema),
  outcomeId: Nullable(OutcomeIdSchema),
  currency: CurrencySchema,
  /** Of a free bet. */
  amount: Nullable(MoneySchema),
  stakeReturned: Nullable(Type.Boolean()),
  /** Of a boost. */
  of: Nullable(words(BOOSTED)),
  percent: Nullable(Type.Number()),
  cap: Nullable(MoneySchema),
  conditions: BonusConditionsSchema,
  expiresAt: TimeSchema,
  betId: Nullable(BetIdSchema),
});
export type GrantView = Static<typeof GrantViewSchema>;
/** GET /v1/me/bonuses: what can be used now, and what open bets hold. */
export const GrantListSchema = closed({ bonuses: Type.Array(GrantViewSchema) });

/** GET /v1/operations/bonuses?accountId=: the audit of grants, newest first. */
export const GrantAuditSchema = closed({
  bonuses: Type.Array(
    closed({
      ...GrantViewSchema.properties,
      grantedBy: Type.String(),
      grantedAt: TimeSchema,
      reason: Type.String(),
      revoked: Nullable(closed({ by: Type.String(), at: TimeSchema, reason: Type.String() })),
    }),
  ),
});

/** The bonus of a bet as its owner sees it. */
export const BonusViewSchema = closed({
  kind: words(['free-bet', 'boost', 'accumulator']),
  /** Null for what every bet of the kind gets. */
  bonusId: Nullable(GrantIdSchema),
  /** "Free bet, the stake is not returned", "20 % more winnings, up to 50.00 EUR". */
  text: Type.String(),
  /** What it adds to the payout: at most while the bet is open, exactly when it is settled. */
  extra: MoneySchema,
});
export type BonusView = Static<typeof BonusViewSchema>;
