import type { MarketKey, OutcomeId } from '#contracts/mod.ts';

import { identifyMarket } from './catalogue.ts';
import { definitionOf, footballDefinitionOf } from './definitions.ts';
import type { Teams } from './definition.ts';
import { footballBasis } from './football/basis.ts';
import type { MatchRecord } from './record/match-record.ts';

/**
 * The heading of a market as a bettor reads it; an unknown key is shown as it is. Where the teams are given,
 * a market on one of them carries its name: "Lions goals 1.5" rather than "Home goals 1.5".
 */
export function marketName(key: MarketKey, teams?: Teams): string {
  const identity = identifyMarket(key);
  if (identity === undefined) return key;
  return definitionOf(identity.type).marketName(identity.specifiers, teams);
}

/** One answer as a bettor reads it: a team's name, "Over 2.5", "England -0.5". */
export function outcomeName(key: MarketKey, outcome: OutcomeId, teams: Teams): string {
  const identity = identifyMarket(key);
  if (identity === undefined) return outcome;
  return definitionOf(identity.type).outcomeName(outcome, identity.specifiers, teams);
}

/**
 * The facts of a football match that a market rests on, in words: "Full time 2-1", "Corners 6-4". Empty when
 * the catalogue has no such market.
 */
export function basisOf(record: MatchRecord, key: MarketKey): string {
  const identity = identifyMarket(key);
  const definition = identity && footballDefinitionOf(identity.type);
  return identity && definition ? footballBasis(record, definition, identity) : '';
}
