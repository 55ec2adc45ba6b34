import type { FixtureId, OddsMessage, PublishedMarket, ServerMessage } from '#contracts/mod.ts';

export type Board = Readonly<{
  epoch: number;
  seq: number;
  state: OddsMessage['state'];
  info: OddsMessage['info'];
  markets: Readonly<Record<string, PublishedMarket>>;
}>;

/** What any client must do, in its shortest form; throws on what the protocol rules out. */
export class ReferenceClient {
  readonly boards = new Map<FixtureId, Board>();
  readonly counts = { image: 0, delta: 0 };

  receive(text: string): ServerMessage {
    const message = JSON.parse(text) as ServerMessage;
    if (message.op !== 'image' && message.op !== 'delta') return message;
    this.counts[message.op] += 1;
    const held = this.boards.get(message.fixtureId);
    const { op, epoch, seq, prev, state, fixtureId } = message;
    if (op === 'delta' && (held?.epoch !== epoch || held.seq !== prev))
      throw new Error(`delta from ${String(prev)} on ${String(held?.seq)}`);
    const markets = op === 'image' ? {} : { ...held?.markets };
    const removed = new Set<string>(message.removed);
    for (const market of message.markets) markets[market.key] = market;
    const kept = Object.entries(markets).filter(([key]) => !removed.has(key));
    const info = message.info ?? held?.info;
    this.boards.set(fixtureId, { epoch, seq, state, info, markets: Object.fromEntries(kept) });
    return message;
  }
}

export function boardOf(message: OddsMessage | undefined): Board | undefined {
  if (message === undefined) return undefined;
  const { epoch, seq, state, info } = message;
  const markets = Object.fromEntries(message.markets.map((market) => [market.key, market]));
  return { epoch, seq, state, info, markets };
}
