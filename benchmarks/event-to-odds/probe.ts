import { once } from 'node:events';
import { crc32 } from 'node:zlib';

import { WebSocket } from 'ws';

import type { FixtureId, PublishedMarket, ServerMessage } from '#contracts/mod.ts';

import type { Position } from './ballast.ts';
import { fineNow } from './fine-now.ts';

type BoardMessage = Extract<ServerMessage, { op: 'image' | 'delta' }>;

/** One message of one probe. */
export type Sighting = Readonly<{
  fixtureId: FixtureId;
  feedVersion: number;
  isSuspended: boolean;
  at: number;
  stamps: BoardMessage['stamps'];
  bytes: number;
}>;

export type ProbeBook = Readonly<{ position: Position; markets: readonly PublishedMarket[] }>;

type Board = { position: Position; markets: Map<string, PublishedMarket> };

/** A client that reads everything, keeps its books, and checks sequences and checksums. */
export class Probe {
  gaps = 0;
  wrongChecksums = 0;
  readonly sightings: Sighting[] = [];
  readonly #boards = new Map<FixtureId, Board>();
  readonly #open = new Set<FixtureId>();
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const at = fineNow();
      // Read when all that has arrived is stamped: the next probe must not seem later because of this one.
      setImmediate(() => {
        const message = JSON.parse(data.toString()) as ServerMessage;
        if (message.op === 'image' || message.op === 'delta') this.#read(message, at, data.length);
      });
    });
  }

  static async open(url: URL, subscribe: string): Promise<Probe> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await once(socket, 'open');
    const probe = new Probe(socket);
    socket.send(subscribe);
    return probe;
  }

  get openFixtures(): number {
    return this.#open.size;
  }

  books(): Record<string, ProbeBook> {
    return Object.fromEntries(
      [...this.#boards].map(([fixture, { position, markets }]) => [
        fixture,
        { position, markets: [...markets.values()] },
      ]),
    );
  }

  close(): void {
    this.#socket.close();
  }

  #read(message: BoardMessage, at: number, bytes: number): void {
    const { fixtureId, epoch, seq, prev, feedVersion, state, stamps } = message;
    let board = this.#boards.get(fixtureId);
    if (message.op === 'delta') {
      if (board?.position[0] !== epoch || board.position[1] !== prev) this.gaps += 1;
    } else if (message.segment === undefined || message.segment === 'first') board = undefined;
    board ??= { position: [epoch, seq], markets: new Map() };
    this.#boards.set(fixtureId, board);
    board.position = [epoch, seq];
    for (const key of message.removed) board.markets.delete(key);
    for (const market of message.markets) board.markets.set(market.key, market);
    if (message.checksum !== undefined && message.checksum !== checksumOf(board))
      this.wrongChecksums += 1;
    const isSuspended = state.suspended.length > 0;
    if (!isSuspended) this.#open.add(fixtureId);
    this.sightings.push({ fixtureId, feedVersion, isSuspended, at, stamps, bytes });
  }
}

/** As docs/stream.md says it. */
function checksumOf({ markets }: Board): number {
  const lines = [...markets.values()]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, status, version, outcomes }) => {
      const prices = outcomes.map(({ id, odds }) => `${id}=${odds === null ? '-' : String(odds)}`);
      return `${[key, status, String(version), ...prices].join('\t')}\n`;
    });
  return crc32(lines.join(''));
}
