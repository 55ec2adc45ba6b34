import type { Socket, Surroundings } from './surroundings.ts';
import { SUBPROTOCOLS, type ClientMessage, type Hello, type ServerMessage } from './wire.ts';

export type LinkOptions = Readonly<{
  url: string;
  surroundings: Surroundings;
  /** Reads MessagePack; with it the gateway is asked for that encoding. */
  msgpack: ((bytes: Uint8Array) => unknown) | undefined;
  onHello: (link: Link) => void;
  onMessage: (link: Link, message: ServerMessage) => void;
  /** Once, when the connection has ended by itself or has fallen silent; not after `close`. */
  onLost: (link: Link, code: number) => void;
}>;

/** Silence of so many heartbeats means that the connection is dead, whatever the socket believes. */
const MISSED_HEARTBEATS = 2.5;
const GREETING_MS = 10_000;
const ABNORMAL = 1006;
const PROTOCOL_ERROR = 1002;
const SECOND_MS = 1000;

/** One connection to a gateway, from the attempt to its end. */
export class Link {
  readonly #options: LinkOptions;
  readonly #socket: Socket;
  readonly #waiting: (() => ClientMessage | undefined)[] = [];
  #hello: Hello | undefined;
  #heardMs: number;
  #isOver = false;
  #second = { startMs: -Infinity, sent: 0 };
  #cancelSending: (() => void) | undefined;

  constructor(options: LinkOptions) {
    const { surroundings, url, msgpack } = options;
    this.#options = options;
    this.#heardMs = surroundings.monotonicMs();
    const protocols =
      msgpack === undefined ? [SUBPROTOCOLS.json] : [SUBPROTOCOLS.msgpack, SUBPROTOCOLS.json];
    this.#socket = surroundings.openSocket(url, protocols, {
      message: (data) => {
        this.#receive(data);
      },
      close: (code) => {
        this.#lose(code);
      },
    });
  }

  /** What the gateway said first; undefined until it has. */
  get hello(): Hello | undefined {
    return this.#hello;
  }

  /** Sends the message as soon as the gateway's rate allows; it is made then, and may turn out not to be needed. */
  send(make: () => ClientMessage | undefined): void {
    this.#waiting.push(make);
    this.#sendWaiting();
  }

  /** Gives the connection up when it has been silent for too long. */
  check(): void {
    const silentMs = this.#options.surroundings.monotonicMs() - this.#heardMs;
    const allowedMs =
      this.#hello === undefined ? GREETING_MS : MISSED_HEARTBEATS * this.#hello.heartbeatMs;
    if (silentMs > allowedMs) this.#lose(ABNORMAL);
  }

  close(): void {
    this.#isOver = true;
    this.#cancelSending?.();
    this.#socket.close();
  }

  #receive(data: string | Uint8Array): void {
    if (this.#isOver) return;
    const message = this.#read(data);
    if (message === undefined) {
      this.#lose(PROTOCOL_ERROR);
      return;
    }
    const isGreeting = message.op === 'hello' && this.#hello === undefined;
    if (isGreeting) this.#hello = message;
    // Whatever comes before the greeting does not make up for it.
    if (this.#hello === undefined) return;
    this.#heardMs = this.#options.surroundings.monotonicMs();
    if (isGreeting) this.#options.onHello(this);
    else this.#options.onMessage(this, message);
  }

  #read(data: string | Uint8Array): ServerMessage | undefined {
    try {
      const value: unknown =
        typeof data === 'string' ? JSON.parse(data) : this.#options.msgpack?.(data);
      return isMessage(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  #lose(code: number): void {
    if (this.#isOver) return;
    this.close();
    this.#options.onLost(this, code);
  }

  #sendWaiting(): void {
    if (this.#cancelSending !== undefined || this.#hello === undefined) return;
    const { surroundings } = this.#options;
    while (this.#waiting.length > 0) {
      const waitMs = this.#fullForMs();
      if (waitMs > 0) {
        this.#cancelSending = surroundings.after(waitMs, () => {
          this.#cancelSending = undefined;
          this.#sendWaiting();
        });
        return;
      }
      const message = this.#waiting.shift()?.();
      if (message === undefined) continue;
      this.#second.sent += 1;
      this.#socket.send(JSON.stringify(message));
    }
  }

  /** How long no message may be sent; 0 when one may. */
  #fullForMs(): number {
    const nowMs = this.#options.surroundings.monotonicMs();
    if (nowMs - this.#second.startMs >= SECOND_MS) this.#second = { startMs: nowMs, sent: 0 };
    // The gateway's seconds begin at other moments, so only half of what it allows is used in one of ours.
    const allowed = Math.max(1, Math.floor((this.#hello?.limits.messagesPerSecond ?? 2) / 2));
    return this.#second.sent < allowed ? 0 : this.#second.startMs + SECOND_MS - nowMs;
  }
}

/** Whatever it is, it says what it is; the gateway is trusted with the rest. */
const isMessage = (value: unknown): value is ServerMessage =>
  typeof value === 'object' && value !== null && 'op' in value && typeof value.op === 'string';
