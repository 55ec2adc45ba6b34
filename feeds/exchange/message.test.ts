import { test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import { InvalidMessageError } from '#platform/mod.ts';

import { FUZZ_RUNS, mutatedText } from '../testing/mutations.ts';
import { makeBooks } from './books.ts';
import { parseMessage } from './message.ts';
import { quotesOf } from './quotes.ts';
import { LINES, OTHER_LINES } from './testing/messages.ts';

test.each([...LINES, ...OTHER_LINES].map((line) => [line.slice(0, 60), line]))('%s', (_, line) => {
  expect(parseMessage(line)).toEqual(JSON.parse(line));
});

const runner = (fields: string): string =>
  `{"op":"mcm","pt":1,"mc":[{"id":"1.1","rc":[{"id":1,${fields}}]}]}`;

test.each([
  ['', 'JSON'],
  ['[]', '/op'],
  ['null', '/op'],
  ['{"op":"__proto__"}', '/op'],
  ['{"op":"toString"}', '/op'],
  ['{"op":"mcm"}', 'pt'],
  ['{"op":"mcm","pt":-1}', '/pt'],
  ['{"op":"mcm","pt":1,"ct":"IMAGE"}', '/ct'],
  ['{"op":"mcm","pt":1,"mc":[{}]}', 'id'],
  ['{"op":"status","statusCode":"MAYBE"}', '/statusCode'],
  [runner('"atb":[[2]]'), '/mc/0/rc/0/atb'],
  [runner('"atb":[["2",1]]'), '/mc/0/rc/0/atb'],
  [runner('"atb":[[2,-1]]'), '/mc/0/rc/0/atb'],
  [runner('"atb":[[2,1e999]]'), '/mc/0/rc/0/atb'],
  [runner('"batb":[[1.5,2,1]]'), '/mc/0/rc/0/batb'],
  [runner('"batb":[[100,2,1]]'), '/mc/0/rc/0/batb'],
  [runner('"spn":"much"'), '/mc/0/rc/0/spn'],
  [`{"op":"mcm","pt":1,"mc":[{"id":"${'1'.repeat(50)}"}]}`, '/mc/0/id'],
])('%s is refused for %s', (line, place) => {
  expect(() => parseMessage(line)).toThrow(place);
});

property.prop([mutatedText([...LINES, ...OTHER_LINES])], { numRuns: FUZZ_RUNS })(
  'whatever comes is read or refused, and what is read makes quotes',
  (line) => {
    const books = makeBooks();
    books.apply(parseMessage(LINES[0] ?? '') as Parameters<typeof books.apply>[0]);
    try {
      const message = parseMessage(line);
      if (message.op === 'mcm') books.apply(message);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidMessageError);
    }
    for (const book of books.markets())
      for (const { outcomes } of quotesOf('exchange', book))
        for (const { back, lay } of outcomes)
          for (const price of [back, lay])
            if (price !== null)
              expect(Number.isFinite(price.odds + (price.size ?? NaN))).toBe(true);
  },
);
