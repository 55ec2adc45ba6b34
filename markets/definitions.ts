import type { MarketType } from '#contracts/mod.ts';

import type { Definition } from './definition.ts';
import type { FootballDefinition } from './football/definition.ts';
import { FOOTBALL_DEFINITIONS } from './football/definitions.ts';

/** A market type of any sport, as far as names, lists and specifiers go. */
export type AnyDefinition = Omit<Definition<never>, 'settle'>;

const DEFINITIONS: ReadonlyMap<MarketType, AnyDefinition> = new Map<MarketType, AnyDefinition>([
  ...FOOTBALL_DEFINITIONS,
]);

export function definitionOf(type: MarketType): AnyDefinition {
  const definition = DEFINITIONS.get(type);
  if (definition === undefined) throw new RangeError(`no definition of ${type}`);
  return definition;
}

export const footballDefinitionOf = (type: MarketType): FootballDefinition | undefined =>
  (FOOTBALL_DEFINITIONS as ReadonlyMap<MarketType, FootballDefinition>).get(type);
