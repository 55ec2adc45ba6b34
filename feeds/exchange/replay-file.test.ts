import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, describe, expect, test } from 'vitest';

import { writeTar } from '../testing/write-tar.ts';
import { readRecordedLines } from './recorded-file.ts';
import { replayExchangeFile, type PoisonLine } from './replay-file.ts';
import { LINES, OTHER_LINES } from './testing/messages.ts';

const folder = mkdtempSync(join(tmpdir(), 'overround-exchange-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
let written = 0;
const fileOf = (content: Uint8Array | string): string => {
  written += 1;
  const path = join(folder, String(written));
  writeFileSync(path, content);
  return path;
};
const linesOf = async (content: Uint8Array): Promise<readonly string[]> => {
  const lines: string[] = [];
  for await (const batch of readRecordedLines(fileOf(content)))
    lines.push(...batch.map(({ text }) => text));
  return lines;
};

/** "one line\nand another, and another, and another\n", packed by bzip2 1.0.8. */
const BZIP2 = Buffer.from(
  'QlpoMTFBWSZTWS8Di5kAABLRgAAQQAQmZZQAIAAhtUYjTEIBoAi3XBmUKNFCkwt6LzZMlDnxdyRThQkC8Di5kA==',
  'base64',
);
const TWO = ['one line', 'and another, and another, and another'];
const PLAIN = Buffer.from(TWO.join('\n'));
const entry = (name: string, content: Uint8Array) => ({ name, content });

describe('a recorded file', () => {
  const tar = writeTar([
    { ...entry('folder/', Buffer.alloc(0)), kind: '5' },
    ...[entry('folder/1.bz2', BZIP2), entry('empty', Buffer.alloc(0))],
    ...[entry('2', PLAIN), entry('3.gz', gzipSync(PLAIN))],
  ]);

  test.each([
    ['plain', PLAIN, TWO],
    ['gzip', gzipSync(PLAIN), TWO],
    ['bzip2', BZIP2, TWO],
    ['tar of all of them', tar, [...TWO, ...TWO, ...TWO]],
    ['tar without an end', tar.subarray(0, -1024), [...TWO, ...TWO, ...TWO]],
    ['empty', Buffer.alloc(0), []],
    ['empty tar', writeTar([]), ['\0'.repeat(1024)]],
  ])('%s', async (_, content, lines) => {
    expect(await linesOf(content)).toEqual(lines);
  });

  const damaged = Buffer.from(tar);
  damaged[3] = 0x7a;
  test.each([
    ['gzip that ends early', gzipSync(PLAIN).subarray(0, -9), 'unexpected end of file'],
    ['tar with another sum', damaged, 'damaged'],
    ['tar that ends in a header', tar.subarray(0, 700), 'cut short'],
    ['tar that ends in a file', tar.subarray(0, 1_050), 'cut short'],
  ])('%s is refused', async (_, content, why) => {
    await expect(linesOf(content)).rejects.toThrow(why);
  });

  test('that is not there is refused', async () => {
    await expect(replayExchangeFile(join(folder, 'none'))).rejects.toThrow('ENOENT');
  });
});

describe('replaying', () => {
  test('counts, builds the books and tells of lines that it cannot read', async () => {
    const poison: PoisonLine[] = [];
    const told: (readonly string[])[] = [];
    const content = [OTHER_LINES[0], 'no JSON', ...LINES, '{"op":"mcm"}', Buffer.from([0xff])];
    const path = fileOf(
      Buffer.concat(content.flatMap((line) => [Buffer.from(line ?? ''), Buffer.from('\r\n')])),
    );
    const { books, ...counts } = await replayExchangeFile(path, {
      onPoison: (line) => poison.push(line),
      onMessage: (_, changed) => told.push(changed),
    });
    expect(counts).toEqual({
      ...{ messages: 7, otherMessages: 1, runnerChanges: 7, definitions: 3, images: 2, poison: 3 },
    });
    expect(books.market('1.1')?.definition?.status).toBe('CLOSED');
    expect(poison.map(({ reason }) => reason.slice(0, 20))).toEqual([
      expect.stringContaining('Unexpected token'),
      expect.stringContaining('is missing'),
      'the line is not UTF-',
    ]);
    expect(told.map(({ length }) => length)).toEqual([1, 1, 0, 1, 1, 1, 1]);
  });
});
