import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';

import { STREAMS } from '#contracts/mod.ts';
import { ensureStreams, ManualClock, silentLogger } from '#platform/mod.ts';
import { startRiskService } from '#risk/mod.ts';
import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { runCli } from './cli.ts';

let database: TestDatabase;
let server: TestNats;
let service: Awaited<ReturnType<typeof startRiskService>>;
const printed: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  [database, server] = await Promise.all([freshDatabase(), startTestNats()]);
  await ensureStreams(server.nats, STREAMS);
  service = await startRiskService({
    nats: server.nats,
    clock: new ManualClock(),
    log: silentLogger(),
    source: { openBets: () => Promise.resolve([]), bet: () => Promise.resolve(undefined) },
  });
  await database.pool.query(
    `INSERT INTO fixture (fixture_id, sport, competition, home_id, home, away_id, away, starts_at, producer, version)
     VALUES ('league-1', 'football', 'League', 'a', 'A', 'b', 'B', 0, 'simulator', 1)`,
  );
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('NATS_URL', server.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await service.stop();
  await Promise.all([database.drop(), server.stop()]);
});
beforeEach(() => {
  printed.length = 0;
  complaints.length = 0;
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void complaints.push(line));
});

test('a fixture without bets is told from one that there is not', async () => {
  expect(await runCli(['risk', '--fixture', 'league-1'])).toBe(0);
  expect(printed.join('\n')).toContain('No open bet is in this scope');
  expect(await runCli(['risk', '--fixture', 'nowhere'])).toBe(2);
  expect(complaints.join('\n')).toContain('FIXTURE_UNKNOWN: fixture must be one that a feed has');
  expect(await runCli(['risk', '--fixture', 'nowhere', '--market', 'match-result', '--json'])).toBe(
    2,
  );
  expect(JSON.parse(complaints.at(-1) ?? '')).toMatchObject({
    code: 'FIXTURE_UNKNOWN',
    field: 'fixture',
    value: 'nowhere',
  });
});

test('nor is a bet weighed on a fixture that there is not', async () => {
  const what = (fixture: string) => [
    ...['risk', '--what-if', `${fixture} match-result home 2.5`, '--json'],
  ];
  expect(await runCli(what('nowhere'))).toBe(2);
  expect(JSON.parse(complaints.at(-1) ?? '')).toMatchObject({ code: 'FIXTURE_UNKNOWN' });
  expect(await runCli(what('league-1'))).toBe(0);
  expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({ ok: true });
});
