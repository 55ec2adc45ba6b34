import { parseMarketKey, type FootballMarketType, type MarketKey, type MarketType } from '#contracts/mod.ts';

export const GROUPS = ['main', 'goals', 'handicap', 'half', 'score'] as const;
export type Group = (typeof GROUPS)[number];

export const GROUP_NAMES: Readonly<Record<Group, string>> = {
  main: 'Main',
  goals: 'Goals',
  handicap: 'Handicap',
  half: 'Half-time',
  score: 'Correct score',
};

/** Order on the page, the group of each type, and the heading over its lines. */
const TYPES: Readonly<Record<FootballMarketType, readonly [order: number, group: Group, title: string]>> = {
  'match-result': [0, 'main', 'Match result'],
  'draw-no-bet': [1, 'main', 'Draw no bet'],
  'next-goal': [2, 'goals', 'Next goal'],
  'asian-handicap': [3, 'handicap', 'Asian handicap'],
  'total-goals': [4, 'goals', 'Total goals'],
  'both-teams-to-score': [5, 'goals', 'Both teams to score'],
  'half-time-result': [6, 'half', 'Half-time result'],
  'correct-score': [7, 'score', 'Correct score'],
};

export type MarketGroup = Readonly<{
  type: MarketType;
  group: Group;
  title: string;
  /** By line, lowest first. */
  keys: readonly MarketKey[];
}>;

export const typeTitle = (type: MarketType): string => TYPES[type as FootballMarketType][2];

const orderOf = (type: MarketType): number => TYPES[type as FootballMarketType][0];

/** Groups the keys of a board by type, in the order of the page; keys of unknown types are left out. */
export function groupMarkets(keys: Iterable<MarketKey>): MarketGroup[] {
  const byType = new Map<MarketType, { key: MarketKey; line: number }[]>();
  for (const key of keys) {
    const identity = parseMarketKey(key);
    if (identity === undefined || !Object.hasOwn(TYPES, identity.type)) continue;
    const lines = byType.get(identity.type) ?? [];
    lines.push({ key, line: Number(identity.specifiers['line'] ?? 0) });
    byType.set(identity.type, lines);
  }
  return [...byType]
    .sort(([a], [b]) => orderOf(a) - orderOf(b))
    .map(([type, lines]) => ({
      type,
      group: TYPES[type as FootballMarketType][1],
      title: typeTitle(type),
      keys: lines.sort((a, b) => a.line - b.line).map(({ key }) => key),
    }));
}

/** "2.5", "−0.75" as a line stands over its prices; "0" for level. Empty for a market without lines. */
export function lineText(key: MarketKey): string {
  const line = parseMarketKey(key)?.specifiers['line'];
  return line === undefined ? '' : line.replace('-', '−');
}
