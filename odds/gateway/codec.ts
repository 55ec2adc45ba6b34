import { Encoder } from '@msgpack/msgpack';

import type { StreamEncoding } from '#contracts/mod.ts';

import type { CodedMarket } from './coded-market.ts';

/** A message of which the markets are kept apart, because they are encoded already. */
export type BoardParts = Readonly<{ head: object; markets: readonly CodedMarket[] }>;

/** Writes messages in one encoding. A field that is undefined is left out. */
export type Codec = Readonly<{
  /** WebSocket opcode: 1 for text, 2 for binary. */
  opcode: 1 | 2;
  message(value: unknown): Buffer;
  /** The head with its last field, `markets`, put together from their encoded parts. */
  board(parts: BoardParts): Buffer;
}>;

const json: Codec = {
  opcode: 1,
  message: (value) => Buffer.from(JSON.stringify(value)),
  board: ({ head, markets }) => {
    const open = JSON.stringify(head).slice(0, -1);
    return Buffer.from(`${open},"markets":[${markets.map(({ json }) => json).join(',')}]}`);
  },
};

const encoder = new Encoder({ ignoreUndefined: true });
const bytesOf = (value: unknown): Buffer => {
  const bytes = encoder.encode(value);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
};
const MARKETS = bytesOf('markets');

const msgpack: Codec = {
  opcode: 2,
  message: bytesOf,
  board: ({ head, markets }) => {
    const body = bytesOf(head);
    const fields = mapSizeOf(body);
    return Buffer.concat([
      sizeHeader(MAP, fields.count + 1),
      body.subarray(fields.headerBytes),
      MARKETS,
      sizeHeader(ARRAY, markets.length),
      ...markets.map((market) => market.msgpack),
    ]);
  },
};

export const CODECS: Readonly<Record<StreamEncoding, Codec>> = { json, msgpack };

/** First bytes of the short form (with the size in the low four bits) and of the form with 16 bits of size. */
type Container = Readonly<{ short: number; long: number }>;
const MAP: Container = { short: 0x80, long: 0xde };
const ARRAY: Container = { short: 0x90, long: 0xdc };

function sizeHeader({ short, long }: Container, size: number): Buffer {
  if (size > 0xffff) throw new RangeError(`${String(size)} elements are too many for one message`);
  return size < 16 ? Buffer.from([short | size]) : Buffer.from([long, size >> 8, size & 0xff]);
}

function mapSizeOf(bytes: Buffer): Readonly<{ count: number; headerBytes: number }> {
  const first = bytes[0] ?? 0;
  return first === MAP.long
    ? { count: bytes.readUInt16BE(1), headerBytes: 3 }
    : { count: first & 0x0f, headerBytes: 1 };
}
