import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { FUZZ_RUNS, mutatedBytes } from '../testing/mutations.ts';
import { unpackBzip2 } from './bzip2.ts';

/** Packed once by the reference program, version 1.0.8, with blocks of 100 kB. */
const PACKED = {
  text: 'QlpoMTFBWSZTWS8Di5kAABLRgAAQQAQmZZQAIAAhtUYjTEIBoAi3XBmUKNFCkwt6LzZMlDnxdyRThQkC8Di5kA==',
  runs: 'QlpoMTFBWSZTWdmRfAQAAifBgeAAPgAAAQCAAAggAFCAGAihNNNNEEDZFBAvJUEDN8WxTy3PSy1oMRAggVL8XckU4UJDZkXwEA==',
  bytes:
    'QlpoMTFBWSZTWe3ga8wAAAF/////////////////////////////////////////////sAFgAS//9VVQJgJgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACTAATAAEwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAASYACYAAmAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAH9QFAkDQRBX/IMg6EIShSFoY/9DUOQ9EERRJE0URVFkXRhGUaRtHEdR5H0gSFIkjSRJUmSdKEpSpK0sS1LkvTBMUyTNNE1TZN04TlOk7TxPU+T9QFBUJQ1EUVRlHUhSVKUtTFNU5T1QVFUlTVRVVWVdWFZVpW1cV1XlfWBYViWNZFlWZZ1oWlalrWxbVuW9cFxXJc10XVdl3XheV6XtfF9X5f2AYFgmDYRhWGYdiGJYpi2MY1jmPZBkWSZNlGVZZl2YZlmmbZxnWeZ9oGhaJo2kaVpmnahqWqatrGta5r2wbFsmzbRtW2bduG5bpu28b1vm/cBwXCcNxHFcZx3IclynLcxzXOc90HRdJ03UdV1nXdh2Xadt3Hdd533geF4njeR5Xmed6Hpep63se17nvfB8XyfN9H1fZ934fl+n7fx/X+F3JFOFCQ7eBrzAA==',
  empty: 'QlpoMRdyRThQkAAAAAA=',
  blocks:
    'QlpoMTFBWSZTWfFLiycAYaMBADAAIAAwgCkZQlBaoSguYoKyTKayA328+ADDRgIAYABAAGEAUjVCUFlCUFzFBWSZTWfFLiycAYaMBADAAIAAwgCkZQlBaoSguYoKyTKazmx+FDgAAHAIAYABAAGEAmoyNRxdyRThQkKO/9Ac',
} as const;
type Name = keyof typeof PACKED;

const repeated = (times: number, ...bytes: readonly number[]): Buffer =>
  Buffer.alloc(times * bytes.length, Uint8Array.from(bytes));
const PLAIN: Readonly<Record<Name, Buffer>> = {
  text: Buffer.from('one line\nand another, and another, and another\n'),
  // Four equal bytes are followed by a count: below, at and above every limit of it.
  runs: Buffer.concat([
    ...[repeated(3, 97), repeated(4, 98), repeated(5, 99), repeated(259, 100)],
    ...[repeated(1_000, 101), repeated(70_000, 0)],
  ]),
  bytes: repeated(3, ...Array.from({ length: 256 }, (_, byte) => byte)),
  empty: Buffer.alloc(0),
  blocks: repeated(150_000, 97, 98),
};
const names = Object.keys(PACKED) as readonly Name[];
const packed = (name: Name): Buffer => Buffer.from(PACKED[name], 'base64');
const unpacked = (bytes: Uint8Array): Buffer => Buffer.concat([...unpackBzip2(bytes)]);

describe('unpacking bzip2', () => {
  test.each(names)('%s', (name) => {
    expect(unpacked(packed(name)).equals(PLAIN[name])).toBe(true);
  });

  test('a large text comes block by block', () => {
    expect([...unpackBzip2(packed('blocks'))].length).toBeGreaterThan(1);
  });

  test('streams one after the other are one text', () => {
    const both = unpacked(Buffer.concat([packed('text'), packed('empty'), packed('runs')]));
    expect(both.equals(Buffer.concat([PLAIN.text, PLAIN.runs]))).toBe(true);
  });

  test.each([
    ['nothing', Buffer.alloc(0), 'cut short'],
    ['another format', Buffer.from('PK\u0003\u0004 and more'), 'not bzip2'],
    ['a wrong block size', Buffer.from('BZh0'), 'not bzip2'],
    ['half of it', packed('text').subarray(0, 40), 'cut short'],
    [
      'another sum',
      Buffer.from(packed('text').map((byte, at) => (at === 10 ? byte ^ 1 : byte))),
      'sum',
    ],
    ['rubbish after it', Buffer.concat([packed('text'), Buffer.from('rubbish')]), 'not bzip2'],
  ])('%s is refused', (_, bytes, why) => {
    expect(() => unpacked(bytes)).toThrow(why);
  });

  property.prop([mutatedBytes([packed('text'), packed('runs'), packed('bytes')])], {
    numRuns: FUZZ_RUNS,
  })('damage is noticed, or did none', (bytes) => {
    try {
      const text = unpacked(bytes);
      const known = names.some((name) => text.equals(PLAIN[name]));
      expect(known || text.length < 50_000_000).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(RangeError);
      expect(error).not.toBeInstanceOf(TypeError);
    }
  });
});
