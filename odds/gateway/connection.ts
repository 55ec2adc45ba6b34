import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';

import { CLOSE_GOING_AWAY, SUBPROTOCOLS, type StreamEncoding } from '#contracts/mod.ts';
import type { Logger } from '#platform/mod.ts';

import type { Pass } from './admission.ts';
import type { Written } from './bundle.ts';
import type { GatewayCore } from './core.ts';
import type { Wire } from './frame.ts';
import type { Outlet } from './groups.ts';
import type { GatewayLimits } from './limits.ts';
import type { Peer } from './peer.ts';
import { SocketWriter } from './socket-writer.ts';

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

/** Of `WebSocket.readyState`. */
const OPEN = 1;

/** One socket: carries messages both ways, and notices when the other side is gone. */
export class Connection implements Outlet {
  readonly #socket: WebSocket;
  readonly #writer: SocketWriter;
  readonly #wire: Wire;
  readonly #peer: Peer;
  #answersPings = true;

  constructor({ socket, stream, canInflate }: Accepted, options: ConnectionOptions) {
    const { core, limits, log, pass } = options;
    this.#socket = socket;
    const { mergeAboveBytes } = limits;
    this.#writer = new SocketWriter(stream, {
      mergeAboveBytes,
      onRoom: () => this.#peer.drained(),
    });
    const encoding = socket.protocol === SUBPROTOCOLS.msgpack ? 'msgpack' : 'json';
    this.#wire = wireOf(encoding, canInflate ? limits.compressAboveBytes : Infinity);
    this.#peer = core.connect(this, encoding, pass);
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

  /** Counts the connections of the gateway. */
  get number(): number {
    return this.#peer.client.number;
  }

  unsentBytes(): number {
    return this.#writer.unsentBytes();
  }

  /** Frames are made once for all clients and go to the stream below: `send` would frame them for each. */
  write(written: Written): void {
    if (this.#socket.readyState === OPEN) this.#writer.write(written.bytes(this.#wire));
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

const wires = new Map<string, Wire>();

/** The same object for all connections that want the same. */
function wireOf(encoding: StreamEncoding, compressAboveBytes: number): Wire {
  const name = `${encoding} ${String(compressAboveBytes)}`;
  const wire = wires.get(name) ?? { encoding, compressAboveBytes };
  wires.set(name, wire);
  return wire;
}

const textOf = (data: RawData, isBinary: boolean): string | undefined =>
  isBinary || !Buffer.isBuffer(data) ? undefined : data.toString('utf8');
