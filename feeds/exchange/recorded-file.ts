import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { makeLineSplitter, type Line } from '#platform/mod.ts';

import { unpackBzip2 } from './bzip2.ts';
import { isTar, readTar } from './tar.ts';

/** Longer than any image of 200 markets in the open recordings, by ten times. */
export const MAX_LINE_BYTES = 8 * 1_048_576;

/**
 * The lines of a recording, in batches: plain, packed with gzip or bzip2, or a tar archive of such files one
 * after the other. What a file is shows in its first bytes, whatever its name.
 * @throws Error when the file cannot be read or is damaged.
 */
export async function* readRecordedLines(
  path: string,
  maxLineBytes: number = MAX_LINE_BYTES,
): AsyncGenerator<readonly Line[]> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(512);
    await file.read(head, 0, head.length, 0);
    if (isTar(head)) {
      for await (const { bytes } of readTar(file)) yield* linesOf(unpack(bytes), maxLineBytes);
    } else {
      yield* linesOf(unpack(await file.readFile()), maxLineBytes);
    }
  } finally {
    await file.close();
  }
}

async function* linesOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<readonly Line[]> {
  const splitter = makeLineSplitter(maxLineBytes);
  for await (const chunk of chunks) yield splitter.take(chunk);
  yield splitter.end();
}

function unpack(bytes: Uint8Array): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  const [first, second, third] = bytes;
  if (first === 0x42 && second === 0x5a && third === 0x68) return unpackBzip2(bytes);
  if (first === 0x1f && second === 0x8b)
    return Readable.from([bytes]).pipe(createGunzip()) as AsyncIterable<Uint8Array>;
  return [bytes];
}
