import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { createFrameScanner, pongFrame, type BoardHead } from './frame-scanner.ts';

type Sent = Readonly<{ opcode: number; payload: Buffer }>;

/** RFC 6455, 5.2: whole messages of a server, which are not masked. */
function framed({ opcode, payload }: Sent): Buffer {
  const { length } = payload;
  const size = Buffer.alloc(length < 126 ? 0 : length < 65_536 ? 2 : 8);
  if (size.length === 2) size.writeUInt16BE(length);
  if (size.length === 8) size.writeBigUInt64BE(BigInt(length));
  const short = size.length === 0 ? length : size.length === 2 ? 126 : 127;
  return Buffer.concat([Buffer.from([0x80 | opcode, short]), size, payload]);
}

const board = (head: BoardHead, padding: number): Sent => ({
  opcode: 1,
  payload: Buffer.from(JSON.stringify({ ...head, inputSeq: 1, padding: 'x'.repeat(padding) })),
});

/** What the scanner tells of the bytes, cut where the lengths say. */
function scanned(bytes: Buffer, cuts: readonly number[]) {
  const told: unknown[] = [];
  const scan = createFrameScanner({
    onBoard: (head) => void told.push(head),
    onPing: (payload) => void told.push(`ping ${payload.toString()}`),
    onClose: () => void told.push('close'),
  });
  let at = 0;
  for (const cut of cuts) {
    scan(bytes.subarray(at, at + cut));
    at += cut;
  }
  scan(bytes.subarray(at));
  return told;
}

const head = fc.record({
  op: fc.constantFrom('image' as const, 'delta' as const),
  fixtureId: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/),
  epoch: fc.nat(),
  seq: fc.nat(),
  prev: fc.nat(),
});
const message = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(head, fc.constantFrom(0, 20, 300, 70_000)) },
  fc.constantFrom('ping', 'heartbeat', 'close'),
);

describe('a frame scanner', () => {
  property.prop([fc.array(message, { maxLength: 8 }), fc.array(fc.nat(300), { maxLength: 40 })])(
    'finds every board and control frame, wherever the stream is cut',
    (messages, cuts) => {
      const expected = messages.flatMap((each): readonly unknown[] => {
        if (each === 'heartbeat') return [];
        if (each === 'ping') return ['ping hello'];
        return each === 'close' ? ['close'] : [each[0]];
      });
      const frames = messages.map((each) => {
        if (each === 'ping') return framed({ opcode: 9, payload: Buffer.from('hello') });
        if (each === 'close') return framed({ opcode: 8, payload: Buffer.from([3, 232]) });
        const beat = Buffer.from('{"op":"heartbeat","at":1}');
        return framed(each === 'heartbeat' ? { opcode: 1, payload: beat } : board(...each));
      });
      expect(scanned(Buffer.concat(frames), cuts)).toEqual(expected);
    },
  );

  it('answers pings as a client must: final, a pong, masked', () => {
    const pong = pongFrame(Buffer.from('hello'));
    expect([pong[0], pong[1]]).toEqual([0x8a, 0x80 | 5]);
    const [mask, payload] = [pong.subarray(2, 6), pong.subarray(6)];
    expect(payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0)).toString()).toBe('hello');
  });
});
