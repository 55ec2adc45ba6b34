import type { MarketKey, PublishedMarket } from '#contracts/mod.ts';

export type TargetMarket = Omit<PublishedMarket, 'version'>;
export type PublishedBoard = ReadonlyMap<MarketKey, PublishedMarket>;

export type BoardDiff = Readonly<{
  board: PublishedBoard;
  changed: readonly PublishedMarket[];
  removed: readonly MarketKey[];
}>;

const equal = (left: TargetMarket, right: TargetMarket): boolean =>
  left.status === right.status &&
  left.outcomes.length === right.outcomes.length &&
  left.outcomes.every((outcome, at) => {
    const other = right.outcomes[at];
    return other?.id === outcome.id && other.odds === outcome.odds;
  });

/** What must be said so that a reader of `previous` sees `target`; versions count each market's changes. */
export function diffBoard(previous: PublishedBoard, target: readonly TargetMarket[]): BoardDiff {
  const board = new Map<MarketKey, PublishedMarket>();
  const changed: PublishedMarket[] = [];
  for (const market of target) {
    const before = previous.get(market.key);
    if (before !== undefined && equal(before, market)) {
      board.set(market.key, before);
      continue;
    }
    const next = { ...market, version: (before?.version ?? 0) + 1 };
    board.set(market.key, next);
    changed.push(next);
  }
  const removed = [...previous.keys()].filter((key) => !board.has(key));
  return { board, changed, removed };
}
