import {
  outcomeId,
  type MarketType,
  type OutcomeId,
  type OutcomeResult,
  type Score,
  type Side,
  type Specifiers,
} from '#contracts/mod.ts';

import type { MatchRecord } from '../record/match-record.ts';

/** Raised with every change of what some market type means; stored on the leg of each bet. */
export const CATALOGUE_VERSION = 1;

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
export type Teams = Readonly<{ home: string; away: string }>;

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

export const outcomeIds = (...words: string[]): readonly OutcomeId[] => words.map(outcomeId);
export const NO_SPECIFIERS: Specifiers = {};
export const hasNoSpecifiers = (specifiers: Specifiers): boolean =>
  Object.keys(specifiers).length === 0;
/** Whether exactly these specifiers are given. */
export const hasSpecifiers = (specifiers: Specifiers, ...names: string[]): boolean =>
  Object.keys(specifiers).sort().join() === names.sort().join();

const wonIf = (condition: boolean): OutcomeResult => (condition ? 'won' : 'lost');
/** For answers that only one outcome can win: the others lose. */
export const winner = (outcomes: readonly OutcomeId[], won: string): readonly OutcomeResult[] =>
  outcomes.map((outcome) => wonIf(outcome === won));
export const undecided = (outcomes: readonly OutcomeId[]): readonly Grade[] =>
  outcomes.map(() => 'undecided');

export const leader = ({ home, away }: Score): 'home' | 'draw' | 'away' => {
  if (home === away) return 'draw';
  return home > away ? 'home' : 'away';
};

/** `home`, `draw`, `away` and the like as a reader sees them. */
export function sideName(outcome: string, teams: Teams): string {
  if (outcome === 'home') return teams.home;
  if (outcome === 'away') return teams.away;
  return outcome.charAt(0).toUpperCase() + outcome.slice(1);
}

/** A whole number in its canonical spelling and range; undefined otherwise. */
export function parseCount(text: string | undefined, max: number): number | undefined {
  if (text === undefined || !/^(?:0|[1-9]\d{0,2})$/.test(text)) return undefined;
  const count = Number(text);
  return count <= max ? count : undefined;
}

/** "2-1"; undefined unless canonical and at most 99 a side. */
export function parseScore(text: string | undefined): Score | undefined {
  const [left, right, ...rest] = text?.split('-') ?? [];
  const home = parseCount(left, 99);
  const away = parseCount(right, 99);
  return rest.length > 0 || home === undefined || away === undefined ? undefined : { home, away };
}
