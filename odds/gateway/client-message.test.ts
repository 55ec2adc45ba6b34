import { expect, it } from 'vitest';

import { readClientMessage } from './client-message.ts';

it.each([
  ['{', null, 'not JSON'],
  ['', null, 'not JSON'],
  ['[]', null, 'not an object'],
  ['null', null, 'not an object'],
  ['{"id":3}', 3, 'op must be one of authenticate, subscribe, unsubscribe, resync'],
  ['{"op":"subscribe","channel":"odds"}', null, '/ must have required properties id'],
  ['{"op":"subscribe","id":4,"channel":"all"}', 4, '/channel must be equal to one of'],
  ['{"op":"subscribe","id":4,"channel":"odds","fixtures":["a.*"]}', 4, '/fixtures/0 must match'],
  ['{"op":"subscribe","id":4,"channel":"odds","x":1}', 4, 'must not have additional properties'],
  ['{"op":"subscribe","id":-1,"channel":"odds"}', null, '/id must be >= 0'],
  ['{"op":"subscribe","id":9007199254740993,"channel":"odds"}', null, '/id must be <= '],
  ['{"op":"subscribe","id":4,"channel":"odds","windowMs":5001}', 4, '/windowMs must be <= 5000'],
  ['{"op":"subscribe","id":4,"channel":"odds","marketTypes":[]}', 4, '/marketTypes must not have'],
  ['{"op":"subscribe","id":4,"channel":"odds","resume":{"A":{"epoch":1,"seq":1}}}', 4, '/resume'],
  ['{"op":"subscribe","id":4,"channel":"odds","resume":{"a":{"epoch":1}}}', 4, '/resume/a'],
  ['{"op":"subscribe","id":4,"channel":"book","mainOnly":true}', 4, 'are of the channel odds'],
  ['{"op":"authenticate","id":4,"token":5}', 4, '/token must be string'],
])('%s is refused with its id and what is wrong', (text, id, detail) => {
  expect(readClientMessage(text)).toEqual({
    ok: false,
    id,
    detail: expect.stringContaining(detail) as string,
  });
});

it('refuses more names in one message than anyone may have', () => {
  const fixtures = Array.from({ length: 501 }, (_, index) => `match-${String(index)}`);
  const text = JSON.stringify({ op: 'subscribe', id: 1, channel: 'odds', fixtures });
  expect(readClientMessage(text)).toMatchObject({ ok: false, id: 1 });
});

it('reads each kind of message', () => {
  for (const message of [
    { op: 'authenticate', id: 1, token: 't' },
    { op: 'subscribe', id: 2, channel: 'odds' },
    { op: 'unsubscribe', id: 3, channel: 'book', subscription: 2 },
    { op: 'resync', id: 4, fixtures: ['match-1'] },
    {
      op: 'subscribe',
      id: 5,
      channel: 'odds',
      sport: 'football',
      competition: 'Cup',
      marketTypes: ['match-result'],
      mainOnly: true,
      windowMs: 250,
      resume: { 'match-1': { epoch: 1, seq: 2 } },
    },
  ])
    expect(readClientMessage(JSON.stringify(message))).toEqual({ ok: true, message });
});
