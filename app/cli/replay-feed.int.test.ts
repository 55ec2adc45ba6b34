import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { runCli } from './cli.ts';

const SAMPLE = 'feeds/exchange/samples/rovers-united.jsonl';
let database: TestDatabase;
let server: TestNats;

beforeAll(async () => {
  [database, server] = await Promise.all([freshDatabase(), startTestNats()]);
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('NATS_URL', server.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([database.drop(), server.stop()]);
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function brought(...args: readonly string[]): Promise<unknown> {
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  const to = ['--raw', '--to', 'feed', '--producer', 'exchange', '--json'];
  expect(await runCli(['replay', SAMPLE, ...to, ...args])).toBe(0);
  return JSON.parse(printed.join('\n'));
}

test('a recorded exchange stream is brought in once, and the report says what came of it', async () => {
  const report = { file: SAMPLE, kind: 'exchange', messages: 4, events: 0, claims: 0, gaps: [] };
  const rest = { ...report, unreadable: 0 };
  expect(await brought('--since', '2040-01-01')).toEqual({
    ...{ ...rest, quotes: 0, known: 0, outside: 4 },
  });
  expect(await brought()).toEqual({ ...rest, quotes: 1, known: 0, outside: 0 });
  expect(await brought()).toEqual({ ...rest, quotes: 0, known: 1, outside: 0 });
});
