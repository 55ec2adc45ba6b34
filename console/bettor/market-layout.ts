import type { MarketKey, OutcomeId } from '#contracts/mod.ts';

import { lineText, type MarketGroup } from '../format/market-groups.ts';
import type { Board } from '../stream/board.ts';
import { nameOfOutcome, type Teams } from '../ui/names.ts';

/**
 * How the markets of a type stand on a card: `ladder`, a row a line and a column a side, the line on the
 * price; `rows`, a row a market that is named before its prices; `blocks`, a block of prices a market.
 */
export type Layout = 'ladder' | 'rows' | 'blocks';

const MOST_COLUMNS = 3;
const PRICES_A_ROW = 3;
const LONG_LABEL = 15;

type MarketsOf = Pick<Board, 'markets'> | undefined;

const idsOf = (board: MarketsOf, key: MarketKey | undefined): readonly OutcomeId[] =>
  (key === undefined ? undefined : board?.markets.get(key))?.outcomes.map(({ id }) => id) ?? [];

export function layoutOf(board: MarketsOf, keys: readonly MarketKey[]): Layout {
  const [first] = keys;
  const ids = idsOf(board, first);
  const shape = ids.join();
  const areAlike = keys.every((key) => idsOf(board, key).join() === shape);
  if (first === undefined || !areAlike || ids.length > MOST_COLUMNS) return 'blocks';
  if (ids.length === 2 && lineText(first) !== '') return 'ladder';
  return keys.length > 1 ? 'rows' : 'blocks';
}

/** About how high the card of a type is, in rows of prices: enough to keep columns alike. */
export function heightOf(board: MarketsOf, { keys }: MarketGroup): number {
  const layout = layoutOf(board, keys);
  const rows = keys.reduce((sum, key) => {
    const prices = layout === 'blocks' ? idsOf(board, key).length : 1;
    return sum + Math.ceil(prices / PRICES_A_ROW);
  }, 0);
  return rows + 2;
}

const PLAIN = new Set(['yes', 'no', 'over', 'under', 'draw', 'odd', 'even']);

/** What stands over a column of prices: the side without its line or start. */
export function columnHead(key: MarketKey, id: OutcomeId, teams: Teams): string {
  const word: string = id;
  if (word === 'home' || word === 'away') return teams[word];
  if (PLAIN.has(word)) return word.charAt(0).toUpperCase() + word.slice(1);
  return nameOfOutcome(key, id, teams);
}

/** The line as the side sees it: a handicap of −0.5 for one team is +0.5 for the other. */
export function sideLine(key: MarketKey, outcome: string): string {
  const line = lineText(key);
  if (outcome === 'over' || outcome === 'under') return line;
  const own = outcome === 'away' ? flipped(line) : line;
  return own.startsWith('−') || own === '0' ? own : `+${own}`;
}

const flipped = (line: string): string =>
  line === '0' ? line : line.startsWith('−') ? line.slice(1) : `−${line}`;

/** Scores are short, answers in words need the room of two, and combined ones a row of their own. */
export function widthOf(labels: readonly string[]): 'scores' | 'words' | 'sentences' {
  const longest = Math.max(0, ...labels.map(({ length }) => length));
  if (longest > LONG_LABEL * 1.5) return 'sentences';
  return labels.length > 6 && longest < 6 ? 'scores' : 'words';
}

/** Outcomes that answer two questions at once, as a table. A cell is missing where there is no outcome. */
export type PairTable = Readonly<{
  columns: readonly string[];
  rows: readonly Readonly<{ name: string; cells: readonly (OutcomeId | undefined)[] }>[];
}>;

type Answer = Readonly<{ id: OutcomeId; name: string }>;
const AND = ' & ';

/** The outcomes `first&second` as a table; undefined when they are not all of that kind. */
export function pairsOf(answers: readonly Answer[]): PairTable | undefined {
  if (answers.length === 0 || !answers.every(({ id }) => id.includes('&'))) return undefined;
  const columns = new Map<string, string>();
  const rows = new Map<string, { name: string; cells: Map<string, OutcomeId> }>();
  for (const { id, name } of answers) {
    const [first = '', second = ''] = id.split('&');
    // The name of a team may hold an ampersand; what follows the last one is the second answer.
    const at = name.lastIndexOf(AND);
    const head = name.slice(at + AND.length);
    columns.set(second, head.charAt(0).toUpperCase() + head.slice(1));
    const row = rows.get(first) ?? { name: name.slice(0, at), cells: new Map<string, OutcomeId>() };
    row.cells.set(second, id);
    rows.set(first, row);
  }
  return {
    columns: [...columns.values()],
    rows: [...rows.values()].map(({ name, cells }) => ({
      name,
      cells: [...columns.keys()].map((column) => cells.get(column)),
    })),
  };
}
