import { inflateRawSync, constants } from 'node:zlib';

import { decode } from '@msgpack/msgpack';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import type { ServerMessage } from '#contracts/mod.ts';

import { CODECS } from './codec.ts';
import { CodedMarket } from './coded-market.ts';
import { Frame, PLAIN_JSON } from './frame.ts';
import { sampleMarket, sampleOdds } from './test-samples.ts';

/** Takes a frame of a server apart, as RFC 6455 5.2 says. */
function unframed(bytes: Buffer) {
  const [first = 0, second = 0] = bytes;
  const [length, offset] =
    second < 126
      ? [second, 2]
      : second === 126
        ? [bytes.readUInt16BE(2), 4]
        : [Number(bytes.readBigUInt64BE(2)), 10];
  const payload = bytes.subarray(offset);
  expect(payload).toHaveLength(length);
  return { fin: first >> 7, rsv1: (first >> 6) & 1, opcode: first & 15, payload };
}

const inflated = (payload: Buffer): string =>
  inflateRawSync(Buffer.concat([payload, Buffer.from([0, 0, 0xff, 0xff])]), {
    finishFlush: constants.Z_SYNC_FLUSH,
  }).toString();

const status = (id: number): ServerMessage => ({ op: 'status', id, ok: true });
const errorOf = (length: number): ServerMessage => ({
  op: 'error',
  id: null,
  error: { code: 'INTERNAL', message: 'x'.repeat(length) },
});

describe('a frame', () => {
  it.each([1, 60, 70, 200, 65_400, 65_600, 300_000])('of %i characters can be read', (length) => {
    const message = errorOf(length);
    const { fin, rsv1, opcode, payload } = unframed(Frame.of(message).bytes(PLAIN_JSON));
    expect({ fin, rsv1, opcode }).toEqual({ fin: 1, rsv1: 0, opcode: 1 });
    expect(JSON.parse(payload.toString())).toEqual(message);
  });

  it('is binary in MessagePack', () => {
    const bytes = Frame.of(status(7)).bytes({ ...PLAIN_JSON, encoding: 'msgpack' });
    const { opcode, payload } = unframed(bytes);
    expect([opcode, decode(payload)]).toEqual([2, status(7)]);
  });

  it('is compressed only from the size on, with nothing but itself to read it by', () => {
    const wire = { ...PLAIN_JSON, compressAboveBytes: 1024 };
    expect(unframed(Frame.of(status(1)).bytes(wire)).rsv1).toBe(0);
    const message = errorOf(5000);
    const { rsv1, payload } = unframed(Frame.of(message).bytes(wire));
    expect(rsv1).toBe(1);
    expect(payload.length).toBeLessThan(500);
    expect(JSON.parse(inflated(payload))).toEqual(message);
  });

  it('is made once in each form', () => {
    const frame = Frame.of(errorOf(2000));
    const wires = [
      PLAIN_JSON,
      { ...PLAIN_JSON, compressAboveBytes: 1 },
      { encoding: 'msgpack', compressAboveBytes: 1 } as const,
    ];
    const [plain, ...others] = wires.map((wire) => frame.bytes(wire));
    for (const [index, wire] of wires.entries())
      expect(frame.bytes(wire)).toBe([plain, ...others][index]);
    expect(new Set([plain, ...others]).size).toBe(3);
  });
});

describe('a board put together from encoded markets', () => {
  const { markets: _, kind: __, ...head } = sampleOdds();
  const fields = fc.dictionary(fc.stringMatching(/^f[a-z]{1,3}$/u), fc.nat(), { maxKeys: 20 });

  test.prop([fc.nat(40), fields, fc.boolean()])(
    'reads as if it had been encoded whole, in every encoding',
    (count, extra, hasUndefined) => {
      const markets = Array.from({ length: count }, (_each, line) => sampleMarket(line, 1));
      const parts = {
        head: { op: 'image', ...head, ...extra, ...(hasUndefined ? { info: undefined } : {}) },
        markets: markets.map((market) => new CodedMarket(market)),
      };
      const whole = { op: 'image', ...head, ...extra, markets };
      expect(JSON.parse(CODECS.json.board(parts).toString())).toEqual(whole);
      expect(decode(CODECS.msgpack.board(parts))).toEqual(whole);
    },
  );

  it('refuses more markets than the header can count', () => {
    const one = new CodedMarket(sampleMarket(1, 1));
    const markets = Array.from({ length: 65_536 }, () => one);
    expect(() => CODECS.msgpack.board({ head, markets })).toThrow(RangeError);
  });
});
