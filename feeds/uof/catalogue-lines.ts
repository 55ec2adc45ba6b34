import {
  MARKET_TYPES,
  marketKey,
  type MarketKey,
  type OutcomeId,
  type Specifiers,
} from '#contracts/mod.ts';
import { definitionOf } from '#markets/mod.ts';

import type { Descriptions } from './descriptions.ts';
import type { MarketRef } from './message.ts';
import type { UofSpecifiers } from './specifiers.ts';

/** The same market in our catalogue, with our outcome for each of the provider's. */
export type CatalogueLine = Readonly<{
  marketKey: MarketKey;
  outcomes: ReadonlyMap<string, OutcomeId>;
}>;

/** The provider's sports that the catalogue has, by the prefix of their market types. */
const SPORT_PREFIX: Readonly<Record<string, string>> = {
  'sr:sport:1': '',
  'sr:sport:2': 'basketball-',
  'sr:sport:4': 'ice-hockey-',
  'sr:sport:5': 'tennis-',
};
const OTHER_PREFIXES = ['basketball-', 'ice-hockey-', 'tennis-', 'racing-'];

const prefixOf = (type: string): string =>
  OTHER_PREFIXES.find((prefix) => type.startsWith(prefix)) ?? '';

/** Our definitions by `prefix/market id of the feed`. */
const DEFINITIONS = new Map(
  MARKET_TYPES.map((type) => definitionOf(type))
    .filter(({ uofMarketId }) => uofMarketId !== null)
    .map((one) => [`${prefixOf(one.type)}/${one.uofMarketId ?? 0}`, one] as const),
);

const SPECIFIER_NAMES: Readonly<Record<string, string>> = {
  ...{ total: 'line', goalnr: 'goal', cornernr: 'corner', bookingnr: 'card', setnr: 'set' },
  ...{ gamenr: 'game', pointnr: 'point', quarternr: 'quarter', periodnr: 'period' },
};

/** Our specifiers; undefined where one has no counterpart. A handicap is a line or, as `0:1`, a start. */
function ownSpecifiers(theirs: UofSpecifiers): Specifiers | undefined {
  const ours: Record<string, string> = {};
  for (const [name, value] of Object.entries(theirs)) {
    const start = name === 'hcp' ? /^(\d):(\d)$/u.exec(value) : null;
    const own = name === 'hcp' ? 'line' : SPECIFIER_NAMES[name];
    if (name === 'variant' || name === 'version') continue;
    if (start !== null) ours['start'] = `${start[1] ?? ''}-${start[2] ?? ''}`;
    // Adding nought turns -0 into 0.
    else if (own !== undefined && Number.isFinite(Number(value)))
      ours[own] = String(Number(value) + 0);
    else return undefined;
  }
  return ours;
}

/** What names of both sides are reduced to: "{$competitor1} or draw & over {total}" and `home-or-draw&over` are one. */
const meaningOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('{$competitor1}', 'home')
    .replaceAll('{$competitor2}', 'away')
    .replace(/\s*\(?\{[+-]?(?:hcp|total)\}\)?/gu, '')
    .replace(/^(?:no goal|no corner|no booking|neither)$/u, 'none')
    .replace(/\b(?:1st|2nd) half\b/gu, (half) => (half.startsWith('1') ? 'first' : 'second'))
    .replaceAll(/\bby\b|\bto\b/gu, ' ')
    .replaceAll(/(?:-| )or(?:-| )more/gu, '+')
    .split(/&|\band\b/u)
    .map((part) => part.trim().replaceAll(/[\s:-]+/gu, '-'))
    .sort()
    .join('&');

/** Ids that stand for the same words in every market: enough for the main markets before descriptions are there. */
const FIXED_IDS: readonly Readonly<Record<string, string>>[] = [
  { 1: 'home', 2: 'draw', 3: 'away' },
  { 4: 'home', 5: 'away' },
  { 6: 'home', 7: 'none', 8: 'away' },
  { 9: 'home-or-draw', 10: 'home-or-away', 11: 'draw-or-away' },
  { 12: 'over', 13: 'under' },
  { 70: 'odd', 72: 'even' },
  { 74: 'yes', 76: 'no' },
];
const FIXED_WITH_HANDICAP: typeof FIXED_IDS = [
  { 1711: 'home', 1712: 'draw', 1713: 'away' },
  { 1714: 'home', 1715: 'away' },
];

type Named = readonly Readonly<{ id: string; name: string }>[];

/** Our outcome for each of theirs when both lists are the same question, and nothing otherwise. */
function matched(ours: readonly OutcomeId[], theirs: Named): CatalogueLine['outcomes'] | undefined {
  const byMeaning = new Map(ours.map((id) => [meaningOf(id), id]));
  const found = new Map<string, OutcomeId>();
  for (const { id, name } of theirs) {
    const own = byMeaning.get(meaningOf(name));
    if (own !== undefined) found.set(id, own);
  }
  const isSame = found.size === ours.length && new Set(found.values()).size === ours.length;
  return isSame && theirs.length === ours.length ? found : undefined;
}

export type CatalogueLines = Readonly<{
  /** Undefined where our catalogue does not ask the same question with the same outcomes. */
  of: (sportUrn: string | null, ref: MarketRef) => CatalogueLine | undefined;
}>;

const MAX_REMEMBERED = 50_000;

/**
 * Finds markets of the feed in our catalogue, outcomes by what their descriptions say. A market whose outcomes are
 * not exactly ours, as another variant has them, is not ours.
 */
export function makeCatalogueLines(descriptions: Descriptions): CatalogueLines {
  // Lines that are not ours are remembered as well: they come with every message.
  const remembered = new Map(
    Object.values(SPORT_PREFIX).map((prefix) => [prefix, new Map<string, CatalogueLine | null>()]),
  );
  return {
    of: (sportUrn, ref) => {
      const prefix = SPORT_PREFIX[sportUrn ?? ''];
      const ofSport = prefix === undefined ? undefined : remembered.get(prefix);
      if (prefix === undefined || ofSport === undefined) return undefined;
      const known = ofSport.get(ref.key);
      if (known !== undefined) return known ?? undefined;
      const found = lineOf(prefix, ref, descriptions);
      // A variant that nobody has described yet may turn out to be ours.
      const { variant } = ref.specifiers;
      if (variant !== undefined && !descriptions.has(ref.marketId, variant)) return found;
      if (ofSport.size >= MAX_REMEMBERED) ofSport.clear();
      ofSport.set(ref.key, found ?? null);
      return found;
    },
  };
}

function lineOf(
  prefix: string,
  { marketId, specifiers }: MarketRef,
  descriptions: Descriptions,
): CatalogueLine | undefined {
  const definition = DEFINITIONS.get(`${prefix}/${marketId}`);
  const translated = ownSpecifiers(specifiers);
  if (definition === undefined || translated === undefined) return undefined;
  // Asian lines of the feed count all goals of the match, which are our lines from 0-0.
  const own = [translated, { ...translated, score: '0-0' }].find((one) => definition.accepts(one));
  if (own === undefined) return undefined;
  const ours = definition.outcomes(own);
  const described = descriptions.of(marketId, specifiers['variant'])?.outcomes ?? [];
  const fixed = 'hcp' in specifiers ? FIXED_WITH_HANDICAP : FIXED_IDS;
  const lists: readonly Named[] =
    described.length > 0
      ? [described]
      : fixed.map((group) => Object.entries(group).map(([id, name]) => ({ id, name })));
  for (const list of lists) {
    const outcomes = matched(ours, list);
    if (outcomes !== undefined) return { marketKey: marketKey(definition.type, own), outcomes };
  }
  return undefined;
}
