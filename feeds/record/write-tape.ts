import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';

import type { Clock } from '#platform/mod.ts';

import { endBytes, frameBytes, headerLine, type TapeFrame, type TapeHeader } from './tape.ts';

/** What a process that is killed can lose of a recording. */
const FLUSH_EVERY_MS = 1_000;

type TapeWriter = Readonly<{
  /** Resolves when more can be taken. @throws InvalidMessageError when it is too long for a frame. */
  write: (frame: TapeFrame) => Promise<void>;
  /** Brings the recording to its end; only one that has an end is whole. */
  close: () => Promise<void>;
}>;

/**
 * A new file with a recording: gzip of a line of JSON and frames.
 * @throws Error when the file is there already, or cannot be written.
 */
export async function startTape(
  path: string,
  header: TapeHeader,
  clock: Clock,
): Promise<TapeWriter> {
  const file = await open(path, 'wx');
  const gzip = createGzip();
  const stream = file.createWriteStream();
  gzip.pipe(stream);
  const written = finished(stream);
  // It may fail before anybody waits for it.
  written.catch(() => undefined);
  stream.on('error', (error) => gzip.destroy(error));
  const put = async (bytes: Buffer): Promise<void> => {
    if (gzip.destroyed) await written;
    if (!gzip.write(bytes)) await Promise.race([once(gzip, 'drain'), written]);
  };
  await put(headerLine(header));
  const stopFlushes = clock.every(FLUSH_EVERY_MS, () => {
    gzip.flush(constants.Z_SYNC_FLUSH);
  });
  return {
    write: (frame) => put(frameBytes(frame)),
    close: async () => {
      stopFlushes();
      await put(endBytes(clock.now()));
      gzip.end();
      await written;
    },
  };
}
