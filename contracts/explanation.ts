import { Type, type Static } from 'typebox';

import { OUTCOME_RESULTS } from './bet.ts';
import { BetIdSchema, closed, CountSchema, CurrencySchema, words } from './schema.ts';

const ResultSchema = Type.Union([words(OUTCOME_RESULTS), Type.Null()]);
const MoneySchema = Type.String({ examples: ['12.50'] });

/** GET /v1/bets/:betId/explanation: how a payout came about, to be worked out again by hand. */
export const ExplanationViewSchema = closed({
  betId: BetIdSchema,
  sentence: Type.String(),
  /** Of the house rules that the bet was settled by. */
  rulesVersion: CountSchema,
  /** Counts up when a correction settles the bet anew. */
  settlementVersion: CountSchema,
  currency: CurrencySchema,
  stake: MoneySchema,
  payout: MoneySchema,
  /** Of the payout, what a bonus added. */
  bonus: MoneySchema,
  /** What the bet pays per unit of its whole stake, as a fraction. */
  factor: Type.String({ examples: ['5/2'] }),
  legs: Type.Array(
    closed({
      market: Type.String(),
      outcome: Type.String(),
      odds: Type.String(),
      /** The fact that decided it. */
      basis: Type.String(),
      /** Null when the bet was final without it. */
      result: ResultSchema,
      resultVersion: CountSchema,
      /** Per unit on this leg; "open" when the bet was final without it. */
      factor: Type.String(),
    }),
  ),
  /** Of a bet of several lines that are few enough to be listed: numbers of its legs from 0, and what it pays. */
  lines: Type.Array(closed({ legs: Type.Array(CountSchema), factor: Type.String() })),
  /** The sums, each with its result: "10.00 × 5/2 = 25.00". */
  steps: Type.Array(Type.String()),
});
export type ExplanationView = Static<typeof ExplanationViewSchema>;
