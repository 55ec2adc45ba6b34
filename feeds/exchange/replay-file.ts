import { InvalidMessageError } from '#platform/mod.ts';

import { makeBooks, type Books } from './books.ts';
import { parseMessage, type MarketMessage } from './message.ts';
import { readRecordedLines } from './recorded-file.ts';

export type PoisonLine = Readonly<{ line: string; reason: string }>;

export type ReplayedFile = Readonly<{
  books: Books;
  messages: number;
  /** Orders, races and cricket, connection and status lines. */
  otherMessages: number;
  runnerChanges: number;
  definitions: number;
  images: number;
  poison: number;
}>;

export type ReplayFileOptions = Readonly<{
  books?: Books;
  onPoison?: (poison: PoisonLine) => void;
  /** After each message; `changed` are the markets to tell others about. */
  onMessage?: (message: MarketMessage, changed: readonly string[]) => void;
}>;

/**
 * Builds the books of a recorded file, message by message. A line that cannot be read is told and left out.
 * @throws Error when the file cannot be read or is damaged.
 */
export async function replayExchangeFile(
  path: string,
  { books = makeBooks(), onPoison, onMessage }: ReplayFileOptions = {},
): Promise<ReplayedFile> {
  const counts = {
    ...{ messages: 0, otherMessages: 0, runnerChanges: 0 },
    ...{ definitions: 0, images: 0, poison: 0 },
  };
  const take = (line: string): void => {
    const message = parseMessage(line);
    if (message.op !== 'mcm') {
      counts.otherMessages += 1;
      return;
    }
    const changed = books.apply(message);
    counts.messages += 1;
    for (const { rc, marketDefinition, img } of message.mc ?? []) {
      counts.runnerChanges += rc?.length ?? 0;
      counts.definitions += marketDefinition == null ? 0 : 1;
      counts.images += img === true ? 1 : 0;
    }
    onMessage?.(message, changed);
  };
  for await (const lines of readRecordedLines(path)) {
    for (const { text, problem } of lines) {
      try {
        if (problem !== undefined) throw new InvalidMessageError(problem);
        take(text);
      } catch (error) {
        if (!(error instanceof InvalidMessageError)) throw error;
        counts.poison += 1;
        onPoison?.({ line: text, reason: error.reason });
      }
    }
  }
  return { books, ...counts };
}
