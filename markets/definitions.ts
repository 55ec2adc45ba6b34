import type { MarketType } from '#contracts/mod.ts';

import { BASKETBALL_DEFINITIONS } from './basketball/mod.ts';
import type { Definition } from './definition.ts';
import type { FootballDefinition } from './football/definition.ts';
import { FOOTBALL_DEFINITIONS } from './football/definitions.ts';
import { ICE_HOCKEY_DEFINITIONS } from './ice-hockey/mod.ts';
import { RACING_DEFINITIONS } from './racing/mod.ts';
import { TENNIS_DEFINITIONS } from './tennis/mod.ts';

/** A market type of any sport, as far as names, lists and specifiers go. */
export type AnyDefinition = Omit<Definition<never>, 'settle'>;

const DEFINITIONS: ReadonlyMap<MarketType, AnyDefinition> = new Map<MarketType, AnyDefinition>([
  ...FOOTBALL_DEFINITIONS,
  ...[
    TENNIS_DEFINITIONS,
    BASKETBALL_DEFINITIONS,
    ICE_HOCKEY_DEFINITIONS,
    RACING_DEFINITIONS,
  ].flatMap((definitions) =>
    Object.values<AnyDefinition>(definitions).map((each) => [each.type, each] as const),
  ),
]);

export function definitionOf(type: MarketType): AnyDefinition {
  const definition = DEFINITIONS.get(type);
  if (definition === undefined) throw new RangeError(`no definition of ${type}`);
  return definition;
}

export const footballDefinitionOf = (type: MarketType): FootballDefinition | undefined =>
  (FOOTBALL_DEFINITIONS as ReadonlyMap<MarketType, FootballDefinition>).get(type);
