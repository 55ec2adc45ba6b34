import { once } from 'node:events';

import { WebSocket } from 'ws';

import type { ServerMessage, SuspensionReason } from '#contracts/mod.ts';

/** Reads the odds of one fixture and keeps what a test asks about. */
export class OddsReader {
  readonly reasons = new Set<SuspensionReason>();
  readonly scores: string[] = [];
  deltas = 0;
  gaps = 0;
  #seq = -1;
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async open(url: string, fixture: string): Promise<OddsReader> {
    const socket = new WebSocket(url);
    const reader = new OddsReader(socket);
    socket.on('message', (data: Buffer) => {
      reader.#read(JSON.parse(data.toString()) as ServerMessage, fixture);
    });
    await once(socket, 'open');
    socket.send(JSON.stringify({ op: 'subscribe', id: 1, channel: 'odds' }));
    return reader;
  }

  close(): void {
    this.#socket.close();
  }

  #read(message: ServerMessage, fixture: string): void {
    if (message.op !== 'image' && message.op !== 'delta') return;
    if (message.fixtureId !== fixture) return;
    if (message.op === 'delta') {
      this.deltas += 1;
      if (message.prev !== this.#seq) this.gaps += 1;
    }
    this.#seq = message.seq;
    if (message.state === undefined) return;
    for (const reason of message.state.suspended) this.reasons.add(reason);
    const { home, away } = message.state.score;
    const score = `${String(home)}-${String(away)}`;
    if (this.scores.at(-1) !== score) this.scores.push(score);
  }
}
