import type { RacingMarketType, Specifiers } from '#contracts/mod.ts';

import { CATALOGUE_VERSION, type Definition, type MarketGroup } from '../definition.ts';
import type { RacingFacts } from './facts.ts';

/** A market of a race; `decided` says whether the known placings already answer the question. */
export type RacingDefinition = Definition<RacingFacts> &
  Readonly<{ decided: (facts: RacingFacts, specifiers: Specifiers) => boolean }>;

export type Head = Readonly<{
  type: RacingMarketType;
  group: MarketGroup;
  name: (specifiers: Specifiers) => string;
  rule: string;
}>;

/** What every racing market has in common; runners are shown by their numbers. */
export const racingHead = ({ type, group, name, rule }: Head) => ({
  type,
  catalogueVersion: CATALOGUE_VERSION,
  group,
  uofMarketId: null,
  marketName: name,
  rule,
  outcomeName: (outcome: string) => (outcome.includes('-') ? outcome : `No. ${outcome}`),
});
