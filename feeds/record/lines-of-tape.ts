import { makeLineSplitter, type Line } from '#platform/mod.ts';

import { MAX_LINE_BYTES } from '../exchange/recorded-file.ts';
import type { Tape } from './read-tape.ts';

type RecordedLine = Line &
  Readonly<{
    /** When its last byte came; UTC milliseconds. */
    receivedAt: number;
  }>;

/** The lines of a recorded stream, empty ones left out; of messages each is a line, or more. */
export async function* linesOfTape({ header, frames }: Tape): AsyncGenerator<RecordedLine> {
  const splitter = makeLineSplitter(MAX_LINE_BYTES);
  let last = 0;
  for await (const { body, receivedAt } of frames) {
    last = receivedAt;
    yield* stamped(splitter.take(body), receivedAt);
    if (header.kind !== 'lines') yield* stamped(splitter.end(), receivedAt);
  }
  yield* stamped(splitter.end(), last);
}

const stamped = (lines: readonly Line[], receivedAt: number): readonly RecordedLine[] =>
  lines
    .map((line) => ({ ...line, text: line.text.trim(), receivedAt }))
    .filter(({ text, problem }) => text !== '' || problem !== undefined);
