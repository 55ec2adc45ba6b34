import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, expect, test, vi } from 'vitest';

import { startTape } from '#feeds/record/mod.ts';
import { systemClock } from '#platform/mod.ts';

import { runCli } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'overround-replay-feed-'));
const at = (name: string): string => join(folder, name);
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function brought(...args: readonly string[]) {
  const errors: string[] = [];
  vi.spyOn(console, 'log').mockReturnValue();
  vi.spyOn(console, 'error').mockImplementation((line: string) => void errors.push(line));
  const code = await runCli(['replay', ...args, '--raw', '--to', 'feed']);
  return { code, errors: errors.join() };
}

test.each([
  ['a text', 'words\nand more\n'],
  ['another document', '{"name":"overround"}\n'],
  ['an answer of the Unified Odds Feed', '<producers/>'],
  ['an empty file', ''],
])('%s is refused before anything is asked for', async (name, text) => {
  writeFileSync(at(name), text);
  const { code, errors } = await brought(at(name), '--producer', 'acme', '--json');
  expect([code, errors]).toEqual([2, expect.stringMatching(/neither canonical lines.*0 were/u)]);
});

test('a file that is not there, and one of nobody, are refused', async () => {
  const missing = await brought(at('nowhere'), '--producer', 'acme');
  expect([missing.code, missing.errors]).toEqual([2, expect.stringContaining('ENOENT')]);
  const nobodys = await brought(at('nowhere'));
  expect([nobodys.code, nobodys.errors]).toEqual([2, expect.stringContaining('--producer')]);
});

test('a Unified Odds Feed without its settings is refused', async () => {
  vi.stubEnv('OVERROUND_UOF_BROKER', '');
  const tape = await startTape(
    at('uof'),
    { format: 'overround-tape-1', kind: 'amqp', source: 'test', startedAt: 0 },
    systemClock,
  );
  await tape.close();
  const { code, errors } = await brought(at('uof'), '--producer', 'uof').finally(() => {
    vi.unstubAllEnvs();
  });
  expect([code, errors]).toEqual([2, expect.stringContaining('OVERROUND_UOF_API')]);
});
