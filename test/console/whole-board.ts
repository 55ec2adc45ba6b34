import { fixtureId, type MarketKey, type OutcomeId, type OutcomeResult } from '#contracts/mod.ts';
import {
  boardOf,
  emptyRecord,
  footballDefinitionOf,
  identifyMarket,
  settleWith,
  type MatchRecord,
} from '#markets/mod.ts';

import { cellsOf, LOST_TO_WON, type Cell, type FairMarket, type Outlook } from './prices.ts';

/** Beside goals, so that corners, cards, players and extra time are on the board. */
const COVERS = ['corners', 'cards', 'players'] as const;
const STRIKERS = { home: ['harry-kane', 'bukayo-saka'], away: ['romelu-lukaku', 'dries-mertens'] };

/** A match before its first goal, as far as boards look at it. */
const recordOf = ({ homeRate, awayRate }: Outlook): MatchRecord => ({
  ...emptyRecord(fixtureId('whole-board')),
  covers: [...COVERS],
  players: (['home', 'away'] as const).flatMap((side) =>
    STRIKERS[side].map((id) => ({ id, name: id, side, starts: true, goalShare: 0.3 })),
  ),
  expectation: { totalGoals: homeRate + awayRate, supremacy: homeRate - awayRate },
});

/** What an outcome comes to in a cell; undefined unless its market rests on the full-time score alone. */
export function resultOf(
  key: MarketKey,
  outcome: OutcomeId,
): ((cell: Cell) => OutcomeResult) | undefined {
  const identity = identifyMarket(key);
  const definition = identity && footballDefinitionOf(identity.type);
  if (identity === undefined || definition?.reads !== 'full-time') return undefined;
  const { specifiers } = identity;
  const at = definition.outcomes(specifiers).indexOf(outcome);
  return ({ home, away }) => settleWith(definition, { home, away }, specifiers)[at] ?? 'lost';
}

const known = new Map<string, FairMarket[]>();

/**
 * The whole catalogue as it stands before the first goal: chances from the rates for what rests on the final
 * score, equal ones for the rest. What is certain already is left out.
 */
export function wholeBoard(outlook: Outlook): FairMarket[] {
  const name = JSON.stringify(outlook);
  const markets = known.get(name) ?? priced(outlook);
  known.set(name, markets);
  return markets;
}

function priced(outlook: Outlook): FairMarket[] {
  const cells = cellsOf(outlook);
  const chanceOf = (key: MarketKey, outcome: OutcomeId, count: number): number => {
    const result = resultOf(key, outcome);
    if (result === undefined) return 1 / count;
    return cells.reduce((sum, cell) => sum + cell.chance * LOST_TO_WON[result(cell)], 0);
  };
  return boardOf(recordOf(outlook)).flatMap(({ key, outcomes }) => {
    const all = outcomes.map((id) => ({ id, chance: chanceOf(key, id, outcomes.length) }));
    const open = all.filter(({ chance }) => chance > 0.0005 && chance < 0.995);
    return open.length === all.length || open.length > 3 ? [{ key, outcomes: open }] : [];
  });
}
