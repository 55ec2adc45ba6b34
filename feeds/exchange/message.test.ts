import { expect, test } from 'vitest';

import { parseMessage } from './message.ts';
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
