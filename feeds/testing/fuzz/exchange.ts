import { InvalidMessageError, makeLineSplitter } from '#platform/mod.ts';

import { makeBooks } from '../../exchange/books.ts';
import { parseMessage } from '../../exchange/message.ts';
import { makeQuoteDesk } from '../../exchange/quote-desk.ts';
import { LINES, OTHER_LINES } from '../../exchange/testing/messages.ts';
import { mutatedText } from '../mutations.ts';
import { fuzzed, must, type Fuzzed } from './fuzzed.ts';

const MAX_LINE_BYTES = 20_000;

/** A connection that brings an image and then the text: every line is read or refused by itself. */
function takeStream(text: string): void {
  const books = makeBooks();
  const desk = makeQuoteDesk('exchange', books);
  desk.setUp(true);
  const splitter = makeLineSplitter(MAX_LINE_BYTES);
  const bytes = Buffer.from(`${LINES[0] ?? ''}\r\n${text}\r\n`);
  for (const { text: line, problem } of [...splitter.take(bytes), ...splitter.end()]) {
    if (problem !== undefined) continue;
    const before = [...books.markets()];
    try {
      const message = parseMessage(line);
      if (message.op !== 'mcm') continue;
      const quotes = desk.take(books.apply(message));
      for (const { outcomes } of quotes)
        for (const { back, lay } of outcomes)
          for (const price of [back, lay])
            must(
              price === null || Number.isFinite(price.odds + (price.size ?? NaN)),
              'a price that is none',
            );
    } catch (error) {
      if (!(error instanceof InvalidMessageError)) throw error;
      const after = [...books.markets()];
      must(
        after.length === before.length && after.every((book, at) => book === before[at]),
        'a line that was refused has changed the books',
      );
    }
  }
}

export const EXCHANGE: readonly Fuzzed[] = [
  fuzzed(
    'exchange stream lines',
    mutatedText([...LINES, ...OTHER_LINES, LINES.join('\r\n')]),
    [InvalidMessageError],
    takeStream,
  ),
];
