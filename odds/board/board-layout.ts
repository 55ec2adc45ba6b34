import {
  boardOf,
  distributionOf,
  foldOf,
  foldVector,
  footballDefinitionOf,
  isCoreView,
  payoffContext,
  spaceTable,
  viewTable,
  type FootballIndex,
  type MatchRecord,
} from '#markets/mod.ts';

import type { Factors } from './factors/mod.ts';
import type { BoardMarket, Distribution } from './price-board.ts';

export type BoardLayout = Readonly<{
  markets: readonly Omit<BoardMarket, 'marginBps'>[];
  distributions: ReadonlyMap<string, Distribution>;
}>;

/** The markets that may be on the board, and the distribution that each of them reads. */
export function layOut(
  record: MatchRecord,
  index: FootballIndex,
  core: Distribution,
  factors?: Factors,
): BoardLayout {
  const context = payoffContext(record);
  const distributions = new Map<string, Distribution>();
  const markets = boardOf(record).flatMap(({ key, identity }) => {
    const definition = footballDefinitionOf(identity.type);
    if (definition === undefined) return [];
    const distribution = distributionOf(definition, identity);
    const factor = isCoreView(definition.reads) ? undefined : factors?.of(identity);
    const table =
      factor === undefined
        ? viewTable(index, identity, context)
        : spaceTable(factor.space, identity);
    if (table === undefined) return [];
    // The book moves the core; what is beside it keeps the model's chances.
    if (factor !== undefined) {
      distributions.set(distribution, { model: factor.chances, skewed: factor.chances });
    } else if (!distributions.has(distribution) && isCoreView(definition.reads)) {
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
