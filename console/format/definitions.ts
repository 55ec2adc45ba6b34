import {
  parseMarketKey,
  type MarketKey,
  type MarketType,
  type Specifiers,
} from '#contracts/mod.ts';
import { FOOTBALL_DEFINITIONS } from '#markets/mod.ts';

import { createState } from '../state.ts';
import type { ShownDefinition } from './shown-definition.ts';

/** What the pages can name. Football is there at once; other sports come when one of them is shown. */
export const definitions = createState<ReadonlyMap<MarketType, ShownDefinition>>(
  new Map<MarketType, ShownDefinition>(FOOTBALL_DEFINITIONS),
);

/** The market type of a key and its specifiers; undefined for a key that the pages cannot name (yet). */
export function definedMarket(
  key: MarketKey,
): Readonly<{ definition: ShownDefinition; specifiers: Specifiers }> | undefined {
  const identity = parseMarketKey(key);
  const definition = identity && definitions.get().get(identity.type);
  return definition?.accepts(identity?.specifiers ?? {}) === true
    ? { definition, specifiers: identity?.specifiers ?? {} }
    : undefined;
}

/** Fetches the names of a sport unless they are there. A failure is not told: keys then stand for names. */
export async function loadNamesOf(sport: string): Promise<void> {
  if (sport === 'football' || definitions.get().size > FOOTBALL_DEFINITIONS.size) return;
  try {
    const { OTHER_SPORTS } = await import('./other-sports.ts');
    definitions.update(
      (known) => new Map([...known, ...OTHER_SPORTS.map((each) => [each.type, each] as const)]),
    );
  } catch {
    // The next page that needs them asks again.
  }
}
