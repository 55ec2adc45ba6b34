import { describe, expect, test } from 'vitest';

import { writeZip } from '../testing/write-zip.ts';
import { readZipEntry } from './zip.ts';

describe('readZipEntry', () => {
  const archive = writeZip(
    [
      { name: 'stored.txt', content: 'as it is', method: 0 },
      { name: 'packed.txt', content: 'again and again and again', method: 8 },
    ],
    'a comment after the directory',
  );

  test('reads stored and deflated entries', () => {
    expect(readZipEntry(archive, 'stored.txt').toString()).toBe('as it is');
    expect(readZipEntry(archive, 'packed.txt').toString()).toBe('again and again and again');
  });

  test('names what is missing or damaged', () => {
    expect(() => readZipEntry(archive, 'other.txt')).toThrow('has no entry other.txt');
    expect(() => readZipEntry(Buffer.from('no archive at all, just text'), 'x')).toThrow(
      'not a zip',
    );
    expect(() => readZipEntry(Buffer.alloc(0), 'x')).toThrow('not a zip');
    const short = writeZip([{ name: 'a', content: 'abc', method: 0, size: 9 }]);
    expect(() => readZipEntry(short, 'a')).toThrow('cut short');
    const odd = writeZip([{ name: 'a', content: 'abc', method: 12 }]);
    expect(() => readZipEntry(odd, 'a')).toThrow('compression method 12');
  });

  test('does not unpack more than the directory promises', () => {
    const bomb = writeZip([{ name: 'a', content: 'a'.repeat(100_000), method: 8, size: 10 }]);
    expect(() => readZipEntry(bomb, 'a')).toThrow();
    const huge = writeZip([{ name: 'a', content: 'a', method: 8, size: 2 ** 31 }]);
    expect(() => readZipEntry(huge, 'a')).toThrow('too large');
  });
});
