import {
  closed,
  CountSchema,
  CURRENCIES,
  CurrencySchema,
  FixtureIdSchema,
  MarketKeySchema,
  MinorSchema,
  OddsSchema,
  OutcomeIdSchema,
  TimeSchema,
  words,
  type Static,
} from '#contracts/mod.ts';
import { Type } from 'typebox';

/**
 * On `risk.lease`, every second: how much worst-case loss each host may carry until `expiresAt`, in house
 * minor units. A newer version replaces an older one; without a valid lease nothing may add risk.
 * `outstandingMinor` is the largest amount that the host may still rely on from this and earlier messages:
 * a restarted risk service counts with it.
 */
export const RiskLeasesSchema = closed({
  version: Type.Integer({ minimum: 1 }),
  grantedAt: TimeSchema,
  expiresAt: TimeSchema,
  leases: Type.Array(
    closed({
      owner: Type.String({ minLength: 1 }),
      amountMinor: MinorSchema,
      outstandingMinor: MinorSchema,
      /** What the host may add to the tail of the house until the next message. */
      tailRoomMinor: Type.Optional(MinorSchema),
    }),
  ),
});
export type RiskLeases = Static<typeof RiskLeasesSchema>;

/** Once a second per host on `host.alive`. */
export const HostAliveSchema = Type.Object({
  owner: Type.String({ minLength: 1 }),
  shards: Type.Array(CountSchema),
  at: Type.Number(),
});
export type HostAlive = Static<typeof HostAliveSchema>;

const open = { bets: CountSchema, stakedMinor: MinorSchema, returnMinor: MinorSchema };

/**
 * On `risk.portfolio`: the open bets of the house. `returnMinor` is what is owed if every bet wins;
 * `worstCaseMinor` is the profit (negative: a loss) in the worst scenario. House minor units, except
 * `currencies`, which count their own.
 */
export const RiskPortfolioSchema = closed({
  at: TimeSchema,
  version: CountSchema,
  houseCurrency: CurrencySchema,
  budgetMinor: MinorSchema,
  leasedMinor: MinorSchema,
  house: closed({ ...open, worstCaseMinor: MinorSchema }),
  fixtures: Type.Array(
    closed({ fixtureId: FixtureIdSchema, ...open, worstCaseMinor: MinorSchema }),
  ),
  currencies: Type.Array(closed({ currency: CurrencySchema, ...open })),
  /** By UTC day of receipt, `2026-06-01`. */
  days: Type.Array(closed({ day: Type.String(), ...open })),
});
export type RiskPortfolio = Static<typeof RiskPortfolioSchema>;

/**
 * On `chances.<sport>.<fixture>`: the host's chances over the cells of a fixture's core, while bets on it are open; when
 * they move, and now and then. A lower epoch or sequence is older.
 */
export const FixtureChancesSchema = closed({
  fixtureId: FixtureIdSchema,
  epoch: CountSchema,
  seq: CountSchema,
  maxFirst: Type.Integer({ minimum: 1, maximum: 60 }),
  maxSecond: Type.Integer({ minimum: 1, maximum: 60 }),
  scorers: Type.Array(words(['home', 'away'])),
  competition: Type.String(),
  startsAt: TimeSchema,
  /** Two bytes a cell, little-endian, base64: shares of the largest chance. */
  core: Type.String(),
});
export type FixtureChances = Static<typeof FixtureChancesSchema>;

const SCOPES = ['book', 'currency', 'competition', 'day', 'fixture', 'market'] as const;

/**
 * A bet that is not placed, to see what it would do; with `layOff`, our own bet on one selection at an exchange, which
 * keeps that share of net winnings. Money in its own minor units.
 */
const CandidateSchema = closed({
  legs: Type.Array(
    closed({
      fixtureId: FixtureIdSchema,
      marketKey: MarketKeySchema,
      outcomeId: OutcomeIdSchema,
      odds: OddsSchema,
    }),
    { minItems: 1, maxItems: 20 },
  ),
  stakeMinor: MinorSchema,
  currency: CurrencySchema,
  layOff: Type.Optional(closed({ commission: Type.Number({ minimum: 0, maximum: 0.5 }) })),
});

/** On `tail.read`. `id` names the currency, competition, day or fixture. */
export const TailQuestionSchema = closed({
  of: words(SCOPES),
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  marketKey: Type.Optional(MarketKeySchema),
  /** So many of the bets that drive CVaR 99. */
  drivers: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
  /** A line for each of these, the worst CVaR 99 first. */
  by: Type.Optional(words(['fixture', 'competition', 'day', 'currency'])),
  whatIf: Type.Optional(CandidateSchema),
});
export type TailQuestion = Static<typeof TailQuestionSchema>;

const tailRisk = closed({
  bets: CountSchema,
  stakedMinor: MinorSchema,
  expectedMinor: MinorSchema,
  var95Minor: MinorSchema,
  var99Minor: MinorSchema,
  cvar95Minor: MinorSchema,
  cvar99Minor: MinorSchema,
  worstMinor: MinorSchema,
});
export type TailRisk = Static<typeof tailRisk>;

/**
 * House minor units, of the scope of one currency its own. `expectedMinor` is a profit; the others are losses, so a
 * negative one is a profit even in the tail. `pending` counts bets that wait for their decision; they count in full.
 */
export const TailAnswerSchema = Type.Union([
  closed({
    ok: Type.Literal(true),
    at: TimeSchema,
    houseCurrency: words(CURRENCIES),
    scenarios: CountSchema,
    pending: CountSchema,
    /** Fixtures with open bets whose chances no host has told: their bets are drawn by their own prices. */
    unpriced: CountSchema,
    risk: tailRisk,
    after: Type.Optional(tailRisk),
    drivers: Type.Array(closed({ betId: Type.String(), contributionMinor: MinorSchema })),
    lines: Type.Array(closed({ id: Type.String(), risk: tailRisk })),
  }),
  closed({ ok: Type.Literal(false), field: Type.String(), message: Type.String() }),
]);
export type TailAnswer = Static<typeof TailAnswerSchema>;
