import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, expect, test, vi } from 'vitest';

import { runCli } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'overround-identity-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
});
function fileOf(name: string, rows: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, ['Date,Home,Away,Score', ...rows].join('\n'));
  return path;
}
const left = fileOf('left.csv', ['2024-08-17,Man United,Leeds,1-0', '2024-08-17,Alton,Bexley,1-0']);
const right = fileOf('right.csv', [
  '2024-08-17,Manchester United,Leeds United,1-0',
  '2024-08-17,Bexley,Alton,0-1',
]);

async function printedBy(...args: readonly string[]) {
  const [out, errors]: [string[], string[]] = [[], []];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void out.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void errors.push(line));
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => (errors.push(String(line)), true));
  return {
    code: await runCli(['identity', ...args]),
    text: out.join('\n'),
    errors: errors.join('\n'),
  };
}

test('identity match shows what is joined and what a person must see', async () => {
  const { code, text } = await printedBy('match', left, right);
  expect(code).toBe(0);
  expect(text).toContain('1 matched, 1 for review, unmatched 0 and 0');
  expect(text).toMatch(/Alton – Bexley +Bexley – Alton +0.60 +home and away are exchanged/u);
  expect(JSON.parse((await printedBy('match', left, right, '--json')).text)).toMatchObject({
    matched: [{ left: 'Man United – Leeds' }],
  });
});

test('identity match takes a recording of an exchange', async () => {
  const own = fileOf('own.csv', ['2030-05-04,Rovers FC,United,1-0']);
  const { text } = await printedBy('match', 'feeds/exchange/samples/rovers-united.jsonl', own);
  expect(text).toContain('1 matched, 0 for review');
});

test.each([
  [['match', left, 'none.csv'], 'none.csv cannot be read'],
  [['match', left, right, '--keep', 'acme', '--by', 'ann'], 'engine on the right'],
  [['match', left, 'engine', '--keep', 'acme'], 'Say who keeps it'],
  [['accept', '0', '--by', 'ann'], 'review must be a whole number'],
  [['reject', '3'], "required option '--by"],
  [['match', left, right, '--accept', '2'], 'accept must be 0 < review ≤ accept ≤ 1'],
  [['merge', 'player', 'acme', '7', 'x', '--by', 'a', '--reason', 'b'], 'kind must be one of'],
  [
    ['merge', 'team', 'Acme Ltd', '7', 'x', '--by', 'a', '--reason', 'b'],
    'provider must be the name',
  ],
  [['merge', 'team', 'acme', '7', 'x'], "required option '--by"],
  [['undo', 'last', '--by', 'a', '--reason', 'b'], 'decision must be a whole number'],
])('identity %j is refused', async (args, why) => {
  const { code, errors } = await printedBy(...args);
  expect(code).toBe(2);
  expect(errors).toContain(why);
});
