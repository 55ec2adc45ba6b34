import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { createMetrics, silentLogger, systemClock, type Metrics } from '#platform/mod.ts';
import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { startFeeds, type Feeds } from '../../service.ts';

let nats: TestNats;
let database: TestDatabase;
let dir: string;
let running: Feeds | undefined;

beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.stop());
beforeEach(async () => {
  database = await freshDatabase();
  dir = mkdtempSync(join(tmpdir(), 'overround-watched-'));
});
afterEach(async () => {
  await running?.stop(1_000);
  running = undefined;
  rmSync(dir, { recursive: true, force: true });
  await database.drop();
});

async function start(metrics: Metrics = createMetrics('feeds')): Promise<Metrics> {
  running = await startFeeds({
    ...{ clock: systemClock, pool: database.pool, nats: nats.nats, log: silentLogger(), metrics },
    sources: [{ kind: 'folder', files: 'results', dir, everyMs: 20, patienceMs: 60_000 }],
  });
  return metrics;
}

const PATIENT = { timeout: 20_000, interval: 50 };
const stored = async (): Promise<readonly string[]> => {
  const { rows } = await database.pool.query<{ line: string }>(
    "SELECT home || ' ' || status || ' ' || producer AS line FROM fixture ORDER BY starts_at",
  );
  return rows.map(({ line }) => line);
};
const events = async (): Promise<number | undefined> => {
  const { rows } = await database.pool.query<{ events: number }>(
    'SELECT count(*)::int AS events FROM feed_event',
  );
  return rows[0]?.events;
};
const metric = async ({ registry }: Metrics, name: string): Promise<number | undefined> =>
  (await registry.getSingleMetric(name)?.get())?.values[0]?.value;

const HEAD = 'Date,HomeTeam,AwayTeam,FTHG,FTAG,HTHG,HTAG\n';
const ROW = '2024-08-17,Rovers,United,2,1,1,0\n';

test('a folder is followed over a restart, each match once, and poison is counted', async () => {
  writeFileSync(join(dir, 'a.csv'), HEAD + ROW);
  await start();
  await expect.poll(stored, PATIENT).toEqual(['Rovers closed results']);
  await running?.stop();
  writeFileSync(join(dir, 'a.csv'), `${HEAD}${ROW}2024-08-18,City,Town,x,0,0,0\n`);
  writeFileSync(join(dir, 'b.csv'), `${HEAD}2024-08-19,Albion,Athletic,0,0,0,0\n`);
  const metrics = await start();
  await expect.poll(stored, PATIENT).toHaveLength(2);
  await expect.poll(() => metric(metrics, 'overround_feed_dead_letters_total'), PATIENT).toBe(1);
  await expect.poll(events, PATIENT).toBe(10 + 7);
});

test('a folder that is away is a source that is down', async () => {
  const metrics = await start();
  const isUp = () => metric(metrics, 'overround_feed_source_up');
  await expect.poll(isUp, PATIENT).toBe(1);
  renameSync(dir, `${dir}-away`);
  await expect.poll(isUp, PATIENT).toBe(0);
  mkdirSync(dir);
  rmSync(`${dir}-away`, { recursive: true });
});
