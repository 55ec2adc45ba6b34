import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';

import { CLOSE_GOING_AWAY, SUBPROTOCOLS } from '#contracts/mod.ts';
import type { Logger } from '#platform/mod.ts';

import type { Wire } from './frame.ts';
import type { Pass } from './admission.ts';
import type { GatewayCore } from './core.ts';
import type { GatewayLimits } from './limits.ts';
import type { Peer } from './peer.ts';

/** An accepted WebSocket with the stream below it. */
export type Accepted = Readonly<{
  socket: WebSocket;
  stream: Duplex;
  /** Whether the client takes messages that were compressed without its context. */
  canInflate: boolean;
}>;

export type ConnectionOptions = Readonly<{
  core: GatewayCore;
  limits: GatewayLimits;
  log: Logger;
  pass: Pass;
}>;

/** One socket: carries messages both ways, and notices when the other side is gone. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #peer: Peer;
  #answersPings = true;

  constructor({ socket, stream, canInflate }: Accepted, options: ConnectionOptions) {
    const { core, limits, log, pass } = options;
    this.#socket = socket;
    const encoding = socket.protocol === SUBPROTOCOLS.msgpack ? 'msgpack' : 'json';
    const wire: Wire = {
      encoding,
      compressAboveBytes: canInflate ? limits.compressAboveBytes : Infinity,
    };
    const onWritten = (): void => {
      this.#peer.drained();
    };
    this.#peer = core.connect(
      {
        unsentBytes: () => socket.bufferedAmount,
        // Frames are made once for all clients and go to the stream below: `send` would frame them for each.
        write: (frame) => {
          if (socket.readyState === socket.OPEN) stream.write(frame.bytes(wire), onWritten);
        },
        cork: () => {
          stream.cork();
        },
        uncork: () => {
          stream.uncork();
        },
        close: (code, reason) => {
          this.close(code, reason);
        },
      },
      encoding,
      pass,
    );
    socket.on('message', (data, isBinary) => {
      this.#peer.receive(textOf(data, isBinary));
    });
    socket.on('pong', () => {
      this.#answersPings = true;
    });
    socket.on('close', () => {
      this.#peer.gone();
    });
    socket.on('error', (error) => {
      log.debug({ err: error }, 'a client connection failed');
    });
  }

  /** Ends a connection whose last ping was not answered, and sends the next one. */
  ping(): void {
    if (!this.#answersPings) {
      this.#socket.terminate();
      return;
    }
    this.#answersPings = false;
    this.#socket.ping();
  }

  expire(nowMs: number): void {
    this.#peer.expire(nowMs);
  }

  goAway(reconnectInMs: number): void {
    this.#peer.goAway(reconnectInMs);
  }

  end(): void {
    this.close(CLOSE_GOING_AWAY, 'going away');
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }
}

const textOf = (data: RawData, isBinary: boolean): string | undefined =>
  isBinary || !Buffer.isBuffer(data) ? undefined : data.toString('utf8');
