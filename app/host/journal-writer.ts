import type { FixtureId } from '#contracts/mod.ts';

import type { JournalEntry } from './inputs.ts';

export type JournalLine = Readonly<{ fixture: FixtureId; epoch: number; entry: JournalEntry }>;

export type JournalWriter = Readonly<{
  add(line: JournalLine): void;
  /** Writes what waits: every few milliseconds, and before the connection closes. */
  flush(): void;
}>;

type Ports = Readonly<{
  write(line: JournalLine): void;
  onError(error: unknown, fixture: FixtureId): void;
}>;

/** No more lines than this wait. */
export const MOST_WAITING = 1_000;

/**
 * Writes lines in their order, many together: the journal explains what happened, and neither an answer nor odds wait
 * for it. A line that cannot be written is told and left out.
 */
export function createJournalWriter({ write, onError }: Ports): JournalWriter {
  let waiting: JournalLine[] = [];
  const flush = (): void => {
    const lines = waiting;
    waiting = [];
    for (const line of lines) {
      try {
        write(line);
      } catch (error) {
        onError(error, line.fixture);
      }
    }
  };
  return {
    add(line) {
      waiting.push(line);
      if (waiting.length >= MOST_WAITING) flush();
    },
    flush,
  };
}
