import { expect } from 'vitest';

import { seededRandom } from '#platform/mod.ts';

import { makeBooks } from '../../exchange/books.ts';
import { parseMessage, type MarketMessage } from '../../exchange/message.ts';
import { makeQuoteDesk } from '../../exchange/quote-desk.ts';
import { quotesOf } from '../../exchange/quotes.ts';
import { madeUpStream } from '../../exchange/testing/made-up-stream.ts';
import { LINES } from '../../exchange/testing/messages.ts';
import type { Adapter } from './behaviours.ts';

const marketMessage = (line: string): MarketMessage => {
  const message = parseMessage(line);
  if (message.op !== 'mcm') throw new Error('no market message');
  return message;
};

/** All quotes that the lines make, in their order. */
function quotesOfLines(lines: readonly string[]) {
  const books = makeBooks();
  const desk = makeQuoteDesk('exchange', books);
  desk.setUp(true);
  const quotes = lines.flatMap((line) => desk.take(books.apply(marketMessage(line))));
  return { books, quotes };
}

const MADE_UP = madeUpStream(seededRandom('conformance'), 200);

/** Rows of the exchange stream; what goes wrong in between is in the fault matrix. */
export const EXCHANGE_ROWS: Adapter = {
  name: 'exchange stream',
  rows: {
    'identity mapping': () => {
      const [first] = quotesOfLines(LINES).quotes;
      expect(first).toMatchObject({
        ...{ marketKey: 'match-result', marketUrn: 'betfair:market:1.1' },
        fixture: { urn: 'betfair:event:9001', name: 'Rovers v United' },
      });
      expect(first?.outcomes.map(({ outcomeId, providerId }) => [outcomeId, providerId])).toEqual([
        ...[
          ['home', '11'],
          ['away', '12'],
          ['draw', '13'],
        ],
      ]);
    },
    ordering: {
      none: 'one connection keeps the order, and what belongs together comes between its segments (exchange/books.test.ts)',
    },
    duplicates: { fault: 'a message comes twice' },
    corrections: () => {
      const { books } = quotesOfLines(LINES.slice(0, 2));
      const before = books.market('1.1')?.runners.get('12')?.atb;
      const image = marketMessage(LINES[0] ?? '');
      const corrected = {
        ...image,
        ct: null,
        mc: (image.mc ?? []).map((mc) => ({ ...mc, rc: [] })),
      };
      books.apply(corrected);
      expect(before).not.toEqual([]);
      expect(books.market('1.1')?.runners.size).toBe(0);
    },
    'alive tracking': { fault: 'silence' },
    'down and recovery': { fault: 'the connection breaks' },
    snapshot: () => {
      const { books } = quotesOfLines(MADE_UP);
      const images = [...books.markets()].map(({ id, definition, runners, tv }) => ({
        ...{ id, img: true, tv, marketDefinition: definition },
        rc: [...runners.values()],
      }));
      const line = JSON.stringify({ op: 'mcm', pt: 1, ct: 'SUB_IMAGE', mc: images });
      const again = quotesOfLines([line]).books;
      for (const book of books.markets()) {
        const rebuilt = again.market(book.id);
        if (rebuilt === undefined) throw new Error(`market ${book.id} is missing`);
        expect(quotesOf('exchange', { ...rebuilt, at: book.at })).toEqual(
          quotesOf('exchange', book),
        );
      }
    },
    'back-pressure': { fault: 'the consumer is slow' },
    'poison to dead letters': { fault: 'a message cannot be read' },
    replayability: () => {
      expect(quotesOfLines(MADE_UP).quotes).toEqual(quotesOfLines(MADE_UP).quotes);
    },
    metrics: { test: 'exchange/source.int.test.ts' },
  },
};
