import { parseMarketKey, MARKET_TYPES, type MarketKey, type MarketType } from '#contracts/mod.ts';
import { definitionOf, MARKET_GROUPS, type MarketGroup as Group } from '#markets/mod.ts';

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

const ORDER = new Map(MARKET_TYPES.map((type, at) => [type, at]));

export type MarketGroup = Readonly<{
  type: MarketType;
  group: Group;
  title: string;
  /** By line, lowest first. */
  keys: readonly MarketKey[];
}>;

/** The heading over the lines of a type. */
export const typeTitle = (type: MarketType): string =>
  definitionOf(type)
    .marketName({})
    .replace(/[\s:]+$/u, '');

/** Groups the keys of a board by type, in the order of the catalogue; keys of unknown types are left out. */
export function groupMarkets(keys: Iterable<MarketKey>): MarketGroup[] {
  const byType = new Map<MarketType, { key: MarketKey; line: number }[]>();
  for (const key of keys) {
    const identity = parseMarketKey(key);
    if (identity === undefined) continue;
    const lines = byType.get(identity.type) ?? [];
    lines.push({ key, line: Number(identity.specifiers['line'] ?? 0) });
    byType.set(identity.type, lines);
  }
  return [...byType]
    .sort(([a], [b]) => (ORDER.get(a) ?? 0) - (ORDER.get(b) ?? 0))
    .map(([type, lines]) => ({
      type,
      group: definitionOf(type).group,
      title: typeTitle(type),
      keys: lines.sort((a, b) => a.line - b.line).map(({ key }) => key),
    }));
}

/** "2.5", "−0.75" as a line stands over its prices; "0" for level. Empty for a market without lines. */
export function lineText(key: MarketKey): string {
  const line = parseMarketKey(key)?.specifiers['line'];
  return line === undefined ? '' : line.replace('-', '−');
}
