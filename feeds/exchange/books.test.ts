import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { BOOK_LIMITS, makeBooks, type BookLimits } from './books.ts';
import { parseMessage, type MarketMessage } from './message.ts';
import { factsOf } from './facts-of.ts';
import { LINES, MATCH_DEFINITION, MESSAGES, START } from './testing/messages.ts';
import { SlowBooks } from './slow-books.ts';

function marketMessage(value: unknown): MarketMessage {
  const message = parseMessage(typeof value === 'string' ? value : JSON.stringify(value));
  if (message.op !== 'mcm') throw new Error('no market message');
  return message;
}

const change = (id: string, more: object = {}): object => ({ id, ...more });
const delta = (mc: readonly object[], more: object = {}): MarketMessage =>
  marketMessage({ op: 'mcm', pt: START, clk: 'c', mc, ...more });

describe('the books of a hand-written stream', () => {
  const books = makeBooks();
  const after = MESSAGES.map((message) => {
    const changed = books.apply(marketMessage(message));
    return { changed, book: books.market('1.1') };
  });

  test('hold the image', () => {
    expect(after[0]?.changed).toEqual(['1.1']);
    expect(after[0]?.book?.runners.get('11')).toMatchObject({
      ...{ ltp: 2.1, tv: 600 },
      atb: [
        [2.1, 50],
        [2.08, 10],
      ],
      atl: [[2.14, 30]],
    });
    expect([...(after[0]?.book?.runners.keys() ?? [])]).toEqual(['11', '12', '13']);
  });

  test('follow deltas; null is unchanged, handicap 0 is none', () => {
    expect(after[1]?.book?.runners.get('11')).toMatchObject({
      ltp: 2.1,
      atb: [
        [2.08, 10],
        [2.06, 5],
      ],
    });
    expect(after[3]?.book?.runners.get('12')).toMatchObject({ atl: [[4.1, 40]], trd: [[4, 300]] });
    expect(after[3]?.book).toMatchObject({ tv: 1200, isConflated: true, at: START + 2_000 });
  });

  test('heartbeats change nothing but the clock', () => {
    expect(after[2]?.changed).toEqual([]);
    expect(after[2]?.book).toBe(after[1]?.book);
    expect(books.clocks()).toEqual({ initialClk: 'image', clk: 'c6' });
  });

  test('a definition is sent whole and leaves the prices', () => {
    expect(after[4]?.book?.definition).toMatchObject({ status: 'SUSPENDED', inPlay: true });
    expect(after[4]?.book?.runners).toEqual(after[3]?.book?.runners);
  });

  test('an image replaces all prices and keeps the definition', () => {
    const book = after[5]?.book;
    expect([...(book?.runners.keys() ?? [])]).toEqual(['11']);
    expect(book?.tv).toBeNull();
    expect(book?.definition?.status).toBe('SUSPENDED');
    expect(book?.runners.get('11')).toMatchObject({
      spn: null,
      spf: 1.6,
      atb: [],
      spl: [[1000, 3]],
    });
  });

  test('levels are removed by their number', () => {
    expect(after[6]?.book?.runners.get('11')).toMatchObject({
      batb: [[0, 1.5, 5]],
      bdatl: [[0, 1.52, 4]],
    });
    expect(after[6]?.book?.definition?.runners.map(({ status }) => status)).toEqual([
      ...['WINNER', 'LOSER', 'REMOVED'],
    ]);
  });
});

const number = fc.constantFrom(1.01, 2, 2.5, 1000);
const size = fc.constantFrom(0, 1.5, 7);
const priced = fc.array(fc.tuple(number, size), { maxLength: 3 });
const levelled = fc.array(fc.tuple(fc.nat(2), number, size), { maxLength: 3 });
const runnerChange = fc.record(
  {
    ...{ id: fc.nat(2), hc: fc.constantFrom(null, 0, -0.5) },
    ...{ ltp: fc.option(number), tv: fc.option(size) },
    spn: fc.constantFrom(null, 'NaN', 'Infinity', 3),
    ...{ atb: priced, atl: priced, trd: fc.option(priced), spb: priced, spl: priced },
    ...{ batb: levelled, batl: fc.option(levelled), bdatb: levelled, bdatl: levelled },
  },
  { requiredKeys: ['id'] },
);
const messages = fc.array(
  fc.array(
    fc.record(
      {
        id: fc.constantFrom('1.1', '1.2'),
        img: fc.constantFrom(true, false, null),
        tv: fc.option(size),
        marketDefinition: fc.constantFrom(MATCH_DEFINITION, null),
        rc: fc.option(fc.array(runnerChange, { maxLength: 3 })),
      },
      { requiredKeys: ['id'] },
    ),
    { maxLength: 3 },
  ),
  { maxLength: 8 },
);

property.prop([messages])('any stream gives the books of the obvious rebuild', (all) => {
  const [books, slow] = [makeBooks(), new SlowBooks()];
  for (const mc of all) {
    const line = JSON.stringify({ op: 'mcm', pt: START, mc });
    books.apply(marketMessage(line));
    slow.take(JSON.parse(line) as Parameters<typeof slow.take>[0]);
    for (const book of books.markets()) {
      expect(factsOf(book)).toEqual(slow.facts.get(book.id));
      expect(book.definition).toEqual(slow.definitions.get(book.id) ?? null);
    }
  }
});

property.prop([fc.array(fc.nat(LINES.length - 1), { maxLength: 12 })])(
  'lines that come twice in a row change nothing',
  (order) => {
    const [once, twice] = [makeBooks(), makeBooks()];
    for (const at of order) {
      const message = marketMessage(LINES[at]);
      once.apply(message);
      twice.apply(message);
      twice.apply(message);
    }
    expect([...twice.markets()]).toEqual([...once.markets()]);
  },
);

describe('segments', () => {
  test('are told about at their end, which alone moves the clock', () => {
    const books = makeBooks();
    const part = (id: string, segmentType: string, clk: string): readonly string[] =>
      books.apply(delta([change(id)], { segmentType, clk, initialClk: 'i' }));
    expect(part('1.1', 'SEG_START', 'a')).toEqual([]);
    expect(books.clocks()).toBeUndefined();
    expect(part('1.2', 'SEG', 'b')).toEqual([]);
    expect(part('1.1', 'SEG_END', 'c')).toEqual(['1.1', '1.2']);
    expect(books.clocks()).toEqual({ initialClk: 'i', clk: 'c' });
  });

  test('an image of a subscription drops what it does not name, once', () => {
    const books = makeBooks();
    books.apply(delta([change('1.1'), change('1.9')]));
    const image = { ct: 'SUB_IMAGE' };
    books.apply(delta([change('1.1')], { ...image, segmentType: 'SEG_START' }));
    books.apply(delta([change('1.2')], { ...image, segmentType: 'SEG_END' }));
    expect([...books.markets()].map(({ id }) => id)).toEqual(['1.1', '1.2']);
  });
});

describe('limits', () => {
  const limited = (limits: Partial<BookLimits>) => makeBooks({ ...BOOK_LIMITS, ...limits });
  const closed = { marketDefinition: { ...MATCH_DEFINITION, status: 'CLOSED' } };

  test('closed markets make room, the oldest first', () => {
    const books = limited({ markets: 2 });
    books.apply(delta([change('1.1', closed), change('1.2', closed)]));
    books.apply(delta([change('1.3')]));
    expect([...books.markets()].map(({ id }) => id)).toEqual(['1.2', '1.3']);
  });

  test.each([
    ['markets', { markets: 1 }, [change('1.2')]],
    ['runners', { runnersPerMarket: 1 }, [change('1.1', { rc: [{ id: 1 }, { id: 2 }] })]],
    [
      'prices',
      { pricesPerLadder: 1 },
      [
        change('1.1', {
          rc: [
            {
              id: 1,
              trd: [
                [2, 1],
                [3, 1],
              ],
            },
          ],
        }),
      ],
    ],
  ])('too many %s: the message is refused as a whole', (what, limits, mc) => {
    const books = limited(limits);
    books.apply(delta([change('1.1', { rc: [{ id: 1, trd: [[2, 1]] }] })]));
    const before = [...books.markets()];
    expect(() => books.apply(delta(mc))).toThrow(what);
    expect([...books.markets()]).toEqual(before);
  });
});
