import { once } from 'node:events';

import { WebSocket } from 'ws';

import type { FixtureId, ServerMessage, Stamps } from '#contracts/mod.ts';

/** UTC milliseconds with fractions, comparable between the processes of one machine. */
export const preciseNow = (): number => performance.timeOrigin + performance.now();

export type Sighting = Readonly<{
  /** First message that knows of the event: for a goal, the suspension. */
  firstAt: number;
  /** First message that knows of it and is open again: the new prices. */
  openAt: number;
  stamps: Stamps;
}>;

/** A client that reads everything and checks that no sequence is missing. */
export class OddsProbe {
  gaps = 0;
  readonly #socket: WebSocket;
  readonly #top = new Map<FixtureId, number>();
  readonly #open = new Set<FixtureId>();
  readonly #waiting = new Map<FixtureId, Map<number, (sighting: Sighting) => void>>();
  readonly #first = new Map<string, number>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#read(preciseNow(), JSON.parse(data.toString()) as ServerMessage);
    });
  }

  static async connect(url: string): Promise<OddsProbe> {
    const socket = new WebSocket(url);
    await once(socket, 'open');
    const probe = new OddsProbe(socket);
    socket.send(JSON.stringify({ op: 'subscribe', id: 1, channel: 'odds' }));
    return probe;
  }

  get openFixtures(): number {
    return this.#open.size;
  }

  /** Resolves when the event with this version shows in open odds. */
  sighting(fixture: FixtureId, version: number): Promise<Sighting> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(fixture) ?? new Map<number, (seen: Sighting) => void>();
      waiting.set(version, resolve);
      this.#waiting.set(fixture, waiting);
    });
  }

  close(): void {
    this.#socket.close();
  }

  #read(at: number, message: ServerMessage): void {
    if (message.op !== 'image' && message.op !== 'delta') return;
    const { fixtureId, seq, prev, feedVersion, state } = message;
    if (message.op === 'delta' && prev !== this.#top.get(fixtureId)) this.gaps += 1;
    this.#top.set(fixtureId, seq);
    const open = state.suspended.length === 0;
    if (open) this.#open.add(fixtureId);
    const waiting = this.#waiting.get(fixtureId) ?? new Map<number, (seen: Sighting) => void>();
    for (const [version, seen] of waiting) {
      if (version > feedVersion) continue;
      const key = `${fixtureId}:${String(version)}`;
      const firstAt = this.#first.get(key) ?? at;
      this.#first.set(key, firstAt);
      if (!open) continue;
      waiting.delete(version);
      this.#first.delete(key);
      seen({ firstAt, openAt: at, stamps: message.stamps });
    }
  }
}
