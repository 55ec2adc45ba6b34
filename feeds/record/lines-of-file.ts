import { readRecordedLines } from '../exchange/recorded-file.ts';
import { linesOfTape } from './lines-of-tape.ts';
import { openTape, TapeError } from './read-tape.ts';

/** A line to bring in; when it was received is null where the file does not say. */
export type LineOfFile = Readonly<{ text: string; receivedAt: number | null }>;

/**
 * The lines of a recording of ours, or of a file of lines: plain, packed with gzip or bzip2, or a tar archive of such.
 * @throws Error when it cannot be read; TapeError behind the last whole line of a recording that is cut off.
 */
export async function* linesOfFile(path: string): AsyncGenerator<LineOfFile> {
  const tape = await openTape(path).catch((error: unknown) => {
    if (error instanceof TapeError) return undefined;
    // What is not packed as recordings are is no recording, but may be lines.
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      return undefined;
    throw error;
  });
  if (tape !== undefined) {
    yield* linesOfTape(tape);
    return;
  }
  for await (const lines of readRecordedLines(path))
    for (const { text, problem } of lines)
      if (problem !== undefined || text.trim() !== '')
        yield { text: text.trim(), receivedAt: null };
}
