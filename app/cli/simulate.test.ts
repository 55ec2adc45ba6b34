import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, expect, test, vi } from 'vitest';

import { runCli } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'overround-season-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Exit code and what was printed. */
async function told(...args: string[]) {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const code = await runCli(args);
  return { code, text: lines.join('\n') };
}

test('a season is played, told as JSON and written as a page', { timeout: 60_000 }, async () => {
  const out = join(folder, 'reports', 'season.html');
  const season = ['simulate', 'season', '--seed', '9', '--seeds', '1', '--matches', '2'];
  const policies = ['--policy', 'static', 'joint', '--elasticity', '3'];
  const { code, text } = await told(...season, ...policies, '--out', out, '--json');
  expect(code).toBe(0);
  const answer = JSON.parse(text) as { page: string; findings: { policies: unknown[] }[] };
  expect(answer.page).toBe(out);
  expect(answer.findings.map(({ policies: played }) => played.length)).toEqual([2]);
  expect(readFileSync(out, 'utf8')).toContain('2 matches for each of 1 seed (9 to 9)');
});

test.for([
  ['matches', ['simulate', 'season', '--matches', '1']],
  ['seeds', ['simulate', 'season', '--seeds', '0']],
  ['policy', ['simulate', 'season', '--policy', 'luck']],
  ['elasticity', ['simulate', 'season', '--elasticity', '-1']],
  ['account', ['customers', 'undo', 'nobody', '--actor', 'anna', '--reason', 'none']],
  ['bps', ['customers', 'factor', 'nobody', 'half', '--actor', 'anna', '--reason', 'none']],
] as const)('%s is refused with the field that is wrong', async ([field, args]) => {
  const { code, text } = await told(...args, '--json');
  expect(code).toBe(2);
  expect(JSON.parse(text)).toMatchObject({ field });
});

test('a factor is not changed without a name and a reason', async () => {
  const { code, text } = await told('customers', 'factor', 'nobody', '5000', '--json');
  expect(code).toBe(2);
  expect(text).toContain('--actor');
});
