import type { Socket, SocketHandlers } from '#client/mod.ts';
import { SUBPROTOCOLS } from '#contracts/mod.ts';
import type { GatewayCore } from '#odds/gateway/mod.ts';
import type { Clock } from '#platform/mod.ts';

import { after, Pipe } from './network.ts';

type Outlet = Parameters<GatewayCore['connect']>[0];

/** How the way to one client behaves. */
export type Line = {
  bytesPerSecond: number;
  isPaused: boolean;
  /** What happens to each message of the server on it; a WebSocket does none of this. */
  mangle: (deliver: () => void) => void;
};

export type ConnectionOptions = Readonly<{
  clock: Clock;
  core: GatewayCore;
  pass: Parameters<GatewayCore['connect']>[2];
  line: Line;
  protocols: readonly string[];
  handlers: SocketHandlers;
}>;

const CLOSE_TIMEOUT_MS = 5000;
const TERMINATED = 1006;

/** A connection as a WebSocket is one: ordered both ways, and both sides may end it. */
export class SimulatedConnection {
  readonly line: Line;
  readonly down: Pipe;
  onEnd: () => void = () => undefined;
  readonly #options: ConnectionOptions;
  readonly #up: Pipe;
  readonly #peer: ReturnType<GatewayCore['connect']>;
  #isOver = false;

  constructor(options: ConnectionOptions) {
    const { clock, core, pass, line, protocols } = options;
    this.#options = options;
    this.line = line;
    this.#up = new Pipe(clock, 1e6);
    this.down = new Pipe(clock, line.bytesPerSecond, () => {
      if (!this.#isOver) this.#peer.drained();
    });
    if (line.isPaused) this.down.pause();
    const encoding = protocols[0] === SUBPROTOCOLS.msgpack ? 'msgpack' : 'json';
    this.#peer = core.connect(this.#outlet(encoding), encoding, pass);
  }

  /** The client's end. */
  get socket(): Socket {
    return {
      send: (text) => {
        this.#up.push(text.length, () => {
          this.#peer.receive(text);
        });
      },
      close: () => {
        this.cut(null);
      },
    };
  }

  goAway(reconnectInMs: number): void {
    this.#peer.goAway(reconnectInMs);
  }

  /** Ends it at once. Without a code the client is not told: it has to notice the silence. */
  cut(code: number | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.onEnd();
    this.#peer.gone();
    this.#up.cut();
    this.down.cut();
    const { clock, handlers } = this.#options;
    if (code === null) return;
    after(clock, 1, () => {
      handlers.close(code);
    });
  }

  #outlet(encoding: 'json' | 'msgpack'): Outlet {
    const { clock, handlers, line } = this.#options;
    return {
      unsentBytes: () => this.down.unsentBytes,
      write: ({ frames }) => {
        for (const frame of frames) {
          const payload = frame.payload(encoding);
          const data = encoding === 'json' ? payload.toString() : payload;
          this.down.push(payload.length, () => {
            line.mangle(() => {
              if (!this.#isOver) handlers.message(data);
            });
          });
        }
      },
      close: (code) => {
        this.down.push(4, () => {
          this.cut(code);
        });
        after(clock, CLOSE_TIMEOUT_MS, () => {
          this.cut(TERMINATED);
        });
      },
    };
  }
}
