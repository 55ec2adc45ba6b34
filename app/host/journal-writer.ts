import type { FixtureId } from '#contracts/mod.ts';

import type { JournalEntry } from './inputs.ts';

/** An input that an owner, named by its epoch, has taken in. */
export type JournalLine = Readonly<{ epoch: number; entry: JournalEntry }>;

export type JournalWriter = Readonly<{
  add(fixture: FixtureId, line: JournalLine): void;
  /** Writes the fixtures of which something waits since `until` or longer (UTC milliseconds); all of them without it. */
  flush(until?: number): void;
}>;

type Ports = Readonly<{
  write(fixture: FixtureId, lines: readonly JournalLine[]): void;
  onError(error: unknown, fixture: FixtureId): void;
}>;

/** No more lines than this wait. */
export const MOST_WAITING = 1_000;

/**
 * Writes the lines of each fixture in their order, many together: the journal explains what happened, and neither an
 * answer nor odds wait for it. What cannot be written is told and left out.
 */
export function createJournalWriter({ write, onError }: Ports): JournalWriter {
  /** Whose first line is oldest comes first. */
  const waiting = new Map<FixtureId, JournalLine[]>();
  let count = 0;
  const flush = (until = Infinity): void => {
    for (const [fixture, lines] of waiting) {
      if ((lines[0]?.entry.at ?? 0) > until) return;
      waiting.delete(fixture);
      count -= lines.length;
      try {
        write(fixture, lines);
      } catch (error) {
        onError(error, fixture);
      }
    }
  };
  return {
    add(fixture, line) {
      const lines = waiting.get(fixture);
      if (lines === undefined) waiting.set(fixture, [line]);
      else lines.push(line);
      count += 1;
      const [oldest] = count < MOST_WAITING ? [] : waiting.values();
      flush(oldest?.[0]?.entry.at ?? -Infinity);
    },
    flush,
  };
}
