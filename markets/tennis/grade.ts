import {
  InputError,
  TENNIS_MARKET_TYPES,
  type MarketIdentity,
  type OutcomeId,
  type TennisMarketType,
} from '#contracts/mod.ts';

import type { Settled } from '../definition.ts';
import type { TennisDefinition } from './definition.ts';
import { TENNIS_DEFINITIONS } from './definitions.ts';
import type { TennisFacts } from './facts.ts';

const isTennis = (type: string): type is TennisMarketType =>
  (TENNIS_MARKET_TYPES as readonly string[]).includes(type);

/** @throws InputError MARKET_UNKNOWN or SPECIFIER_INVALID when the catalogue has no such tennis market. */
export function tennisDefinitionOf({ type, specifiers }: MarketIdentity): TennisDefinition {
  if (!isTennis(type)) {
    throw new InputError('MARKET_UNKNOWN', 'identity.type', type, 'must be a tennis market');
  }
  const definition = TENNIS_DEFINITIONS[type];
  if (!definition.accepts(specifiers)) {
    const why = `must be those of ${type}`;
    throw new InputError('SPECIFIER_INVALID', 'identity.specifiers', specifiers, why);
  }
  return definition;
}

/**
 * What each outcome of a market has come to. In a match under way an outcome is undecided until no further
 * play can change it. When a match stops early, outcomes decided in that sense stand and the rest is void;
 * the match winner stands once a set was completed. Nothing of a walkover stands.
 * @throws InputError when the catalogue has no such market, or the facts do not hold what it asks about.
 */
export function gradeTennis(
  facts: TennisFacts,
  identity: MarketIdentity,
): ReadonlyMap<OutcomeId, Settled | 'undecided'> {
  const { outcomes, decide } = tennisDefinitionOf(identity);
  const results = decide(facts, identity.specifiers);
  const open = facts.ending === 'under-way' ? 'undecided' : 'void';
  return new Map(
    outcomes(identity.specifiers).map((outcome, at) => [outcome, results[at] ?? open]),
  );
}
