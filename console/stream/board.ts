import type {
  FixtureId,
  FixtureInfo,
  FixtureState,
  MarketKey,
  OddsMessage,
  PublishedMarket,
  Stamps,
} from '#contracts/mod.ts';

/** What a client knows of one fixture. Never changed: every message makes a new one. */
export type Board = Readonly<{
  fixtureId: FixtureId;
  epoch: number;
  seq: number;
  info: FixtureInfo | undefined;
  state: FixtureState;
  markets: ReadonlyMap<MarketKey, PublishedMarket>;
  stamps: Stamps;
}>;

export type BoardMessage = Readonly<{ op: 'image' | 'delta' }> & Omit<OddsMessage, 'kind'>;

/** The board after the message; undefined when something before it is missing, so an image is needed. */
export function mergeBoard(
  board: Board | undefined,
  { op, fixtureId, epoch, seq, prev, info, state, markets, removed, stamps }: BoardMessage,
): Board | undefined {
  if (op === 'delta' && (board?.epoch !== epoch || board.seq !== prev)) return undefined;
  const merged = new Map(op === 'image' ? [] : board?.markets);
  for (const market of markets) merged.set(market.key, market);
  for (const key of removed) merged.delete(key);
  const base = { fixtureId, epoch, seq, state, stamps };
  return { ...base, info: info ?? board?.info, markets: merged };
}
