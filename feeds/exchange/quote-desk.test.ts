import { describe, expect, test } from 'vitest';

import { MarketQuotesSchema } from '#contracts/mod.ts';
import { parserOf, seededRandom } from '#platform/mod.ts';

import { makeBooks } from './books.ts';
import { makeQuoteDesk } from './quote-desk.ts';
import { madeUpStream } from './testing/made-up-stream.ts';
import { LINES } from './testing/messages.ts';
import { parseMessage } from './message.ts';

function deskAfter(lines: readonly string[]) {
  const books = makeBooks();
  const desk = makeQuoteDesk('exchange', books);
  const take = (line: string) => {
    const message = parseMessage(line);
    return desk.take(message.op === 'mcm' ? books.apply(message) : []);
  };
  return { desk, take, told: lines.flatMap(take) };
}

describe('the quotes of a subscription', () => {
  test('are suspended until the stream is up, and again when it is down', () => {
    const { desk, take, told } = deskAfter(LINES.slice(0, 2));
    expect(told.map(({ status }) => status)).toEqual(['suspended', 'suspended']);
    expect(desk.setUp(true)).toMatchObject([{ status: 'active' }]);
    expect(take(LINES[3] ?? '')).toMatchObject([{ status: 'active' }]);
    expect(desk.setUp(false)).toMatchObject([{ status: 'suspended' }]);
  });

  test('are no longer on offer when a new image leaves their market out', () => {
    const { desk, take } = deskAfter(LINES.slice(0, 1));
    desk.setUp(true);
    take('{"op":"mcm","id":1,"clk":"c","pt":2000000000000,"ct":"SUB_IMAGE","mc":[]}');
    expect(desk.setUp(true)).toMatchObject([{ status: 'inactive' }]);
    expect(desk.setUp(true)).toEqual([]);
  });

  test('are messages of the contracts, whatever the stream says', () => {
    const parse = parserOf(MarketQuotesSchema);
    const { desk, told } = deskAfter(madeUpStream(seededRandom('desk'), 200));
    const all = [...told, ...desk.setUp(true)];
    expect(all.length).toBeGreaterThan(100);
    for (const quotes of all) expect(parse(quotes)).toEqual(quotes);
  });
});
