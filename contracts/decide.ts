import { Type, type Static } from 'typebox';

import type { ErrorCode } from './errors.ts';
import { LegSchema, MAX_BUILDER_LEGS } from './quote.ts';
import { LegShareSchema } from './ticket.ts';
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

/**
 * Request and reply between bet-api and the host that owns a fixture, on `decide.<shard>`. Every request
 * is a message in the fixture's mailbox, so it is ordered against goals, suspensions and commands.
 */
export const PRICE_POLICIES = ['none', 'higher', 'any'] as const;
/** `none`: exactly this price. `higher`: this or better. `any`: whatever the price is when decided. */
export type PricePolicy = (typeof PRICE_POLICIES)[number];

export const SelectionSchema = closed({
  fixtureId: FixtureIdSchema,
  marketKey: MarketKeySchema,
  outcomeId: OutcomeIdSchema,
  /** The price that the bettor saw. */
  odds: OddsSchema,
  /** In a bet builder, what must win with it; `odds` is the price of all together. */
  also: Type.Optional(Type.Array(LegSchema, { minItems: 1, maxItems: MAX_BUILDER_LEGS - 1 })),
});
export type Selection = Static<typeof SelectionSchema>;

const StakeFactorSchema = Type.Integer({ minimum: 100, maximum: 100_000 });

const bet = {
  betId: BetIdSchema,
  accountId: AccountIdSchema,
  selection: SelectionSchema,
  stakeMinor: MinorSchema,
  currency: CurrencySchema,
  policy: words(PRICE_POLICIES),
  receivedAt: TimeSchema,
  /** Of a bet with other legs; without it the stake rides on this selection alone. */
  share: Type.Optional(LegShareSchema),
  /** Of what the customer may win, in basis points of the ordinary limit; left out: ordinary. */
  stakeFactorBps: Type.Optional(StakeFactorSchema),
  /** `wished`: a trader may be asked. `granted`: one took the bet, at `odds`. */
  referral: Type.Optional(words(['wished', 'granted'])),
};

export const DecideRequestSchema = Type.Union([
  /** First look, without side effect: is it open, at what price, how long must it wait? */
  closed({ op: Type.Literal('receive'), ...bet }),
  /** The binding decision when the delay is over; an acceptance reserves exposure under `betId`. */
  closed({ op: Type.Literal('decide'), ...bet, stateHash: Type.String(), dueAt: TimeSchema }),
  /** The bet was surely not written: free its reservation. */
  closed({ op: Type.Literal('release'), betId: BetIdSchema, fixtureId: FixtureIdSchema }),
  closed({
    op: Type.Literal('max-stake'),
    accountId: AccountIdSchema,
    selection: SelectionSchema,
    currency: CurrencySchema,
    share: Type.Optional(LegShareSchema),
    stakeFactorBps: Type.Optional(StakeFactorSchema),
  }),
]);
export type DecideRequest = Static<typeof DecideRequestSchema>;
export type DecideRequestOf<Op extends DecideRequest['op']> = Extract<DecideRequest, { op: Op }>;

/** Proof of a decision. The placement refuses it when expired or when its epoch is not the newest. */
export const DecisionTokenSchema = closed({
  betId: BetIdSchema,
  fixtureId: FixtureIdSchema,
  shard: CountSchema,
  ownerEpoch: CountSchema,
  inputSeq: CountSchema,
  oddsSeq: CountSchema,
  /** The placement time of the bet. */
  decidedAt: TimeSchema,
  expiresAt: TimeSchema,
});
export type DecisionToken = Static<typeof DecisionTokenSchema>;

/** Every refusal by a host carries, where they apply, the price on offer and the largest stake it would take. */
export type RefusalReply = Readonly<{
  verdict: 'reject';
  code: ErrorCode;
  offered?: number;
  maxStakeMinor?: string;
}>;
export type ReceiveReply =
  | Readonly<{
      verdict: 'received';
      odds: number;
      stateHash: string;
      delayMs: number;
      inPlay: boolean;
      ownerEpoch: number;
      catalogueVersion: number;
      /** A trader is to be asked: why, and what would be taken without. */
      refer?: Readonly<{ code: ErrorCode; maxStakeMinor: string }>;
    }>
  | RefusalReply;
export type DecideReply =
  | Readonly<{ verdict: 'accept'; odds: number; token: DecisionToken; catalogueVersion: number }>
  /** Danger, or the feed has not yet passed the receipt time: ask again then. */
  | Readonly<{ verdict: 'wait'; retryAfterMs: number }>
  | RefusalReply;
export type MaxStakeReply =
  Readonly<{ verdict: 'max-stake'; maxStakeMinor: string }> | RefusalReply;
export type ReleaseReply = Readonly<{ verdict: 'released' }>;
