import { Type, type Static } from 'typebox';

import { DecimalOddsSchema, MoneySchema } from './api.ts';
import {
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

const asked = {
  /** The currency, competition, day or fixture. */
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  marketKey: Type.Optional(MarketKeySchema),
  /** So many of the bets that drive CVaR 99. */
  drivers: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
  /** A line for each of these, the worst CVaR 99 first. */
  by: Type.Optional(words(['fixture', 'competition', 'day', 'currency'])),
};

/** On `tail.read`, a question to the risk service. */
export const TailQuestionSchema = closed({
  of: words(SCOPES),
  ...asked,
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

const answered = {
  at: TimeSchema,
  houseCurrency: CurrencySchema,
  scenarios: CountSchema,
  pending: CountSchema,
  /** Fixtures with open bets whose chances no host has told: their bets are drawn by their own prices. */
  unpriced: CountSchema,
  risk: tailRisk,
  after: Type.Optional(tailRisk),
  lines: Type.Array(closed({ id: Type.String(), risk: tailRisk })),
};

/**
 * House minor units, of the scope of one currency its own. `expectedMinor` is a profit; the others are losses, so a
 * negative one is a profit even in the tail. `pending` counts bets that wait for their decision; they count in full.
 */
export const TailAnswerSchema = Type.Union([
  closed({
    ok: Type.Literal(true),
    ...answered,
    drivers: Type.Array(closed({ betId: Type.String(), contributionMinor: MinorSchema })),
  }),
  closed({ ok: Type.Literal(false), field: Type.String(), message: Type.String() }),
]);
export type TailAnswer = Static<typeof TailAnswerSchema>;

/** GET /v1/trading/risk. Without `of`, the whole book. */
export const RiskQuerySchema = closed({ of: Type.Optional(words(SCOPES)), ...asked });

const DriverSchema = closed({
  betId: BetIdSchema,
  contributionMinor: MinorSchema,
  username: Type.String(),
  type: Type.String(),
  stake: MoneySchema,
  currency: CurrencySchema,
  potentialPayout: MoneySchema,
  legs: Type.Array(
    closed({
      fixtureId: FixtureIdSchema,
      fixture: Type.String(),
      market: Type.String(),
      outcome: Type.String(),
      odds: DecimalOddsSchema,
    }),
  ),
});

/** What the risk service answers, with the bets that drive CVaR 99 in full. */
export const RiskViewSchema = closed({ ...answered, drivers: Type.Array(DriverSchema) });
export type RiskView = Static<typeof RiskViewSchema>;
