import { Type, type Static } from 'typebox';

import { closed, CountSchema, CurrencySchema, TimeSchema, words } from './schema.ts';

/** Money that comes in or goes out by a payment provider, and the statement of an account. */
export const PAYMENT_PROVIDERS = ['simulated'] as const;
export type PaymentProviderName = (typeof PAYMENT_PROVIDERS)[number];

export const PAYMENT_METHODS = ['card', 'bank'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

export const PAYMENT_KINDS = ['deposit', 'withdrawal'] as const;
export type PaymentKind = (typeof PAYMENT_KINDS)[number];

/**
 * `approval` waits for an operator, `queued` to be sent, `sent` for the provider's first answer; `pending` and
 * `review` are the provider's. The others are final, except that the provider may still take money back or
 * find that a payment which failed has happened after all.
 */
export const PAYMENT_STATUSES = [
  'approval',
  'queued',
  'sent',
  'pending',
  'review',
  'succeeded',
  'failed',
  'rejected',
  'cancelled',
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

const AmountSchema = Type.String({
  pattern: '^-?[0-9]{1,16}(\\.[0-9]{1,3})?$',
  examples: ['12.50'],
});
const PaymentIdSchema = Type.String({ format: 'uuid' });

/** POST /v1/account/deposits and /v1/account/withdrawals (202), with an Idempotency-Key header. */
export const PaymentBodySchema = closed({
  amount: Type.String({ examples: ['50.00'] }),
  method: words(PAYMENT_METHODS),
  /** What the provider's form gave for the card or bank account, so that no number of it comes this way. */
  instrumentToken: Type.Optional(
    Type.String({
      pattern: '^tok_(?![0-9_-]+$)[A-Za-z0-9_-]{16,60}$',
      description: "What the provider's form gave for the card or bank account. Never its number.",
    }),
  ),
  /** Refused unless it is that of the account. */
  currency: Type.Optional(Type.String({ maxLength: 8 })),
});

export const PaymentViewSchema = closed({
  paymentId: PaymentIdSchema,
  kind: words(PAYMENT_KINDS),
  method: words(PAYMENT_METHODS),
  provider: words(PAYMENT_PROVIDERS),
  status: words(PAYMENT_STATUSES),
  amount: AmountSchema,
  currency: CurrencySchema,
  /** What came in or went out so far. */
  done: AmountSchema,
  /** What of `done` went back by a refund, or by a payout that bounced. */
  refunded: AmountSchema,
  chargedBack: AmountSchema,
  /** The stable word of the provider or of the operator when it failed or was rejected. */
  reason: Type.Union([Type.String(), Type.Null()]),
  requestedAt: TimeSchema,
  updatedAt: TimeSchema,
});
export type PaymentView = Static<typeof PaymentViewSchema>;

/** GET /v1/account/payments?limit=&before=<paymentId>: newest first. */
export const PaymentListSchema = closed({ payments: Type.Array(PaymentViewSchema) });

/** GET /v1/operations/payments: withdrawals that wait for an operator, oldest first. */
export const ApprovalListSchema = closed({
  payments: Type.Array(
    closed({ ...PaymentViewSchema.properties, username: Type.String(), accountId: Type.String() }),
  ),
});

/** POST /v1/operations/payments/:paymentId/reject. */
export const RejectBodySchema = closed({
  reason: Type.String({ pattern: '^[a-z][a-z0-9_]{2,39}$', examples: ['documents_missing'] }),
});

export const STATEMENT_FORMATS = ['json', 'csv', 'html'] as const;

/** GET /v1/account/statement as JSON: one page, oldest entry first; `next` continues it. */
export const StatementSchema = closed({
  accountId: Type.String(),
  username: Type.String(),
  currency: CurrencySchema,
  from: TimeSchema,
  to: TimeSchema,
  openingBalance: AmountSchema,
  closingBalance: AmountSchema,
  entries: Type.Array(
    closed({
      number: CountSchema,
      at: TimeSchema,
      what: Type.String(),
      /** The bet or payment that it belongs to; empty for others. */
      reference: Type.String(),
      amount: AmountSchema,
      balance: AmountSchema,
    }),
  ),
  next: Type.Union([Type.String(), Type.Null()]),
});
export type Statement = Static<typeof StatementSchema>;
