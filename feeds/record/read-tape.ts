import { createReadStream } from 'node:fs';
import { constants, createGunzip } from 'node:zlib';

import { parserOf } from '#platform/mod.ts';

import {
  END_MARK,
  FRAME_HEAD_BYTES,
  MAX_BODY_BYTES,
  TapeHeaderSchema,
  type TapeFrame,
  type TapeHeader,
} from './tape.ts';

/** The file is no recording, or one that ends in the middle; the message says which. */
export class TapeError extends Error {
  override readonly name = 'TapeError';
}

export type Tape = Readonly<{
  header: TapeHeader;
  /** All whole frames in their order, once. @throws TapeError behind the last one, when the recording has no end. */
  frames: AsyncIterable<TapeFrame>;
}>;

const MAX_HEADER_BYTES = 65_536;
const NEW_LINE = 0x0a;
const parseHeader = parserOf(TapeHeaderSchema);

/**
 * Opens a recording. No more of it is held than a frame and what is unpacked at a time.
 * @throws TapeError when it is none; Error when the file cannot be read.
 */
export async function openTape(path: string): Promise<Tape> {
  const bytes = new ByteQueue(unpacked(path));
  try {
    return { header: await readHeader(bytes), frames: readFrames(bytes) };
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

/** The unpacked bytes, up to where the file is whole: what is behind is told by the missing end. */
async function* unpacked(path: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  const file = createReadStream(path);
  file.on('error', (error) => gunzip.destroy(error));
  try {
    yield* file.pipe(gunzip) as AsyncIterable<Uint8Array>;
  } catch (error) {
    const isDamaged =
      error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
    if (!isDamaged) throw error;
  } finally {
    file.destroy();
  }
}

async function readHeader(bytes: ByteQueue): Promise<TapeHeader> {
  const line: number[] = [];
  for (;;) {
    const byte = (await bytes.take(1))?.[0];
    if (byte === undefined || line.length > MAX_HEADER_BYTES)
      throw new TapeError('no recording: its first line is missing');
    if (byte === NEW_LINE) break;
    line.push(byte);
  }
  try {
    return parseHeader(JSON.parse(Buffer.from(line).toString('utf8')));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TapeError(`no recording: its first line cannot be read (${why.slice(0, 200)})`);
  }
}

async function* readFrames(bytes: ByteQueue): AsyncGenerator<TapeFrame> {
  try {
    for (let frames = 0; ; frames += 1) {
      const head = await bytes.take(FRAME_HEAD_BYTES);
      const bodyBytes = head?.readUInt32BE(0) ?? 0;
      if (bodyBytes === END_MARK) return;
      if (bodyBytes > MAX_BODY_BYTES)
        throw new TapeError(`the recording is damaged behind ${frames} whole messages`);
      const key = await bytes.take(head?.readUInt16BE(4) ?? 0);
      const body = await bytes.take(bodyBytes);
      if (head === undefined || key === undefined || body === undefined)
        throw new TapeError(`the recording ends in the middle, behind ${frames} whole messages`);
      const [receivedAt, sentAt] = [head.readDoubleBE(6), head.readDoubleBE(14)];
      if (!Number.isFinite(receivedAt))
        throw new TapeError(`the recording is damaged behind ${frames} whole messages`);
      yield {
        receivedAt,
        sentAt: Number.isFinite(sentAt) ? sentAt : null,
        key: key.toString('utf8'),
        body,
      };
    }
  } finally {
    await bytes.close();
  }
}

/** Bytes of chunks in pieces of a wanted length. */
class ByteQueue {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Lets go of where they come from. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** So many bytes; undefined when there are not that many any more. */
  async take(count: number): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    let missing = count;
    while (missing > this.#held.length) {
      parts.push(this.#held);
      missing -= this.#held.length;
      const next = await this.#chunks.next();
      if (next.done === true) {
        this.#held = Buffer.alloc(0);
        return undefined;
      }
      this.#held = Buffer.from(next.value);
    }
    parts.push(this.#held.subarray(0, missing));
    this.#held = this.#held.subarray(missing);
    return Buffer.concat(parts);
  }
}
