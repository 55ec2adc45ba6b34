import { constants, deflateRawSync } from 'node:zlib';

import type { ServerMessage, StreamEncoding } from '#contracts/mod.ts';

import { CODECS, type BoardParts, type Codec } from './codec.ts';

/** How one client wants its messages. */
export type Wire = Readonly<{
  encoding: StreamEncoding;
  /** Payloads of this many bytes and more are sent compressed. */
  compressAboveBytes: number;
}>;
export const PLAIN_JSON: Wire = { encoding: 'json', compressAboveBytes: Infinity };

/**
 * One WebSocket message for any number of readers: written in each encoding at most once, framed and compressed
 * at most once. Servers do not mask, so the bytes are the same for everyone.
 */
export class Frame {
  readonly op: ServerMessage['op'];
  /** When the host published what is in it, UTC milliseconds; null for what no host publishes. */
  readonly publishedAt: number | null;
  readonly #write: (codec: Codec) => Buffer;
  readonly #plain: Partial<Record<StreamEncoding, Buffer>> = {};
  readonly #compressed: Partial<Record<StreamEncoding, Buffer>> = {};

  private constructor(
    op: ServerMessage['op'],
    publishedAt: number | null,
    write: (codec: Codec) => Buffer,
  ) {
    this.op = op;
    this.publishedAt = publishedAt;
    this.#write = write;
  }

  static of(message: ServerMessage, publishedAt: number | null = null): Frame {
    return new Frame(message.op, publishedAt, (codec) => codec.message(message));
  }

  static ofBoard(op: 'image' | 'delta', publishedAt: number, parts: BoardParts): Frame {
    return new Frame(op, publishedAt, (codec) => codec.board(parts));
  }

  get frames(): readonly [Frame] {
    return [this];
  }

  /** Of the message as JSON. */
  get jsonBytes(): number {
    return this.#framed('json').length;
  }

  /** The message itself. */
  payload(encoding: StreamEncoding): Buffer {
    const framed = this.#framed(encoding);
    return framed.subarray(headerBytesOf(framed));
  }

  /** The bytes that go on the socket. */
  bytes({ encoding, compressAboveBytes }: Wire): Buffer {
    const plain = this.#framed(encoding);
    if (plain.length - headerBytesOf(plain) < compressAboveBytes) return plain;
    return (this.#compressed[encoding] ??= framedMessage(
      RSV1 | CODECS[encoding].opcode,
      deflated(this.payload(encoding)),
    ));
  }

  #framed(encoding: StreamEncoding): Buffer {
    const known = this.#plain[encoding];
    if (known !== undefined) return known;
    const codec = CODECS[encoding];
    return (this.#plain[encoding] = framedMessage(codec.opcode, this.#write(codec)));
  }
}

const FIN = 0x80;
const RSV1 = 0x40;

/** A whole unmasked message as one frame (RFC 6455, 5.2). */
function framedMessage(kind: number, payload: Buffer): Buffer {
  const { length } = payload;
  const headerBytes = length < 126 ? 2 : length < 0x10000 ? 4 : 10;
  const framed = Buffer.allocUnsafe(headerBytes + length);
  framed[0] = FIN | kind;
  framed[1] = headerBytes === 2 ? length : headerBytes === 4 ? 126 : 127;
  if (headerBytes === 4) framed.writeUInt16BE(length, 2);
  if (headerBytes === 10) framed.writeBigUInt64BE(BigInt(length), 2);
  payload.copy(framed, headerBytes);
  return framed;
}

const headerBytesOf = (framed: Buffer): number =>
  framed[1] === 127 ? 10 : framed[1] === 126 ? 4 : 2;

const EMPTY_BLOCK_BYTES = 4;

/** RFC 7692, 7.2.1: flushed to a byte boundary, without the empty block that the flush ends with. */
function deflated(payload: Buffer): Buffer {
  const flushed = deflateRawSync(payload, {
    finishFlush: constants.Z_SYNC_FLUSH,
    level: constants.Z_BEST_SPEED,
  });
  return flushed.subarray(0, flushed.length - EMPTY_BLOCK_BYTES);
}
