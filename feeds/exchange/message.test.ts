import { expect, test } from 'vitest';

import { makeBooks } from './books.ts';
import { parseMessage } from './message.ts';
import { LINES, OTHER_LINES } from './testing/messages.ts';

test.each([...LINES, ...OTHER_LINES].map((line) => [line.slice(0, 60), line]))('%s', (_, line) => {
  expect(parseMessage(line)).toEqual(JSON.parse(line));
});

test.each([
  '{"op":"mcm","id":2,"status":503}',
  '{"op":"mcm","pt":1,"mc":[{"id":"1.1","rc":[{"id":"47972","ltp":2}]}]}',
])('%s is taken', (line) => {
  expect(parseMessage(line)).toEqual(JSON.parse(line));
});

test('a runner is the same with its number as a text', () => {
  const prices = (id: string) =>
    `{"op":"mcm","pt":1,"mc":[{"id":"1.1","rc":[{"id":${id},"hc":-0.5,"ltp":2}]}]}`;
  const booksOf = (line: string) => {
    const [books, message] = [makeBooks(), parseMessage(line)];
    if (message.op === 'mcm') books.apply(message);
    return [...books.markets()];
  };
  expect(booksOf(prices('"47972"'))).toEqual(booksOf(prices('47972')));
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
  ['{"op":"mcm","status":503,"mc":[{"id":"1.1"}]}', '/pt'],
  ['{"op":"mcm","pt":1,"mc":[{"id":"1.1","rc":[{"id":"007"}]}]}', '/mc/0/rc/0/id'],
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
