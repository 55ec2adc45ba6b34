import type { Delta, FixtureInfo, FixtureState, Image, Market, Position, Stamps } from './wire.ts';

/** What a client knows of one fixture. Never changed: every message makes a new one. */
export type Board = Position &
  Readonly<{
    fixtureId: string;
    /** Names, competition and start; undefined until they are known. */
    info: FixtureInfo | undefined;
    state: FixtureState;
    /** By key. */
    markets: ReadonlyMap<string, Market>;
    /** When the newest step passed each hop, UTC milliseconds. */
    stamps: Stamps;
  }>;

export type BoardMessage = Image | Delta;

/** Whether a position is before another: of an earlier owner, or earlier of the same. */
export const isBefore = (a: Position, b: Position): boolean =>
  a.epoch < b.epoch || (a.epoch === b.epoch && a.seq < b.seq);

/**
 * The board after a message that is known to follow; `markets` are those of all its segments. Undefined when nothing
 * says in which state the fixture is.
 */
export function mergedBoard(
  board: Board | undefined,
  message: BoardMessage,
  markets: readonly Market[],
): Board | undefined {
  const { op, fixtureId, epoch, seq, info, state = board?.state, removed, stamps } = message;
  if (state === undefined) return undefined;
  const merged = new Map(op === 'image' ? [] : board?.markets);
  for (const market of markets) merged.set(market.key, market);
  for (const key of removed) merged.delete(key);
  return { fixtureId, epoch, seq, info: info ?? board?.info, state, markets: merged, stamps };
}

/** The keys of the markets that are not the same in both. */
export function changedMarkets(before: Board | undefined, after: Board): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const [key, market] of after.markets)
    if (before?.markets.get(key) !== market) changed.add(key);
  for (const key of before?.markets.keys() ?? []) if (!after.markets.has(key)) changed.add(key);
  return changed;
}

/** Whether something that took bets takes them no longer. */
export function closesSomething(before: Board | undefined, after: Board): boolean {
  if (before === undefined) return false;
  if (after.state.suspended.length > 0 && before.state.suspended.length === 0) return true;
  for (const [key, market] of before.markets)
    if (market.status === 'active' && after.markets.get(key)?.status !== 'active') return true;
  return false;
}
