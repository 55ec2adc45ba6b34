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
  readonly #payloads = new Map<StreamEncoding, Buffer>();
  readonly #framed = new Map<string, Buffer>();

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

  payload(encoding: StreamEncoding): Buffer {
    const known = this.#payloads.get(encoding);
    if (known !== undefined) return known;
    const payload = this.#write(CODECS[encoding]);
    this.#payloads.set(encoding, payload);
    return payload;
  }

  /** The bytes that go on the socket. */
  bytes({ encoding, compressAboveBytes }: Wire): Buffer {
    const payload = this.payload(encoding);
    const compressed = payload.length >= compressAboveBytes;
    const form = compressed ? `${encoding}+deflate` : encoding;
    const known = this.#framed.get(form);
    if (known !== undefined) return known;
    const { opcode } = CODECS[encoding];
    const framed = compressed
      ? framedMessage(opcode, deflated(payload), true)
      : framedMessage(opcode, payload, false);
    this.#framed.set(form, framed);
    return framed;
  }
}

const FIN = 0x80;
const RSV1 = 0x40;

/** A whole unmasked message as one frame (RFC 6455, 5.2). */
function framedMessage(opcode: number, payload: Buffer, compressed: boolean): Buffer {
  const { length } = payload;
  const headerBytes = length < 126 ? 2 : length < 0x10000 ? 4 : 10;
  const framed = Buffer.allocUnsafe(headerBytes + length);
  framed[0] = FIN | (compressed ? RSV1 : 0) | opcode;
  if (headerBytes === 2) framed[1] = length;
  else if (headerBytes === 4) {
    framed[1] = 126;
    framed.writeUInt16BE(length, 2);
  } else {
    framed[1] = 127;
    framed.writeBigUInt64BE(BigInt(length), 2);
  }
  payload.copy(framed, headerBytes);
  return framed;
}

const EMPTY_BLOCK_BYTES = 4;

/** RFC 7692, 7.2.1: flushed to a byte boundary, without the empty block that the flush ends with. */
function deflated(payload: Buffer): Buffer {
  const flushed = deflateRawSync(payload, {
    finishFlush: constants.Z_SYNC_FLUSH,
    level: constants.Z_BEST_SPEED,
  });
  return flushed.subarray(0, flushed.length - EMPTY_BLOCK_BYTES);
}
