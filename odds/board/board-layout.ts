import {
  boardOf,
  foldOf,
  foldVector,
  isCoreView,
  oncePer,
  payoffContext,
  spaceTable,
  viewTable,
  type FootballIndex,
  type MatchRecord,
  type PayoffTable,
} from '#markets/mod.ts';

import { liveCells } from './outcome-chances.ts';
import type { Factors } from './factors/mod.ts';
import type { BoardMarket, Distribution } from './price-board.ts';

export type BoardLayout = Readonly<{
  markets: readonly BoardMarket[];
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
  let live: readonly number[] | undefined;
  const markets: BoardMarket[] = [];
  for (const { key, identity, reads, distribution } of boardOf(record)) {
    const factor = isCoreView(reads) ? undefined : factors?.of(identity, distribution);
    const table =
      factor === undefined
        ? viewTable(index, identity, context)
        : spaceTable(factor.space, identity);
    if (table === undefined) continue;
    if (!distributions.has(distribution)) {
      // The book moves the core; what is beside it keeps the model's chances.
      if (factor !== undefined) {
        distributions.set(distribution, { model: factor.chances, skewed: factor.chances });
      } else if (isCoreView(reads)) {
        live ??= liveCells(core.model);
        distributions.set(distribution, folded(foldOf(index, reads), core, live));
      }
    }
    markets.push({ key, type: identity.type, distribution, outcomes: outcomesOf(table) });
  }
  return { markets, distributions };
}

/** The columns of a table as a list; tables are shared and never change, so the list is, too. */
const outcomesOf = oncePer((table: PayoffTable): BoardMarket['outcomes'] =>
  [...table].map(([id, payoff]) => ({ id, payoff })),
);

function folded(
  fold: ReturnType<typeof foldOf>,
  { model, skewed }: Distribution,
  cells: readonly number[],
): Distribution {
  const chances = foldVector(fold, model, cells);
  // The book moves mass between cells and never to one without.
  return { model: chances, skewed: skewed === model ? chances : foldVector(fold, skewed, cells) };
}
