import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createMetrics, silentLogger, systemClock, type Metrics } from '#platform/mod.ts';
import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { startFeeds, type Feeds, type FeedSource } from '../service.ts';
import { FILE_ADAPTERS, type FileAdapter } from './testing/file-adapters.ts';

let nats: TestNats;
let database: TestDatabase;
let feeds: Feeds;
const metrics: Metrics = createMetrics('conformance');
const root = mkdtempSync(join(tmpdir(), 'overround-conformance-'));

const KINDS = ['wyscout', 'statsbomb', 'results', 'mapped'] as const;
const PRODUCERS = ['wyscout', 'statsbomb', 'results', 'acme'];

/** Sound files and, beside them or in their place, those with poison. */
function folderOf({ files, poison, readerOf }: FileAdapter, at: number): FeedSource {
  const dir = join(root, String(at));
  mkdirSync(dir);
  for (const [name, content] of Object.entries({ ...files, ...poison })) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  // It puts what it needs beside them.
  readerOf(dir);
  const usual = { kind: 'folder' as const, dir, everyMs: 20, patienceMs: 100 };
  const kind = KINDS[at] ?? 'results';
  return kind === 'mapped'
    ? { ...usual, files: kind, mapping: join(dir, 'mapping.json') }
    : { ...usual, files: kind };
}

beforeAll(async () => {
  nats = await startTestNats();
  database = await freshDatabase();
  feeds = await startFeeds({
    ...{ clock: systemClock, pool: database.pool, nats: nats.nats, log: silentLogger(), metrics },
    sources: [
      ...FILE_ADAPTERS.map(folderOf),
      { kind: 'simulator', seed: 'rows', speed: 600, inPlay: 2 },
      { kind: 'virtual', speed: 600, openMs: 100, pauseMs: 100 },
    ],
  });
});
afterAll(async () => {
  await feeds.stop(1_000);
  await nats.stop();
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});

/** The sum of a counter over all its labels but the producer. */
async function counted(name: string, producer: string): Promise<number> {
  const found = await metrics.registry.getSingleMetric(name)?.get();
  return (found?.values ?? [])
    .filter(({ labels }) => labels['producer'] === producer)
    .reduce((sum, { value }) => sum + value, 0);
}
const storedOf = async (producer: string): Promise<number> => {
  const { rows } = await database.pool.query<{ events: number }>(
    'SELECT count(*)::int AS events FROM feed_event WHERE producer = $1',
    [producer],
  );
  return rows[0]?.events ?? 0;
};

describe('metrics', () => {
  test.each([
    ...FILE_ADAPTERS.map(({ name }, at) => [name, PRODUCERS[at] ?? '']),
    ['simulator', 'simulator'],
    ['virtual league', 'virtual'],
  ])('metrics × %s: events that are counted are stored', async (_name, producer) => {
    await expect
      .poll(async () => {
        const before = await storedOf(producer);
        const events = await counted('overround_feed_events_total', producer);
        return events > 0 && events >= before && (await storedOf(producer)) >= events;
      })
      .toBe(true);
  });

  test.each(FILE_ADAPTERS.map(({ name }, at) => [name, at] as const))(
    'metrics × %s: the source is up, and its poison is counted',
    async (_name, at) => {
      const producer = PRODUCERS[at] ?? '';
      await expect.poll(() => counted('overround_feed_source_up', producer)).toBe(1);
      await expect
        .poll(() => counted('overround_feed_dead_letters_total', producer))
        .toBeGreaterThan(0);
    },
  );
});
