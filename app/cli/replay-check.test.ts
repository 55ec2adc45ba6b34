import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';

import { runCli } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'overround-replay-check-'));
mkdirSync(join(folder, 'none'));
copyFileSync('feeds/exchange/samples/rovers-united.jsonl', join(folder, 'good.jsonl'));
writeFileSync(join(folder, 'notes.txt'), 'words\nand more\n');
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function checked(...args: readonly string[]) {
  const [out, errors]: [string[], string[]] = [[], []];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void out.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void errors.push(line));
  const code = await runCli(['replay', '--check', ...args]);
  return { code, text: out.join('\n'), errors: errors.join('\n') };
}

describe('overround replay --check', () => {
  test('prints a row for each recording, and sums', async () => {
    const { code, text } = await checked(folder);
    expect(code).toBe(0);
    expect(text).toMatch(/good\.jsonl +exchange +4 +4 +1 +1 +agrees/u);
    expect(text).toContain('1 other files hold nothing that a feed sends');
    expect(text).toMatch(/exchange +1 +4 +4 +1 +1$/mu);
  });

  test('ends with 1 when something cannot be read, and says why', async () => {
    const path = join(folder, 'none', 'bad.xml');
    writeFileSync(path, '<alive');
    const { code, text } = await checked(path);
    expect(code).toBe(1);
    expect(text).toContain('unreadable: bad.xml: XML');
    rmSync(path);
  });

  test('is one document with --json', async () => {
    const { text } = await checked(folder, '--json');
    expect(JSON.parse(text)).toMatchObject({
      totals: [
        { kind: 'exchange', files: 1, messages: 4, agrees: 1, review: 0, unreadable: 0 },
        { kind: 'other', files: 1 },
      ],
      files: [{ file: 'good.jsonl', verdict: 'agrees' }, { file: 'notes.txt' }],
    });
  });

  test.each([
    [join(folder, 'nowhere'), 'cannot be read'],
    [join(folder, 'none'), 'has no files'],
  ])('%s is refused', async (path, why) => {
    const { code, errors } = await checked(path);
    expect([code, errors]).toEqual([2, expect.stringContaining(why)]);
  });
});
