import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

import { startTape } from '#feeds/record/mod.ts';
import { scriptedMatch, startUofTestServer } from '#feeds/uof/test-server/mod.ts';
import { systemClock, trusted } from '#platform/mod.ts';
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

async function brought(
  file: string,
  producer: string,
  ...args: readonly string[]
): Promise<unknown> {
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  const to = ['--raw', '--to', 'feed', '--producer', producer, '--json'];
  expect(await runCli(['replay', file, ...to, ...args])).toBe(0);
  return JSON.parse(printed.join('\n'));
}

test('a recorded exchange stream is brought in once, and the report says what came of it', async () => {
  const report = { file: SAMPLE, kind: 'exchange', messages: 4, events: 0, claims: 0, gaps: [] };
  const rest = { ...report, unreadable: 0 };
  expect(await brought(SAMPLE, 'exchange', '--since', '2040-01-01')).toEqual({
    ...{ ...rest, quotes: 0, known: 0, outside: 4 },
  });
  expect(await brought(SAMPLE, 'exchange')).toEqual({ ...rest, quotes: 1, known: 0, outside: 0 });
  expect(await brought(SAMPLE, 'exchange')).toEqual({ ...rest, quotes: 0, known: 1, outside: 0 });
});

test('a recorded Unified Odds Feed is brought in once, by the settings of the installation', async () => {
  const kickOff = Date.UTC(2030, 2, 17, 18);
  const provider = await startUofTestServer({ clock: systemClock });
  provider.addEvent('sr:match:1', kickOff);
  vi.stubEnv('OVERROUND_UOF_BROKER', 'amqp://127.0.0.1:1/unifiedfeed/1');
  vi.stubEnv('OVERROUND_UOF_API', provider.apiUrl);
  vi.stubEnv('OVERROUND_UOF_TOKEN', 'test');
  const folder = mkdtempSync(join(tmpdir(), 'overround-replay-feed-'));
  const path = join(folder, 'uof.tape');
  const script = scriptedMatch('sr:match:1', kickOff);
  const tape = await startTape(
    path,
    { format: 'overround-tape-1', kind: 'amqp', source: 'test', startedAt: kickOff },
    systemClock,
  );
  for (const { xml, at } of script)
    await tape.write({ receivedAt: at, sentAt: at, key: '', body: Buffer.from(xml) });
  await tape.close();
  const report = await brought(path, 'uof');
  expect(report).toMatchObject({ kind: 'uof', messages: script.length, known: 0, unreadable: 0 });
  const { events, quotes, claims } =
    trusted<Record<'events' | 'quotes' | 'claims', number>>()(report);
  expect(Math.min(events, quotes, claims)).toBeGreaterThan(0);
  const nothing = { events: 0, quotes: 0, claims: 0, known: events + quotes + claims };
  expect(await brought(path, 'uof')).toMatchObject({ messages: script.length, ...nothing });
  rmSync(folder, { recursive: true });
  await provider.close();
});
