import type { Tape } from './read-tape.ts';

type RecordedLine = Readonly<{
  text: string;
  /** When its last byte came; UTC milliseconds. */
  receivedAt: number;
}>;

const NEW_LINE = 0x0a;
/** What is longer is cut into lines of this length, none of which can be read. */
const MAX_HELD_BYTES = 1_048_576;

/** The lines of a recorded stream, empty ones left out; of messages each is a line. */
export async function* linesOfTape({ header, frames }: Tape): AsyncGenerator<RecordedLine> {
  let held = Buffer.alloc(0);
  let receivedAt = 0;
  for await (const frame of frames) {
    ({ receivedAt } = frame);
    held = Buffer.concat([held, frame.body]);
    const isWhole = header.kind !== 'lines' || held.length > MAX_HELD_BYTES;
    const end = isWhole ? held.length : held.lastIndexOf(NEW_LINE) + 1;
    yield* textsOf(held.subarray(0, end), receivedAt);
    held = held.subarray(end);
  }
  yield* textsOf(held, receivedAt);
}

const textsOf = (bytes: Buffer, receivedAt: number): readonly RecordedLine[] =>
  bytes
    .toString('utf8')
    .split('\n')
    .map((line) => ({ text: line.trim(), receivedAt }))
    .filter(({ text }) => text !== '');
