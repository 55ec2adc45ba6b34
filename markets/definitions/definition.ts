import type {
  MarketType,
  OutcomeId,
  OutcomeResult,
  Score,
  Side,
  Specifiers,
} from '#contracts/mod.ts';

import type { Teams } from '../definition.ts';
export * from '../definition.ts';

import type { MatchRecord } from '../record/match-record.ts';

/**
 * A completed match as far as market definitions look at it, taken from a record or from a scenario.
 * A scorer is `unknown` only in a scenario that does not hold the order of its later goals.
 */
export type MatchFacts = Readonly<{
  firstHalf: Score;
  fullTime: Score;
  /** Who scored goal number `goal` of the 90 minutes, from 1. */
  scorerOf: (goal: number) => Side | 'none' | 'unknown';
}>;

/** A match under way. `scorers` are the teams that scored in the 90 minutes, in playing order. */
export type MatchSoFar = Readonly<{
  firstHalf: Score;
  fullTime: Score;
  scorers: readonly Side[];
  firstHalfOver: boolean;
}>;

export type Grade = OutcomeResult | 'undecided';

/** One market type, whole: pricing, risk, settlement and display all read this. Pure. */
export type MarketDefinition = Readonly<{
  type: MarketType;
  catalogueVersion: number;
  /** The closed list; `settle` and `early` answer in this order. */
  outcomes: readonly OutcomeId[];
  /** Whether the specifiers are the right ones, in range and in their one canonical spelling. */
  accepts: (specifiers: Specifiers) => boolean;
  /** The only facts that `settle` looks at, so that a table is worked out once per distinct facts. */
  reads: 'full-time' | 'first-half' | 'scorer';
  /** What each outcome pays when the match has been completed. */
  settle: (facts: MatchFacts, specifiers: Specifiers) => readonly OutcomeResult[];
  /** What can no longer change in a match under way; the rest is undecided. */
  early: (soFar: MatchSoFar, specifiers: Specifiers) => readonly Grade[];
  /** Specifiers of the markets to put on the board while the 90 minutes are open. */
  offered: (record: MatchRecord) => readonly Specifiers[];
  /** Equal shapes pay alike in every scenario, so they share one payoff table. */
  shape: (specifiers: Specifiers, scorers: readonly Side[]) => string;
  marketName: (specifiers: Specifiers) => string;
  outcomeName: (outcome: OutcomeId, specifiers: Specifiers, teams: Teams) => string;
}>;

export const undecided = (outcomes: readonly OutcomeId[]): readonly Grade[] =>
  outcomes.map(() => 'undecided');
