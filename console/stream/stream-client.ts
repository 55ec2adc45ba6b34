import type { ClientMessage, FixtureId, ServerMessage } from '#contracts/mod.ts';

import { backoffMs } from './backoff.ts';
import type { LiveStore } from './live-store.ts';

export type StreamOptions = Readonly<{
  url: string;
  store: LiveStore;
  /** Milliseconds that never go backwards. */
  monotonic: () => number;
  /** Uniform in [0, 1). */
  random: () => number;
}>;

/** Silence of so many heartbeats means that the connection is dead, whatever the browser believes. */
const MISSED_HEARTBEATS = 2.5;
const WATCH_MS = 500;
/** An image that was asked for is not asked for again for so long. */
const ASK_AGAIN_MS = 2000;

type Request = ClientMessage extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'id'>
    : never
  : never;

/** Follows the odds of all fixtures into a store, and finds its way back after every kind of interruption. */
export class StreamClient {
  readonly #options: StreamOptions;
  readonly #asked = new Map<FixtureId, number>();
  #socket: WebSocket | undefined;
  #trader: string | null = null;
  #lastId = 0;
  #failures = 0;
  #heardMs = 0;
  #heartbeatMs = 2000;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  start(): void {
    this.#watch ??= setInterval(() => {
      const silentMs = this.#options.monotonic() - this.#heardMs;
      if (silentMs > MISSED_HEARTBEATS * this.#heartbeatMs) this.#lose(this.#socket);
    }, WATCH_MS);
    this.#connect();
  }

  stop(): void {
    clearInterval(this.#watch);
    clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  /** With a trader's token the books come too; without one only the odds remain. */
  follow(traderToken: string | null): void {
    if (traderToken === this.#trader) return;
    const hadBooks = this.#trader !== null;
    this.#trader = traderToken;
    if (hadBooks) this.#send({ op: 'unsubscribe', channel: 'book' });
    this.#subscribeBooks();
  }

  #connect(): void {
    const socket = new WebSocket(this.#options.url);
    this.#socket = socket;
    this.#heardMs = this.#options.monotonic();
    socket.addEventListener('message', ({ data }) => {
      if (socket === this.#socket && typeof data === 'string')
        this.#receive(JSON.parse(data) as ServerMessage);
    });
    socket.addEventListener('close', () => {
      this.#lose(socket);
    });
  }

  /** Lets go of a connection that is closed or silent, and plans the next one. */
  #lose(socket: WebSocket | undefined): void {
    if (socket === undefined || socket !== this.#socket) return;
    this.#socket = undefined;
    socket.close();
    this.#options.store.setConnection('lost');
    const pauseMs = backoffMs(this.#failures, this.#options.random());
    this.#failures += 1;
    this.#retry = setTimeout(() => {
      this.#connect();
    }, pauseMs);
  }

  #receive(message: ServerMessage): void {
    const { store, monotonic } = this.#options;
    this.#heardMs = monotonic();
    if (message.op === 'hello') {
      this.#heartbeatMs = message.heartbeatMs;
      this.#asked.clear();
      this.#send({ op: 'subscribe', channel: 'odds' });
      this.#subscribeBooks();
    }
    if (message.op === 'heartbeat') {
      this.#failures = 0;
      store.setConnection(message.upstream === 'up' ? 'live' : 'stale');
    }
    const lost = store.receive(message).filter((fixture) => this.#mayAsk(fixture));
    if (lost.length > 0) this.#send({ op: 'subscribe', channel: 'odds', fixtures: lost });
  }

  #mayAsk(fixture: FixtureId): boolean {
    const nowMs = this.#options.monotonic();
    if (nowMs - (this.#asked.get(fixture) ?? -Infinity) < ASK_AGAIN_MS) return false;
    this.#asked.set(fixture, nowMs);
    return true;
  }

  #subscribeBooks(): void {
    if (this.#trader === null) return;
    this.#send({ op: 'authenticate', token: this.#trader });
    this.#send({ op: 'subscribe', channel: 'book' });
  }

  #send(request: Request): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#lastId += 1;
    this.#socket.send(JSON.stringify({ ...request, id: this.#lastId }));
  }
}
