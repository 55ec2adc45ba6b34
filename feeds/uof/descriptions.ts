import { InvalidMessageError } from '#platform/mod.ts';

import { integer, needed, text } from './attributes.ts';
import { eachChild, type UnknownElements } from './unknown-elements.ts';
import type { XmlElement } from './xml.ts';

export type DescribedOutcome = Readonly<{ id: string; name: string }>;

export type OutcomeMapping = Readonly<{ outcomeId: string; providerOutcomeId: string }>;
/** How an older feed of the provider names the market for some producers and one sport. */
export type MarketMapping = Readonly<{
  products: readonly number[];
  sportUrn: string;
  providerMarket: string;
  specifierTemplate: string | null;
  validFor: string | null;
  outcomes: readonly OutcomeMapping[];
}>;

export type MarketDescription = Readonly<{
  marketId: number;
  /** Of a market whose outcomes depend on it: `sr:exact_goals:6+`. */
  variant: string | null;
  /** A template: `{!goalnr} goalscorer`. */
  name: string;
  groups: readonly string[];
  outcomeType: string | null;
  specifiers: readonly Readonly<{ name: string; type: string }>[];
  outcomes: readonly DescribedOutcome[];
  mappings: readonly MarketMapping[];
}>;

const list = (value: string | null): readonly string[] =>
  (value ?? '').split('|').filter((part) => part !== '');

function readMapping(element: XmlElement, unknown: UnknownElements): MarketMapping {
  const outcomes: OutcomeMapping[] = [];
  eachChild(element, unknown, {
    mapping_outcome: (child) =>
      void outcomes.push({
        outcomeId: needed(text, child, 'outcome_id'),
        providerOutcomeId: needed(text, child, 'product_outcome_id'),
      }),
  });
  return {
    products: list(text(element, 'product_ids') ?? text(element, 'product_id')).map(Number),
    sportUrn: text(element, 'sport_id') ?? 'all',
    providerMarket: needed(text, element, 'market_id'),
    specifierTemplate: text(element, 'sov_template'),
    validFor: text(element, 'valid_for'),
    outcomes,
  };
}

function readDescription(element: XmlElement, unknown: UnknownElements): MarketDescription {
  const outcomes: DescribedOutcome[] = [];
  const specifiers: MarketDescription['specifiers'][number][] = [];
  const mappings: MarketMapping[] = [];
  eachChild(element, unknown, {
    outcomes: (child) =>
      eachChild(child, unknown, {
        outcome: (outcome) =>
          void outcomes.push({
            id: needed(text, outcome, 'id'),
            name: text(outcome, 'name') ?? '',
          }),
      }),
    specifiers: (child) =>
      eachChild(child, unknown, {
        specifier: (one) =>
          void specifiers.push({
            name: needed(text, one, 'name'),
            type: text(one, 'type') ?? 'string',
          }),
      }),
    mappings: (child) =>
      eachChild(child, unknown, {
        mapping: (mapping) => void mappings.push(readMapping(mapping, unknown)),
      }),
    attributes: null,
  });
  return {
    marketId: needed(integer, element, 'id'),
    variant: text(element, 'variant'),
    name: text(element, 'name') ?? '',
    groups: list(text(element, 'groups')),
    outcomeType: text(element, 'includes_outcomes_of_type') ?? text(element, 'outcome_type'),
    ...{ specifiers, outcomes, mappings },
  };
}

/** `market_descriptions`, and `variant_descriptions` of outcomes that several markets share. */
export function readDescriptions(
  document: XmlElement,
  unknown: UnknownElements,
): readonly MarketDescription[] {
  if (document.name !== 'market_descriptions')
    throw new InvalidMessageError(`market_descriptions expected, not ${document.name}`);
  const found: MarketDescription[] = [];
  eachChild(document, unknown, {
    market: (market) => void found.push(readDescription(market, unknown)),
  });
  return found;
}

export type Descriptions = Readonly<{
  /** The description of the variant where there is one, otherwise that of the market. */
  of: (marketId: number, variant?: string) => MarketDescription | undefined;
  /** Whether this variant itself is described. */
  has: (marketId: number, variant: string) => boolean;
  /** Adds what came, in place of what is known of the same market and variant. */
  add: (more: readonly MarketDescription[]) => void;
  /** Whether a bet stop of these groups stops the market; one that nobody described is stopped by any. */
  isInGroups: (marketId: number, groups: readonly string[]) => boolean;
}>;

export function makeDescriptions(first: readonly MarketDescription[] = []): Descriptions {
  const known = new Map<string, MarketDescription>();
  const keyOf = (marketId: number, variant: string | null = null) => `${marketId}/${variant ?? ''}`;
  const add = (more: readonly MarketDescription[]): void => {
    for (const one of more) known.set(keyOf(one.marketId, one.variant), one);
  };
  add(first);
  return {
    add,
    has: (marketId, variant) => known.has(keyOf(marketId, variant)),
    of: (marketId, variant) =>
      (variant === undefined ? undefined : known.get(keyOf(marketId, variant))) ??
      known.get(keyOf(marketId)),
    isInGroups: (marketId, groups) => {
      const ofMarket = known.get(keyOf(marketId))?.groups;
      return (
        groups.includes('all') ||
        ofMarket === undefined ||
        groups.some((group) => ofMarket.includes(group))
      );
    },
  };
}
