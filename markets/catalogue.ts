import {
  FOOTBALL_MARKET_TYPES,
  marketKey,
  outcomeId as asOutcome,
  parseMarketKey,
  type MarketIdentity,
  type MarketKey,
  type OutcomeId,
  type Specifiers,
} from '#contracts/mod.ts';

import { definitionOf, footballDefinitionOf } from './definitions.ts';
import type { FootballDefinition } from './football/definition.ts';
import type { FootballView } from './football/facts.ts';
import { distributionOf } from './football/spaces.ts';
import { gradeFootball, type Grades } from './football/grade.ts';
import { oncePer } from './once-per.ts';
import type { MatchRecord } from './record/match-record.ts';

/** A market key of a known type with sound specifiers; undefined otherwise. */
export function identifyMarket(key: string): MarketIdentity | undefined {
  const identity = parseMarketKey(key);
  if (identity === undefined) return undefined;
  return definitionOf(identity.type).accepts(identity.specifiers) ? identity : undefined;
}

/**
 * What each outcome of a football market has come to; see `gradeFootball`.
 * @returns undefined when the catalogue has no such market.
 */
export function gradeMarket(record: MatchRecord, key: MarketKey): Grades | undefined {
  const identity = identifyMarket(key);
  const definition = identity && footballDefinitionOf(identity.type);
  return definition && gradeFootball(record, definition, identity);
}

export const isDecided = (grades: Grades): boolean =>
  [...grades.values()].every((grade) => grade !== 'undecided');

export type BoardMarket = Readonly<{
  key: MarketKey;
  identity: MarketIdentity;
  outcomes: readonly OutcomeId[];
  catalogueVersion: number;
  reads: FootballView;
  /** The distribution that it is priced from; see `distributionOf`. */
  distribution: string;
}>;

/** Boards repeat their markets from minute to minute and from match to match, so each is made once. */
const known = new Map<MarketKey, BoardMarket>();
const MOST_KNOWN = 20_000;

function boardMarket(definition: FootballDefinition, specifiers: Specifiers): BoardMarket {
  const { type, reads, catalogueVersion } = definition;
  const key = marketKey(type, specifiers);
  const made = known.get(key);
  if (made !== undefined) return made;
  const identity = { type, specifiers };
  const distribution = distributionOf(definition, identity);
  const outcomes = definition.outcomes(specifiers);
  const market = { key, identity, outcomes, catalogueVersion, reads, distribution };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, market);
  return market;
}

/** Definitions offer the same list again while it holds the same markets, so that it is looked up whole. */
const marketsOf = oncePer((definition: FootballDefinition) =>
  oncePer((offered: readonly Specifiers[]) =>
    offered.map((specifiers) => boardMarket(definition, specifiers)),
  ),
);

const isOver = (record: MatchRecord): boolean =>
  record.phase === 'ended' || record.status === 'abandoned' || record.status === 'cancelled';

/**
 * The markets that may be offered in the present state, in the order in which they are shown. Pricing
 * drops those that the score has answered already; whether bets flow is for the suspension reasons to say.
 */
export function boardOf(record: MatchRecord): readonly BoardMarket[] {
  if (isOver(record)) return [];
  const board: BoardMarket[] = [];
  for (const type of FOOTBALL_MARKET_TYPES) {
    const definition = footballDefinitionOf(type);
    if (definition === undefined) continue;
    const offered = definition.offered(record);
    if (offered.length > 0) board.push(...marketsOf(definition)(offered));
  }
  return board;
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
  if (!outcomes(identity.specifiers).includes(outcomeId)) {
    return { ok: false, code: 'OUTCOME_NOT_FOUND' };
  }
  return { ok: true, identity, outcomeId, catalogueVersion };
}
