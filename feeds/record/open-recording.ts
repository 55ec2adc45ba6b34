import type { Line } from '#platform/mod.ts';

import { readRecordedLines } from '../exchange/recorded-file.ts';
import { linesOfTape } from './lines-of-tape.ts';
import { openTape, TapeError, type Tape } from './read-tape.ts';
import type { TapeFrame } from './tape.ts';

/** A line to bring in, without blanks around it; when it was received is null where the file does not say. */
export type LineOfFile = Line & Readonly<{ receivedAt: number | null }>;

/** What can be brought in, to be read once. */
export type Recording =
  | Readonly<{ kind: 'canonical'; lines: AsyncIterable<LineOfFile> }>
  | Readonly<{ kind: 'exchange'; lines: AsyncIterable<LineOfFile> }>
  | Readonly<{ kind: 'uof'; frames: AsyncIterable<TapeFrame> }>;

/** The first lines of a file that was cut out of another may be halves. */
const LINES_LOOKED_AT = 100;

/**
 * Opens a recording of ours, or a file of lines: plain, packed with gzip or bzip2, or a tar archive of such. What it
 * holds shows in its first lines. Behind the last whole line of a recording that is cut off its reader meets a TapeError.
 * @throws Error when it cannot be read; TapeError when a feed sends nothing like it.
 */
export async function openRecording(path: string): Promise<Recording> {
  const tape = await tapeOf(path);
  if (tape?.header.kind === 'amqp') return { kind: 'uof', frames: tape.frames };
  const lines = tape === undefined ? linesOfFile(path) : linesOfTape(tape);
  const head: LineOfFile[] = [];
  while (head.length < LINES_LOOKED_AT) {
    const next = await lines.next();
    if (next.done === true) break;
    head.push(next.value);
    const kind = kindOf(next.value);
    if (kind !== undefined) return { kind, lines: chained(head, lines) };
  }
  await lines.return(undefined);
  throw new TapeError(
    'neither canonical lines, nor a stream of an exchange, nor a recorded Unified Odds Feed',
  );
}

function tapeOf(path: string): Promise<Tape | undefined> {
  return openTape(path).catch((error: unknown) => {
    if (error instanceof TapeError) return undefined;
    // What is not packed as recordings are is no recording, but may be lines.
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      return undefined;
    throw error;
  });
}

async function* linesOfFile(path: string): AsyncGenerator<LineOfFile> {
  for await (const lines of readRecordedLines(path))
    for (const line of lines) {
      const text = line.text.trim();
      if (line.problem !== undefined || text !== '') yield { ...line, text, receivedAt: null };
    }
}

function kindOf({ text, problem }: LineOfFile): 'canonical' | 'exchange' | undefined {
  if (problem !== undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    if ('op' in value) return 'exchange';
    return 'fixtureId' in value ? 'canonical' : undefined;
  } catch {
    return undefined;
  }
}

async function* chained<T>(head: readonly T[], rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield* head;
  yield* rest;
}
