import { Type, type Static, type TSchema } from 'typebox';

import {
  AccountIdSchema,
  closed,
  CountSchema,
  CurrencySchema,
  FixtureIdSchema,
  TimeSchema,
  words,
} from './schema.ts';

/** What tests may find about a customer. */
export const FINDING_KINDS = [
  'sharp',
  'late-bets',
  'ring',
  'duplicates',
  'arbitrage',
  'bonus-abuse',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
const CauseSchema = words(['flag', 'person', 'undo']);
const ReasonSchema = Type.String({ minLength: 3, maxLength: 200 });
/** Basis points of the ordinary stake factor. */
const FactorBpsSchema = Type.Integer({ minimum: 100, maximum: 100_000 });

const FindingSchema = closed({
  findingId: Type.String({ format: 'uuid' }),
  kind: words(FINDING_KINDS),
  /** Chance of so much evidence without the thing; 1 where no law tells it. */
  p: Type.Number({ minimum: 0, maximum: 1 }),
  words: Type.String(),
  figures: Type.Record(Type.String(), Type.Number()),
  at: TimeSchema,
});

/** `seq` counts the changes: 0 while there is none, and then nobody set it. */
const FactorSchema = closed({
  bps: FactorBpsSchema,
  seq: CountSchema,
  cause: orNull(CauseSchema),
  actor: orNull(Type.String()),
  reason: orNull(Type.String()),
  at: orNull(TimeSchema),
});

const CustomerSchema = closed({
  accountId: AccountIdSchema,
  username: Type.String(),
  /** Of amounts among the figures. */
  currency: CurrencySchema,
  status: words(['open', 'closed', 'excluded']),
  factor: FactorSchema,
  /** What the findings lead to within the limits; null when nothing changes. */
  proposedBps: orNull(FactorBpsSchema),
  /** What a trader may set; null without limits, and then nothing. */
  range: orNull(closed({ leastBps: FactorBpsSchema, mostBps: FactorBpsSchema })),
  /** The newest first. */
  findings: Type.Array(FindingSchema),
});
export type Customer = Static<typeof CustomerSchema>;

/** GET /v1/trading/customers: those with a finding or a changed factor; `name`: the beginning of a name, or an account. */
export const CustomerQuerySchema = closed({
  kind: Type.Optional(words(FINDING_KINDS)),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  /** Those alone whose factor is not the ordinary one. */
  changed: Type.Optional(Type.Boolean()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
});

/** Whoever something was heard of last comes first. */
export const CustomerListSchema = closed({
  /** What the engine may do by itself; null: nothing. */
  limits: orNull(closed({ leastBps: Type.Integer(), mostStepBps: Type.Integer() })),
  customers: Type.Array(CustomerSchema),
  /** Whether there are more than `limit`. */
  more: Type.Boolean(),
});

/** GET /v1/trading/customers/:accountId: with every change of the factor, the newest first. */
export const CustomerViewSchema = closed({
  customer: CustomerSchema,
  changes: Type.Array(
    closed({
      changeId: Type.String({ format: 'uuid' }),
      seq: Type.Integer({ minimum: 1 }),
      fromBps: FactorBpsSchema,
      toBps: FactorBpsSchema,
      cause: CauseSchema,
      actor: Type.String(),
      reason: Type.String(),
      at: TimeSchema,
    }),
  ),
});
export type CustomerView = Static<typeof CustomerViewSchema>;

/** POST /v1/trading/customers/:accountId/factor; `seq`: that of the factor that was seen. */
export const FactorBodySchema = closed({
  bps: FactorBpsSchema,
  seq: CountSchema,
  reason: ReasonSchema,
});
/** POST /v1/trading/customers/:accountId/undo: takes the newest change back, the one with this `seq`. */
export const FactorUndoBodySchema = closed({ seq: CountSchema, reason: ReasonSchema });

/** GET /v1/trading/integrity: matches held for what was bet on them, the newest first; also those released since. */
export const IntegrityListSchema = closed({
  alerts: Type.Array(
    closed({
      holdId: Type.String({ format: 'uuid' }),
      fixtureId: FixtureIdSchema,
      fixture: Type.String(),
      words: Type.String(),
      heldAt: TimeSchema,
      releasedBy: orNull(Type.String()),
      releasedAt: orNull(TimeSchema),
      releaseReason: orNull(Type.String()),
    }),
  ),
});
