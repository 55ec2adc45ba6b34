import { InputError, type MarketIdentity, type OutcomeId } from '#contracts/mod.ts';

import type { Definition, Settled } from '../definition.ts';

/**
 * The definition of a market.
 * @throws InputError MARKET_UNKNOWN when there is none of its type, SPECIFIER_INVALID when it takes others.
 */
export function definitionFor<One extends Definition<never>>(
  definitions: Readonly<Record<string, One>>,
  { type, specifiers }: MarketIdentity,
): One {
  const definition = Object.hasOwn(definitions, type) ? definitions[type] : undefined;
  if (definition === undefined) {
    throw new InputError('MARKET_UNKNOWN', 'market.type', type, 'must be a market of this sport');
  }
  if (!definition.accepts(specifiers)) {
    const why = `must be those of ${type}`;
    throw new InputError('SPECIFIER_INVALID', 'market.specifiers', specifiers, why);
  }
  return definition;
}

/** What each outcome pays; `undecided` for all of them while `settled` is undefined. */
export const gradesOf = (
  outcomes: readonly OutcomeId[],
  settled: readonly Settled[] | undefined,
): ReadonlyMap<OutcomeId, Settled | 'undecided'> =>
  new Map(outcomes.map((outcome, at) => [outcome, settled?.[at] ?? 'undecided']));
