import { Type, type Static } from 'typebox';

import { BET_STATUSES, OUTCOME_RESULTS } from './bet.ts';
import { BonusViewSchema, GrantIdSchema } from './bonus.ts';
import { PRICE_POLICIES } from './decide.ts';
import { LegSchema, MAX_BUILDER_LEGS, SettingSchema } from './quote.ts';
import { FixtureInfoSchema, FixtureStateSchema, PublishedMarketSchema } from './published-odds.ts';
import {
  BetIdSchema,
  closed,
  CountSchema,
  CurrencySchema,
  FixtureIdSchema,
  MarketKeySchema,
  MinorSchema,
  OutcomeIdSchema,
  TimeSchema,
  words,
} from './schema.ts';
import { SYSTEM_NAMES } from './ticket.ts';
import { OPENING } from './trade.ts';

/**
 * Bodies of the HTTP API (`/v1`). Money is a decimal string in the account's currency ("12.50"); odds are
 * JSON numbers with at most four decimals; times are UTC milliseconds.
 */
export const ROLES = ['bettor', 'trader', 'operator'] as const;
export type Role = (typeof ROLES)[number];

export const MoneySchema = Type.String({
  // As many digits as 64 bits have, and the three decimals of the dinars.
  pattern: '^-?[0-9]{1,19}(\\.[0-9]{1,3})?$',
  examples: ['12.50'],
});
export const DecimalOddsSchema = Type.Number({ minimum: 1.01, maximum: 1000, examples: [2.5] });
const TotalOddsSchema = Type.Number({ minimum: 0, examples: [6.25] });

export const RegisterBodySchema = closed({
  username: Type.String({ pattern: '^[A-Za-z0-9_.-]{3,32}$' }),
  password: Type.String({ minLength: 8, maxLength: 128 }),
  currency: CurrencySchema,
});
export const LoginBodySchema = closed({
  username: Type.String({ minLength: 1, maxLength: 32 }),
  password: Type.String({ minLength: 1, maxLength: 128 }),
});
/** POST /v1/auth/register (201) and POST /v1/auth/login (200). */
export const SessionSchema = closed({
  token: Type.String(),
  expiresAt: TimeSchema,
  username: Type.String(),
  role: words(ROLES),
  /** Good for one POST /v1/auth/refresh, until `refreshExpiresAt`. */
  refreshToken: Type.Optional(Type.String()),
  refreshExpiresAt: Type.Optional(TimeSchema),
});
/** POST /v1/auth/refresh (200) and POST /v1/auth/logout (204). */
export const RefreshBodySchema = closed({ refreshToken: Type.String({ maxLength: 128 }) });
/** POST /v1/auth/password (200). */
export const NewPasswordBodySchema = closed({
  password: Type.String({ minLength: 1, maxLength: 128 }),
  newPassword: Type.String({ minLength: 8, maxLength: 128 }),
});
export type Session = Static<typeof SessionSchema>;

/** GET /v1/me. `balance` is free to stake; `staked` is held by open bets. */
export const MeSchema = closed({
  username: Type.String(),
  role: words(ROLES),
  accountId: Type.String(),
  currency: CurrencySchema,
  balance: MoneySchema,
  staked: MoneySchema,
});
export type Me = Static<typeof MeSchema>;

/** POST /v1/me/deposits (201), with an Idempotency-Key header. Only the demo method exists so far. */
export const DepositBodySchema = closed({ amount: Type.String(), method: words(['demo-card']) });
export const DepositSchema = closed({
  depositId: Type.String(),
  amount: MoneySchema,
  balance: MoneySchema,
});

export const FixtureSummarySchema = closed({
  fixtureId: FixtureIdSchema,
  info: FixtureInfoSchema,
  state: FixtureStateSchema,
  markets: Type.Integer(),
});
/** GET /v1/fixtures: { fixtures: FixtureSummary[] }, in-play first, then by kick-off. */
export const FixtureListSchema = closed({ fixtures: Type.Array(FixtureSummarySchema) });
/** GET /v1/fixtures/:fixtureId. */
export const FixtureDetailSchema = closed({
  fixtureId: FixtureIdSchema,
  info: FixtureInfoSchema,
  state: FixtureStateSchema,
  epoch: Type.Integer(),
  seq: Type.Integer(),
  markets: Type.Array(PublishedMarketSchema),
});
export type FixtureDetail = Static<typeof FixtureDetailSchema>;

const promoted = {
  /** A grant of GET /v1/me/bonuses that the bet is to take. */
  bonusId: Type.Optional(GrantIdSchema),
  /** Half of the lines on the win parts, half on the place parts; only where the market has place terms. */
  eachWay: Type.Optional(Type.Boolean()),
  /** Ask a trader when the stake is above what is taken at once. */
  refer: Type.Optional(Type.Boolean()),
};

/** POST /v1/bets, with an Idempotency-Key header: one single. */
export const PlaceBetBodySchema = closed({
  fixtureId: FixtureIdSchema,
  marketKey: MarketKeySchema,
  outcomeId: OutcomeIdSchema,
  odds: DecimalOddsSchema,
  stake: Type.String({ examples: ['10.00'] }),
  pricePolicy: words(PRICE_POLICIES),
  ...promoted,
});
export type PlaceBetBody = Static<typeof PlaceBetBodySchema>;

/**
 * A leg of a bet of several: one outcome at its price (`marketKey`, `outcomeId`), or a bet builder, which is
 * several outcomes of one fixture at their joint price (`builder`).
 */
export const PlaceLegSchema = closed({
  fixtureId: FixtureIdSchema,
  marketKey: Type.Optional(MarketKeySchema),
  outcomeId: Type.Optional(OutcomeIdSchema),
  builder: Type.Optional(Type.Array(LegSchema, { minItems: 2, maxItems: MAX_BUILDER_LEGS })),
  odds: DecimalOddsSchema,
  /** It stands in every line. */
  banker: Type.Optional(Type.Boolean()),
});
export type PlaceLeg = Static<typeof PlaceLegSchema>;

/**
 * POST /v1/bets for several legs. One accumulator of them all, unless `system` names a full-cover system or
 * `folds` the sizes of the lines, both counted without the bankers.
 */
export const PlaceMultipleBodySchema = closed({
  legs: Type.Array(PlaceLegSchema, { minItems: 1 }),
  system: Type.Optional(words(SYSTEM_NAMES)),
  folds: Type.Optional(Type.Array(Type.Integer({ minimum: 0 }), { minItems: 1, maxItems: 63 })),
  /** The stake of each line. */
  unitStake: Type.String({ examples: ['1.00'] }),
  pricePolicy: words(PRICE_POLICIES),
  ...promoted,
});
export type PlaceMultipleBody = Static<typeof PlaceMultipleBodySchema>;
export type PlaceAnyBetBody = PlaceBetBody | PlaceMultipleBody;

export const LegViewSchema = closed({
  leg: CountSchema,
  fixtureId: FixtureIdSchema,
  fixture: Type.String(),
  marketKey: MarketKeySchema,
  market: Type.String(),
  outcomeId: OutcomeIdSchema,
  outcome: Type.String(),
  requestedOdds: DecimalOddsSchema,
  odds: Type.Union([DecimalOddsSchema, Type.Null()]),
  banker: Type.Boolean(),
  /** Parts with the same number are one leg, at one price. */
  builder: Type.Union([CountSchema, Type.Null()]),
  result: Type.Union([words(OUTCOME_RESULTS), Type.Null()]),
});

/**
 * A bet as its owner sees it, the names of several legs joined by "+". POST /v1/bets answers 201 when
 * accepted, 202 while the in-play delay runs (status `delayed`, poll GET /v1/bets/:betId), or the refusal's status with an ErrorBody.
 */
export const BetViewSchema = closed({
  betId: BetIdSchema,
  /** "Single", "Treble", "Yankee", "2 of 5", "Bet builder". */
  type: Type.String(),
  /** `referred`: it waits for a trader until `referredUntil`. */
  status: words([...BET_STATUSES, 'referred']),
  /** Of the first leg, as are `marketKey` and `outcomeId`. */
  fixtureId: FixtureIdSchema,
  fixture: Type.String(),
  marketKey: MarketKeySchema,
  market: Type.String(),
  outcomeId: OutcomeIdSchema,
  outcome: Type.String(),
  /** Of several legs: what one unit of the whole stake returns at most. */
  requestedOdds: TotalOddsSchema,
  /** The price of the contract; null until accepted. */
  odds: Type.Union([TotalOddsSchema, Type.Null()]),
  /** Of all lines. */
  stake: MoneySchema,
  currency: CurrencySchema,
  potentialPayout: MoneySchema,
  payout: Type.Union([MoneySchema, Type.Null()]),
  /** Of several legs: null until final, then `won` when it pays anything. */
  result: Type.Union([words(OUTCOME_RESULTS), Type.Null()]),
  /** Stable code and sentence when rejected or void. */
  reason: Type.Union([closed({ code: Type.String(), message: Type.String() }), Type.Null()]),
  /** How the payout came about: the result used, the factor, the amount; null until settled. */
  explanation: Type.Union([Type.String(), Type.Null()]),
  placedAt: TimeSchema,
  /** When the in-play delay ends; null when not delayed. */
  dueAt: Type.Union([TimeSchema, Type.Null()]),
  /** Of a bet that waits for a trader: when it is refused if nobody decides. */
  referredUntil: Type.Optional(TimeSchema),
  settledAt: Type.Union([TimeSchema, Type.Null()]),
  lines: Type.Integer({ minimum: 1 }),
  unitStake: MoneySchema,
  legs: Type.Array(LegViewSchema),
  bonus: Type.Optional(BonusViewSchema),
  /**
   * What was cashed out: the part of the stake, what was paid for it, and the stake that still rides.
   * `stake` and `payout` are without and with all cash-outs, `potentialPayout` is of what still rides.
   */
  cashedOut: Type.Optional(
    closed({ stake: MoneySchema, paid: MoneySchema, remainingStake: MoneySchema }),
  ),
});
export type BetView = Static<typeof BetViewSchema>;

const OPEN: readonly BetView['status'][] = ['delayed', 'referred', 'accepted'];
/** Whether its stake still rides, or waits for a decision. */
export const isOpenBet = ({ status }: Pick<BetView, 'status'>): boolean => OPEN.includes(status);
/** GET /v1/bets?limit=50&before=<betId>: newest first. */
export const BetListSchema = closed({ bets: Type.Array(BetViewSchema) });

/** POST /v1/bets/max-stake: a bet as for POST /v1/bets, without its stake and price policy. */
export const MaxStakeBodySchema = closed({
  fixtureId: FixtureIdSchema,
  marketKey: MarketKeySchema,
  outcomeId: OutcomeIdSchema,
  odds: DecimalOddsSchema,
  /** A boost that the bet is to take. */
  bonusId: Type.Optional(GrantIdSchema),
});
export const MaxStakeOfLegsBodySchema = closed({
  legs: Type.Array(PlaceLegSchema, { minItems: 1 }),
  system: Type.Optional(words(SYSTEM_NAMES)),
  folds: Type.Optional(Type.Array(Type.Integer({ minimum: 0 }), { minItems: 1, maxItems: 63 })),
  bonusId: Type.Optional(GrantIdSchema),
});
export const MaxStakeSchema = closed({
  /** Of all lines; 0 when nothing is taken. */
  maxStake: MoneySchema,
  /** Of a bet of several legs: its lines, and the stake of each. */
  lines: Type.Optional(Type.Integer({ minimum: 1 })),
  unitStake: Type.Optional(MoneySchema),
});

/** POST /v1/fixtures/:fixtureId/builder: the legs of one match, and their joint price. */
export const BuilderBodySchema = closed({
  legs: Type.Array(LegSchema, { maxItems: MAX_BUILDER_LEGS }),
});
const OfferedOddsSchema = Type.Union([DecimalOddsSchema, Type.Null()]);
export const BuilderViewSchema = closed({
  /** Null while there are no legs, when they exclude each other, or when no price can be given. */
  odds: OfferedOddsSchema,
  contradictory: Type.Boolean(),
  /** Joint chance over the product of the single chances. */
  correlation: Type.Union([Type.Number(), Type.Null()]),
  combinable: Type.Array(
    closed({
      marketKey: MarketKeySchema,
      outcomeId: OutcomeIdSchema,
      /** The joint price with it. */
      odds: OfferedOddsSchema,
      implied: Type.Boolean(),
    }),
  ),
  epoch: CountSchema,
  oddsSeq: CountSchema,
  expiresAt: Type.Number(),
});
export type BuilderView = Static<typeof BuilderViewSchema>;

/** GET /v1/bets/:betId/cash-out: an offer to buy an open bet, or a part of it, back. */
export const CashOutViewSchema = closed({
  /** To take it by. */
  quoteId: Type.String({ format: 'uuid' }),
  betId: BetIdSchema,
  /** The part of the stake that is bought back. */
  stake: MoneySchema,
  value: MoneySchema,
  /** The expected return, before what the house keeps. */
  fair: MoneySchema,
  remainingStake: MoneySchema,
  currency: CurrencySchema,
  /** Of the host of the first open leg, as is `oddsSeq`. */
  epoch: CountSchema,
  oddsSeq: CountSchema,
  /** How long the decision waits once it is taken: the in-play delay. */
  delayMs: CountSchema,
  expiresAt: Type.Number(),
});

/**
 * POST /v1/bets/:betId/cash-out, with an Idempotency-Key header. 200: paid. 202: the in-play delay runs, poll
 * GET /v1/bets/:betId/cash-outs.
 */
export const TakeCashOutBodySchema = closed({
  quoteId: Type.String({ format: 'uuid' }),
  pricePolicy: words(PRICE_POLICIES),
});
export const CashOutSchema = closed({
  quoteId: Type.String({ format: 'uuid' }),
  betId: BetIdSchema,
  status: words(['delayed', 'accepted', 'rejected']),
  stake: MoneySchema,
  quoted: MoneySchema,
  /** Null unless accepted. */
  paid: Type.Union([MoneySchema, Type.Null()]),
  currency: CurrencySchema,
  receivedAt: TimeSchema,
  dueAt: TimeSchema,
  decidedAt: Type.Union([TimeSchema, Type.Null()]),
});
export type CashOut = Static<typeof CashOutSchema>;
/** GET /v1/bets/:betId/cash-outs, newest first. */
export const CashOutListSchema = closed({ cashOuts: Type.Array(CashOutSchema) });

/** PUT /v1/bets/:betId/auto-cash-out: take the offer for the part as soon as it reaches `value`. */
export const AutoCashOutBodySchema = closed({
  value: Type.String({ examples: ['25.00'] }),
  partBps: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 10_000 })),
});
/** The same with its id; GET and DELETE answer RULE_NOT_FOUND where there is none. */
export const AutoCashOutSchema = closed({
  ruleId: Type.String({ format: 'uuid' }),
  betId: BetIdSchema,
  value: MoneySchema,
  partBps: Type.Integer(),
  status: words(['active', 'done', 'cancelled']),
  currency: CurrencySchema,
  at: TimeSchema,
});

/** POST /v1/trading/fixtures/:fixtureId/commands (200 when the host applied it); traders only. */
export const CommandBodySchema = Type.Union([
  closed({ kind: Type.Literal('suspend'), marketKey: Type.Optional(MarketKeySchema) }),
  closed({ kind: Type.Literal('resume'), marketKey: Type.Optional(MarketKeySchema) }),
  ...SettingSchema.anyOf,
  closed({ kind: Type.Literal('opening'), ...OPENING }),
  closed({ kind: Type.Literal('skew'), enabled: Type.Boolean() }),
  closed({ kind: Type.Literal('worst-case-limit'), limitMinor: MinorSchema }),
]);
export type CommandBody = Static<typeof CommandBodySchema>;
export const CommandResultSchema = closed({ commandId: Type.String(), inputSeq: Type.Integer() });
/** GET /v1/trading/fixtures/:fixtureId/commands: the audit, newest first. */
export const CommandListSchema = closed({
  commands: Type.Array(
    closed({
      commandId: Type.String(),
      actor: Type.String(),
      at: TimeSchema,
      command: CommandBodySchema,
    }),
  ),
});
/** GET /v1/trading/bets?fixtureId=: the bet ticker, newest first; traders only. */
export const TickerSchema = closed({
  bets: Type.Array(
    closed({
      betId: BetIdSchema,
      at: TimeSchema,
      status: words(BET_STATUSES),
      fixtureId: FixtureIdSchema,
      marketKey: MarketKeySchema,
      outcomeId: OutcomeIdSchema,
      odds: DecimalOddsSchema,
      stake: MoneySchema,
      currency: CurrencySchema,
      reason: Type.Union([Type.String(), Type.Null()]),
      /** Legs of the bet; the one told is that on the fixture asked for, or the first. */
      legs: Type.Optional(Type.Integer({ minimum: 1 })),
    }),
  ),
});
/** GET /v1/config: what the web app needs before it can start. */
export const ConfigSchema = closed({
  gatewayUrl: Type.String(),
  attributions: Type.Array(Type.String()),
  /** Whether accumulators get their bonus without asking. */
  accumulatorBonus: Type.Boolean(),
});
