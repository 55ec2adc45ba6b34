import {
  MARKET_TYPES,
  parseMarketKey,
  type MarketKey,
  type MarketType,
  type Specifiers,
} from '#contracts/mod.ts';
import { MARKET_GROUPS, type MarketGroup as Group } from '#markets/mod.ts';

import type { Teams } from '../ui/names.ts';
import { definedMarket, definitions } from './definitions.ts';

export type { Group };
export const GROUPS = MARKET_GROUPS;

export const GROUP_NAMES: Readonly<Record<Group, string>> = {
  main: 'Main',
  goals: 'Goals',
  handicaps: 'Handicaps',
  halves: 'Halves',
  scores: 'Scores',
  combinations: 'Combinations',
  intervals: 'Minutes',
  corners: 'Corners',
  cards: 'Cards',
  players: 'Players',
  decider: 'Extra time',
  sets: 'Sets',
  games: 'Games',
  points: 'Points',
  quarters: 'Quarters',
  periods: 'Periods',
  race: 'Race',
};

/** Types of other groups that most bettors look for: the first tab shows them as well. */
const ALSO_MAIN: ReadonlySet<MarketType> = new Set<MarketType>([
  'total-goals',
  'asian-handicap',
  'both-teams-to-score',
  'next-goal',
]);

const ORDER = new Map(MARKET_TYPES.map((type, at) => [type, at]));

/** All markets of one type on a board. */
export type MarketGroup = Readonly<{
  type: MarketType;
  group: Group;
  title: string;
  /** From low to high by line, start, minute; players by name. */
  keys: readonly MarketKey[];
}>;

/** The heading over the lines of a type, with what all of them have in common. */
export function typeTitle(type: MarketType, teams?: Teams, common: Specifiers = {}): string {
  const name = definitions.get().get(type)?.marketName(common, teams) ?? type;
  return name.replace(/[\s:]+$/u, '');
}

/** A specifier as it is sorted: figures by size, scores and starts by their difference. */
function sizeOf(text: string): number {
  const [home, away] = /^(\d+)-(\d+)$/u.exec(text)?.slice(1).map(Number) ?? [];
  return home === undefined || away === undefined ? Number(text) : home - away;
}

function compareSpecifiers(a: Specifiers, b: Specifiers): number {
  for (const name of Object.keys(a).sort()) {
    const [one = '', other = ''] = [a[name], b[name]];
    const bySize = sizeOf(one) - sizeOf(other);
    const order = Number.isNaN(bySize) ? one.localeCompare(other) : bySize;
    if (order !== 0) return order;
  }
  return 0;
}

/** Told by each market beside its prices, so never a part of the heading. */
const OWN = new Set(['line', 'player']);

function commonSpecifiers(all: readonly Specifiers[]): Specifiers {
  const [first = {}] = all;
  return Object.fromEntries(
    Object.entries(first).filter(
      ([name, value]) => !OWN.has(name) && all.every((each) => each[name] === value),
    ),
  );
}

/** Groups the keys of a board by type, in the order of the catalogue; what cannot be named is left out. */
export function groupMarkets(keys: Iterable<MarketKey>, teams?: Teams): MarketGroup[] {
  const byType = new Map<MarketType, { key: MarketKey; specifiers: Specifiers }[]>();
  for (const key of keys) {
    const market = definedMarket(key);
    if (market === undefined) continue;
    const { definition, specifiers } = market;
    const lines = byType.get(definition.type) ?? [];
    lines.push({ key, specifiers });
    byType.set(definition.type, lines);
  }
  return [...byType]
    .sort(([a], [b]) => (ORDER.get(a) ?? 0) - (ORDER.get(b) ?? 0))
    .map(([type, lines]) => ({
      type,
      group: definitions.get().get(type)?.group ?? 'main',
      title: typeTitle(type, teams, commonSpecifiers(lines.map(({ specifiers }) => specifiers))),
      keys: lines
        .sort((a, b) => compareSpecifiers(a.specifiers, b.specifiers))
        .map(({ key }) => key),
    }));
}

/** The groups that have markets, in the order of the catalogue. */
export const presentGroups = (types: readonly MarketGroup[]): Group[] =>
  GROUPS.filter((each) => types.some(({ group }) => group === each));

/** The types that a tab shows: those of its group, and with the main ones what most people look for. */
export const typesOfTab = (types: readonly MarketGroup[], tab: Group): MarketGroup[] =>
  types.filter(({ type, group }) => group === tab || (tab === 'main' && ALSO_MAIN.has(type)));

/** "2.5", "−0.75" as a line stands over its prices; "0" for level. Empty for a market without lines. */
export function lineText(key: MarketKey): string {
  const line = parseMarketKey(key)?.specifiers['line'];
  return line === undefined ? '' : line.replace('-', '−');
}
