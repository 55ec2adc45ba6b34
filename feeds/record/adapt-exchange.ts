import { InvalidMessageError } from '#platform/mod.ts';

import { makeBooks } from '../exchange/books.ts';
import { parseMessage } from '../exchange/message.ts';
import { makeQuoteDesk } from '../exchange/quote-desk.ts';
import { NOTHING, type Adapted } from './adapted.ts';
import type { LineOfFile } from './open-recording.ts';

/**
 * The quotes of a recorded exchange stream, message by message. Behind a line that cannot be read nothing is told of
 * the markets so far until their next images, as live they would be asked for again.
 */
export async function* adaptExchange(
  lines: AsyncIterable<LineOfFile>,
  producer: string,
): AsyncGenerator<Adapted> {
  const books = makeBooks();
  const desk = makeQuoteDesk(producer, books);
  const doubted = new Set<string>();
  const adapted = (text: string): Adapted => {
    const message = parseMessage(text);
    if (message.op !== 'mcm') return NOTHING;
    const changed = books.apply(message);
    for (const { id, img } of message.mc ?? []) if (img === true) doubted.delete(id);
    const quotes = desk.take(changed.filter((id) => !doubted.has(id)));
    return { ...NOTHING, at: message.pt ?? null, quotes };
  };
  for await (const { text, problem, receivedAt } of lines) {
    try {
      if (problem !== undefined) throw new InvalidMessageError(problem);
      yield adapted(text);
    } catch (error) {
      if (!(error instanceof InvalidMessageError)) throw error;
      for (const { id } of books.markets()) doubted.add(id);
      yield { ...NOTHING, poison: { line: text, reason: error.reason, receivedAt } };
    }
  }
}
