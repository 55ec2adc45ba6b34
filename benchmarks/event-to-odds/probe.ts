import { once } from 'node:events';

import { WebSocket } from 'ws';

import { checksumOf } from '#client/mod.ts';
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

type Board = {
  position: Position;
  markets: Map<string, PublishedMarket>;
  state: BoardMessage['state'];
};

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
    board ??= { position: [epoch, seq], markets: new Map(), state };
    this.#boards.set(fixtureId, board);
    board.position = [epoch, seq];
    board.state = state ?? board.state;
    for (const key of message.removed) board.markets.delete(key);
    for (const market of message.markets) board.markets.set(market.key, market);
    if (message.checksum !== undefined && !isRight(board, message.checksum))
      this.wrongChecksums += 1;
    const isSuspended = (board.state?.suspended.length ?? 0) > 0;
    if (!isSuspended) this.#open.add(fixtureId);
    this.sightings.push({ fixtureId, feedVersion, isSuspended, at, stamps, bytes });
  }
}

const isRight = ({ state, markets }: Board, checksum: number): boolean =>
  state !== undefined && checksumOf(state, markets.values()) === checksum;
