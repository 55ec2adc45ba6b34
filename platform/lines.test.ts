import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { makeLineSplitter, type Line } from './lines.ts';

const split = (parts: readonly Uint8Array[], maxBytes = 100): readonly Line[] => {
  const splitter = makeLineSplitter(maxBytes);
  return [...parts.flatMap((part) => splitter.take(part)), ...splitter.end()];
};
const texts = (...parts: readonly string[]): readonly string[] =>
  split(parts.map((part) => Buffer.from(part))).map(({ text }) => text);

describe('cutting bytes into lines', () => {
  test.each([
    [['a\r\nb\r\n'], ['a', 'b']],
    [['a\nb'], ['a', 'b']],
    [
      ['a', 'b', '\n', '\r', '\n', 'c'],
      ['ab', 'c'],
    ],
    [['\n\n\r\n'], []],
    [['Köln', '\n'], ['Köln']],
    [[], []],
  ])('%j are %j', (parts, lines) => {
    expect(texts(...parts)).toEqual(lines);
  });

  property.prop([
    fc.array(fc.string({ unit: 'grapheme', maxLength: 8 }), { maxLength: 6 }),
    fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }),
  ])('does not depend on how the bytes arrive', (lines, sizes) => {
    const clean = lines.map((line) => line.replace(/[\r\n]/gu, ''));
    const bytes = Buffer.from(clean.map((line) => `${line}\r\n`).join(''));
    const parts: Uint8Array[] = [];
    for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
      const size = sizes[turn % sizes.length] ?? 1;
      parts.push(bytes.subarray(at, at + size));
      at += size;
    }
    expect(split(parts).map(({ text }) => text)).toEqual(clean.filter((line) => line !== ''));
  });

  test('a line that is too long is named once, at once, and skipped to its end', () => {
    const splitter = makeLineSplitter(10);
    expect(splitter.take(Buffer.from('12345678'))).toEqual([]);
    expect(splitter.take(Buffer.from('9012'))).toEqual([
      { text: '123456789012', problem: 'the line is longer than 10 bytes' },
    ]);
    for (let times = 0; times < 1_000; times += 1)
      expect(splitter.take(Buffer.from('more and more'))).toEqual([]);
    expect(splitter.take(Buffer.from('end\nnext\n'))).toEqual([{ text: 'next' }]);
  });

  test('a line of exactly the limit is read', () => {
    expect(split([Buffer.from('1234567890\n')], 10)).toEqual([{ text: '1234567890' }]);
  });

  test('what is not UTF-8 is named', () => {
    expect(split([Buffer.from([0x61, 0xff, 0x0a, 0x62, 0x0a])])).toEqual([
      { text: 'a\ufffd', problem: 'the line is not UTF-8' },
      { text: 'b' },
    ]);
  });

  test('bytes may be used again by their owner', () => {
    const buffer = Buffer.from('abc');
    const splitter = makeLineSplitter(100);
    splitter.take(buffer);
    buffer.fill('x');
    expect(splitter.end()).toEqual([{ text: 'abc' }]);
  });
});
