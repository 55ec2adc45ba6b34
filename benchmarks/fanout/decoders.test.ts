import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { DECODERS, type Protocol } from './decoders.ts';
import { payloadOf } from './payload.ts';

const read = (protocol: Protocol, ...messages: string[]) => {
  const decode = DECODERS[protocol]();
  return messages.flatMap((message) => decode(Buffer.from(message)));
};
const payload = payloadOf(7, 12.5, 200);
const expected = { seq: 7, prev: 6, dueMs: 12.5 };

describe('what a peer sends is read', () => {
  it.each([
    ['plain', [payload]],
    ['socket.io', ['0{"sid":"a"}', '40{"sid":"b"}', '2', `42["odds",${payload}]`]],
    [
      'centrifugo',
      [
        '{"id":1,"connect":{"client":"a"}}\n{"id":2,"subscribe":{}}',
        `{}\n{"push":{"channel":"fanout","pub":{"data":${payload}}}}`,
      ],
    ],
    ['nats', [`INFO {"a":"MSG fanout 1 3"}\r\nMSG fanout 1 200\r\n${payload}\r\nPING\r\n`]],
    [
      'overround',
      [
        '{"op":"hello"}',
        '{"op":"heartbeat","at":1,"tops":{}}',
        '{"op":"image","segment":"first","seq":6,"prev":0,"stamps":{"occurredAt":1}}',
        '{"op":"image","segment":"middle","seq":6,"prev":0,"stamps":{"occurredAt":1}}',
        '{"op":"delta","seq":7,"prev":6,"stamps":{"occurredAt":12.5}}',
      ],
    ],
  ] as [Protocol, string[]][])('of %s', (protocol, messages) => {
    expect(read(protocol, ...messages)).toEqual([expected]);
  });

  it('of a gateway that merged: with what it stands for', () => {
    const delta = '{"op":"delta","seq":9,"prev":2,"stamps":{"occurredAt":3}}';
    expect(read('overround', delta)).toEqual([{ seq: 9, prev: 2, dueMs: 3 }]);
  });

  it.each(['', '"segment":"last",'])('of a gateway that sends a whole board %s', (segment) => {
    const image = `{"op":"image",${segment}"seq":6,"prev":0,"stamps":{"occurredAt":1}}`;
    expect(read('overround', image)).toEqual([{ op: 'image', seq: 6, dueMs: 1 }]);
  });
});

property.prop([
  fc.array(fc.integer({ min: 70, max: 300 }), { maxLength: 8 }),
  fc.integer({ min: 1, max: 90 }),
])('of NATS however it is cut into WebSocket messages', (sizes, cut) => {
  const sent = sizes.map((bytes, index) => payloadOf(index + 1, index, bytes));
  const text = [
    'INFO {}\r\n',
    ...sent.map((each) => `MSG fanout 1 ${String(each.length)}\r\n${each}\r\n`),
  ].join('');
  const parts = text.match(new RegExp(`[^]{1,${String(cut)}}`, 'gu')) ?? [];
  expect(read('nats', ...parts).map(({ seq }) => seq)).toEqual(sizes.map((_, index) => index + 1));
});

property.prop([
  fc.nat(1_000_000),
  fc.double({ min: 0, max: 1e9, noNaN: true }),
  fc.integer({ min: 70, max: 5000 }),
])('a payload is as long as is asked', (seq, dueMs, bytes) => {
  const text = payloadOf(seq, dueMs, bytes);
  expect(text.length).toBe(bytes);
  expect(JSON.parse(text)).toMatchObject({
    seq,
    dueMs: JSON.parse(JSON.stringify(dueMs)) as number,
  });
});
