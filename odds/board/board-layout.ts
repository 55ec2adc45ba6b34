import {
  boardOf,
  distributionOf,
  foldOf,
  foldVector,
  footballDefinitionOf,
  isCoreView,
  payoffContext,
  viewTable,
  type FootballIndex,
  type MatchRecord,
} from '#markets/mod.ts';

import type { BoardMarket, Distribution } from './price-board.ts';

export type BoardLayout = Readonly<{
  markets: readonly Omit<BoardMarket, 'marginBps'>[];
  distributions: ReadonlyMap<string, Distribution>;
}>;

/** The markets that may be on the board, and the distribution that each of them reads. */
export function layOut(record: MatchRecord, index: FootballIndex, core: Distribution): BoardLayout {
  const context = payoffContext(record);
  const distributions = new Map<string, Distribution>();
  const markets = boardOf(record).flatMap(({ key, identity }) => {
    const definition = footballDefinitionOf(identity.type);
    const table = viewTable(index, identity, context);
    if (definition === undefined || table === undefined) return [];
    const distribution = distributionOf(definition, identity);
    if (!distributions.has(distribution) && isCoreView(definition.reads)) {
      distributions.set(distribution, folded(foldOf(index, definition.reads), core));
    }
    return [{ key, distribution, outcomes: [...table].map(([id, payoff]) => ({ id, payoff })) }];
  });
  return { markets, distributions };
}

function folded(fold: ReturnType<typeof foldOf>, { model, skewed }: Distribution): Distribution {
  const chances = foldVector(fold, model);
  return { model: chances, skewed: skewed === model ? chances : foldVector(fold, skewed) };
}
