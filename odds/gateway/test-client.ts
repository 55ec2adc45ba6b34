import type { FixtureId, OddsMessage, PublishedMarket, ServerMessage } from '#contracts/mod.ts';

export type HeldBoard = Readonly<{
  epoch: number;
  seq: number;
  state: OddsMessage['state'];
  info: OddsMessage['info'];
  markets: Readonly<Record<string, PublishedMarket>>;
}>;
type Told = Extract<ServerMessage, { op: 'image' | 'delta' }>;

/** What any client must do, in its shortest form; throws on what the protocol rules out. */
export class ReferenceClient {
  readonly boards = new Map<FixtureId, HeldBoard>();
  readonly counts = { image: 0, delta: 0, segments: 0, checksums: 0 };
  readonly conflated: (string | undefined)[] = [];
  #parts: PublishedMarket[] = [];

  receive(text: string): ServerMessage {
    const message = JSON.parse(text) as ServerMessage;
    if (message.op === 'delta') this.#take(message, message.markets);
    if (message.op === 'image') this.#takeImage(message);
    return message;
  }

  #takeImage(image: Extract<Told, { op: 'image' }>): void {
    const { segment } = image;
    if (segment !== undefined) this.counts.segments += 1;
    if (segment === undefined || segment === 'first') this.#parts = [];
    this.#parts.push(...image.markets);
    if (segment === undefined || segment === 'last') this.#take(image, this.#parts);
  }

  #take({ op, fixtureId, epoch, seq, prev, ...rest }: Told, changed: PublishedMarket[]): void {
    this.counts[op] += 1;
    this.conflated.push(rest.conflated);
    const held = this.boards.get(fixtureId);
    if (op === 'delta' && (held?.epoch !== epoch || held.seq !== prev))
      throw new Error(`delta from ${String(prev)} on ${String(held?.seq)}`);
    const markets = op === 'image' ? {} : { ...held?.markets };
    const removed = new Set<string>(rest.removed);
    for (const market of changed) markets[market.key] = market;
    const kept = Object.fromEntries(Object.entries(markets).filter(([key]) => !removed.has(key)));
    const info = rest.info ?? held?.info;
    const state = rest.state ?? held?.state;
    if (state === undefined) throw new Error(`a delta of ${fixtureId} without any state`);
    this.boards.set(fixtureId, { epoch, seq, state, info, markets: kept });
    if (rest.checksum === undefined) return;
    this.counts.checksums += 1;
    if (slowChecksum(state, Object.values(kept)) !== rest.checksum)
      throw new Error(`wrong checksum of ${fixtureId} at ${String(seq)}`);
  }
}

export function boardOf(message: OddsMessage | undefined): HeldBoard | undefined {
  if (message === undefined) return undefined;
  const { epoch, seq, state, info } = message;
  const markets = Object.fromEntries(message.markets.map((market) => [market.key, market]));
  return { epoch, seq, state, info, markets };
}

/** The checksum as docs/stream.md tells it, bit by bit. */
function slowChecksum(state: OddsMessage['state'], markets: readonly PublishedMarket[]): number {
  const lines = markets
    .map(({ key, status, version, outcomes }) => {
      const prices = outcomes.map(({ id, odds }) => `\t${id}=${String(odds ?? '-')}`);
      return `${key}\t${status}\t${String(version)}${prices.join('')}\n`;
    })
    .sort();
  const { status, phase, clock, suspended, ...scores } = state;
  const { score, halfTime, extraTime, shootOut, redCards, corners } = scores;
  let first = `${status}\t${phase}\t${clock.phase}\t${String(clock.elapsedMs)}`;
  for (const each of [score, halfTime, extraTime, shootOut, redCards, corners])
    first += each === null ? '\t-' : `\t${String(each.home)}-${String(each.away)}`;
  first += `\t${suspended.join(',')}\n`;
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(first + lines.join(''))) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
