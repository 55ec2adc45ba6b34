import {
  marketKey,
  outcomeId,
  type MarketKey,
  type MarketType,
  type OutcomeId,
  type Score,
  type Specifiers,
} from '#contracts/mod.ts';
import { handicapResult, parseLine, totalResult } from '#markets/mod.ts';

/** A chance for every outcome of a small football board, from two goal rates. Enough to look like a real one. */
export type FairMarket = Readonly<{
  key: MarketKey;
  outcomes: readonly Readonly<{ id: OutcomeId; chance: number }>[];
}>;
export type Outlook = Readonly<{ score: Score; homeRate: number; awayRate: number }>;

/** A final score and its chance. */
export type Cell = Readonly<{ home: number; away: number; chance: number }>;
const MOST_GOALS = 9;
/** What is paid of the odds, as a chance of winning. */
export const LOST_TO_WON = {
  lost: 0,
  'half-lost': 0.25,
  void: 0.5,
  'half-won': 0.75,
  won: 1,
} as const;

function poisson(mean: number): number[] {
  let term = Math.exp(-mean);
  return Array.from({ length: MOST_GOALS }, (_, goals) => {
    if (goals > 0) term *= mean / goals;
    return term;
  });
}

export function cellsOf({ score, homeRate, awayRate }: Outlook): Cell[] {
  const away = poisson(awayRate);
  return poisson(homeRate).flatMap((first, home) =>
    away.map((second, more) => ({
      home: score.home + home,
      away: score.away + more,
      chance: first * second,
    })),
  );
}

const chanceOf = (cells: readonly Cell[], weight: (cell: Cell) => number): number =>
  cells.reduce((sum, cell) => sum + cell.chance * weight(cell), 0);

export function fairMarkets(outlook: Outlook): FairMarket[] {
  const { score, homeRate, awayRate } = outlook;
  const cells = cellsOf(outlook);
  const chance = (wins: (cell: Cell) => boolean): number =>
    chanceOf(cells, (cell) => (wins(cell) ? 1 : 0));
  const home = chance((cell) => cell.home > cell.away);
  const away = chance((cell) => cell.home < cell.away);
  const none = Math.exp(-homeRate - awayRate);
  const share = homeRate / (homeRate + awayRate);
  const goals = score.home + score.away;
  const both = chance((cell) => cell.home > 0 && cell.away > 0);
  const scores = cells.filter((cell) => cell.home <= 4 && cell.away <= 4 && cell.chance > 0.004);
  const listed = scores.reduce((sum, cell) => sum + cell.chance, 0);
  const board = [
    market('match-result', {}, [home, 1 - home - away, away], ['home', 'draw', 'away']),
    market('draw-no-bet', {}, [home / (home + away), away / (home + away)], ['home', 'away']),
    market(
      'next-goal',
      { goal: String(goals + 1) },
      [(1 - none) * share, (1 - none) * (1 - share), none],
      ['home', 'away', 'none'],
    ),
    ...[goals + 0.5, goals + 1.5, goals + 2, goals + 2.25, goals + 2.5].map((line) =>
      totalLine(cells, line),
    ),
    ...[-1, -0.5, -0.25, 0, 0.5].map((line) => handicapLine(cells, line, score)),
    market(
      'correct-score',
      {},
      [...scores.map((cell) => cell.chance), 1 - listed],
      [...scores.map((cell) => `${String(cell.home)}-${String(cell.away)}`), 'other'],
    ),
  ];
  const isOpen = score.home === 0 || score.away === 0;
  return isOpen
    ? [...board, market('both-teams-to-score', {}, [both, 1 - both], ['yes', 'no'])]
    : board;
}

function market(
  type: MarketType,
  specifiers: Specifiers,
  chances: readonly number[],
  ids: readonly string[],
): FairMarket {
  const outcomes = ids.map((id, index) => ({ id: outcomeId(id), chance: chances[index] ?? 0 }));
  return { key: marketKey(type, specifiers), outcomes };
}

function totalLine(cells: readonly Cell[], line: number): FairMarket {
  const quarters = parseLine(String(line)) ?? 0;
  const over = chanceOf(
    cells,
    (cell) => LOST_TO_WON[totalResult('over', quarters, cell.home + cell.away)],
  );
  return market('total-goals', { line: String(line) }, [over, 1 - over], ['over', 'under']);
}

function handicapLine(cells: readonly Cell[], line: number, score: Score): FairMarket {
  const quarters = parseLine(String(line)) ?? 0;
  const base = score.home - score.away;
  const home = chanceOf(
    cells,
    (cell) => LOST_TO_WON[handicapResult('home', quarters, cell.home - cell.away - base)],
  );
  const specifiers = { line: String(line), score: `${String(score.home)}-${String(score.away)}` };
  return market('asian-handicap', specifiers, [home, 1 - home], ['home', 'away']);
}
