import {
  marketKey,
  MARKET_TYPES,
  outcomeId as asOutcome,
  parseMarketKey,
  type MarketIdentity,
  type MarketKey,
  type OutcomeId,
} from '#contracts/mod.ts';

import { definitionOf } from './definitions.ts';
import type { Grade } from './definitions/definition.ts';
import type { MatchRecord } from './record/match-record.ts';
import { firstHalfOver, regularTimeOver, scoreOf, scorersOf } from './record/views.ts';

export type Grades = ReadonlyMap<OutcomeId, Grade>;

/** A market key of a known type with sound specifiers; undefined otherwise. */
export function identifyMarket(key: string): MarketIdentity | undefined {
  const identity = parseMarketKey(key);
  if (identity === undefined) return undefined;
  return definitionOf(identity.type).accepts(identity.specifiers) ? identity : undefined;
}

/**
 * What each outcome of a market has come to. While the 90 minutes run, only what no further goal can
 * change is decided; a match that stops early stays as it is, and house rules say what becomes of it.
 * @returns undefined when the catalogue has no such market.
 */
export function gradeMarket(record: MatchRecord, key: MarketKey): Grades | undefined {
  const identity = identifyMarket(key);
  if (identity === undefined) return undefined;
  const { outcomes, settle, early } = definitionOf(identity.type);
  const { firstHalf, fullTime } = scoreOf(record);
  const scorers = scorersOf(record);
  const grades = regularTimeOver(record)
    ? settle(
        { firstHalf, fullTime, scorerOf: (goal) => scorers[goal - 1] ?? 'none' },
        identity.specifiers,
      )
    : early(
        { firstHalf, fullTime, scorers, firstHalfOver: firstHalfOver(record) },
        identity.specifiers,
      );
  return new Map(outcomes.map((outcome, at) => [outcome, grades[at] ?? 'undecided']));
}

export const isDecided = (grades: Grades): boolean =>
  [...grades.values()].every((grade) => grade !== 'undecided');

export type BoardMarket = Readonly<{
  key: MarketKey;
  identity: MarketIdentity;
  outcomes: readonly OutcomeId[];
  catalogueVersion: number;
}>;

const isOver = (record: MatchRecord): boolean =>
  regularTimeOver(record) || record.status === 'abandoned' || record.status === 'cancelled';

/**
 * The markets to offer in the present state, in the order in which they are shown. Everything here can
 * still be won and lost; whether bets flow is for the suspension reasons to say.
 */
export function boardOf(record: MatchRecord): readonly BoardMarket[] {
  if (isOver(record)) return [];
  return MARKET_TYPES.flatMap((type) => {
    const { offered, outcomes, catalogueVersion } = definitionOf(type);
    return offered(record).map((specifiers) => ({
      key: marketKey(type, specifiers),
      identity: { type, specifiers },
      outcomes,
      catalogueVersion,
    }));
  });
}

export type SelectionCheck =
  | Readonly<{ ok: true; identity: MarketIdentity; outcomeId: OutcomeId; catalogueVersion: number }>
  | Readonly<{ ok: false; code: 'MARKET_NOT_FOUND' | 'OUTCOME_NOT_FOUND' }>;

/** Whether the catalogue knows such a market and outcome; not whether they are on offer. */
export function validateSelection(key: string, outcome: string): SelectionCheck {
  const identity = identifyMarket(key);
  if (identity === undefined) return { ok: false, code: 'MARKET_NOT_FOUND' };
  const { outcomes, catalogueVersion } = definitionOf(identity.type);
  const outcomeId = asOutcome(outcome);
  if (!outcomes.includes(outcomeId)) return { ok: false, code: 'OUTCOME_NOT_FOUND' };
  return { ok: true, identity, outcomeId, catalogueVersion };
}
