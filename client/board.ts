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

/**
 * What a message did: the keys of the markets that are not the same before and after it, and whether something that
 * took bets takes them no longer.
 */
export function changesOf(
  before: Board | undefined,
  after: Board,
  { op, markets, removed }: BoardMessage,
): Readonly<{ changed: ReadonlySet<string>; closed: boolean }> {
  // A delta names all that it changes, which is little of a large board.
  const touched =
    op === 'delta'
      ? [...markets.map(({ key }) => key), ...removed]
      : [before, after].flatMap((board) => [...(board?.markets.keys() ?? [])]);
  const of = (board: Board | undefined, key: string): Market | undefined => board?.markets.get(key);
  const changed = touched.filter((key) => of(before, key) !== of(after, key));
  const closed =
    (before?.state.suspended.length === 0 && after.state.suspended.length > 0) ||
    changed.some(
      (key) => of(before, key)?.status === 'active' && of(after, key)?.status !== 'active',
    );
  return { changed: new Set(changed), closed };
}
