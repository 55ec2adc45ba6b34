import { Type, type Static } from 'typebox';

import { DecimalOddsSchema, MoneySchema } from './api.ts';
import {
  AccountIdSchema,
  BetIdSchema,
  closed,
  CurrencySchema,
  FixtureIdSchema,
  MarketKeySchema,
  OutcomeIdSchema,
  TimeSchema,
  words,
} from './schema.ts';

/** How the waiting for a trader ended; the first of these counts, and there is no other. */
export const REFERRAL_VERDICTS = ['accept', 'offer', 'reject', 'cancel', 'expire'] as const;
export type ReferralVerdict = (typeof REFERRAL_VERDICTS)[number];

const NoteSchema = Type.String({ minLength: 1, maxLength: 500 });

/** POST /v1/trading/referrals/:betId. */
export const ReferralVerdictBodySchema = closed({
  verdict: words(['accept', 'offer', 'reject']),
  /** Of an offer: a smaller stake of all lines, a lower price of a bet of one selection, or both. */
  stake: Type.Optional(Type.String({ examples: ['25.00'] })),
  odds: Type.Optional(DecimalOddsSchema),
  note: NoteSchema,
});
export type ReferralVerdictBody = Static<typeof ReferralVerdictBodySchema>;

/** A bet that waits, or waited, for a trader. */
export const ReferralSchema = closed({
  betId: BetIdSchema,
  accountId: AccountIdSchema,
  username: Type.String(),
  type: Type.String(),
  stake: MoneySchema,
  currency: CurrencySchema,
  potentialPayout: MoneySchema,
  /** Which rule asked for a trader, and the stake that is taken without. */
  code: Type.String(),
  maxStake: MoneySchema,
  inPlay: Type.Boolean(),
  receivedAt: TimeSchema,
  /** Nobody can decide after it. */
  expiresAt: TimeSchema,
  legs: Type.Array(
    closed({
      fixtureId: FixtureIdSchema,
      fixture: Type.String(),
      marketKey: MarketKeySchema,
      market: Type.String(),
      outcomeId: OutcomeIdSchema,
      outcome: Type.String(),
      /** As asked for; a bet builder has the price of all its parts. */
      odds: Type.Number(),
      /** On the board now; null where there is none, and in a bet builder. */
      oddsNow: Type.Union([Type.Number(), Type.Null()]),
    }),
  ),
  lines: Type.Integer({ minimum: 1 }),
  /** Null while it waits. */
  verdict: Type.Union([
    closed({
      verdict: words(REFERRAL_VERDICTS),
      stake: Type.Union([MoneySchema, Type.Null()]),
      odds: Type.Union([Type.Number(), Type.Null()]),
      /** Who decided: a user name, or `clock`. */
      by: Type.String(),
      note: Type.String(),
      at: TimeSchema,
    }),
    Type.Null(),
  ]),
  /** What became of the bet: `referred` while it waits or is decided. */
  status: Type.String(),
  /** Why it was refused; null otherwise. */
  reason: Type.Union([Type.String(), Type.Null()]),
});
export type Referral = Static<typeof ReferralSchema>;

/** GET /v1/trading/referrals?waiting=true&limit=100: the first to expire first; decided ones newest first. */
export const ReferralListSchema = closed({ referrals: Type.Array(ReferralSchema) });
