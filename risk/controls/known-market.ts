import type { MarketKey, OutcomeId } from '#contracts/mod.ts';
import { definitionOf, identifyMarket, oncePerKey } from '#markets/mod.ts';

type KnownMarket = Readonly<{ outcomes: readonly OutcomeId[] | undefined }>;

const known = oncePerKey((key: MarketKey): KnownMarket => {
  const identity = identifyMarket(key);
  return {
    outcomes: identity && definitionOf(identity.type).outcomes(identity.specifiers),
  };
});

/** What the catalogue lists under a key, on the board or not; undefined for a market that nobody knows. */
export const outcomesOf = (key: MarketKey): readonly OutcomeId[] | undefined => known(key).outcomes;
