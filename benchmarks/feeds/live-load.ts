import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startFeeds } from '#feeds/mod.ts';
import {
  connectNats,
  createPool,
  migratePostgres,
  silentLogger,
  startNats,
  startPostgres,
  systemClock,
} from '#platform/mod.ts';

import { lagTrend, type Arrival, type LagTrend } from './lag.ts';
import { liveMatches } from './live-matches.ts';

export type LiveLoadOptions = Readonly<{ fixtures: number; rate: number; seconds: number }>;

export type LiveLoad = Readonly<{
  all: LagTrend;
  byProducer: ReadonlyMap<string, LagTrend>;
  eventsPerSecond: number;
  fixtures: number;
  /** Events whose version was not the one behind the last of their fixture. */
  outOfOrder: number;
}>;

const PRODUCERS = ['first', 'second', 'third'];
/** All fixtures are announced at once in the beginning, which no Saturday does. */
const WARM_UP_MS = 5_000;

type Told = Readonly<{ fixtureId: string; producer: string; version: number; occurredAt: number }>;

/**
 * Simulated matches through the feed service with real servers: lines of three producers, normaliser, publisher, NATS
 * and PostgreSQL, and from NATS to a subscriber. The lag of an event is the time from when it was due in its match
 * to when the subscriber has it.
 */
export async function liveLoad(options: LiveLoadOptions): Promise<LiveLoad> {
  const dir = await mkdtemp(join(tmpdir(), 'overround-feeds-'));
  const [postgres, natsServer] = [await startPostgres(dir, 0), await startNats(dir, 0)];
  await migratePostgres(postgres.url);
  const pool = createPool({ url: postgres.url });
  const nats = await connectNats({ url: natsServer.url, name: 'feeds' });
  const reader = await connectNats({ url: natsServer.url, name: 'reader' });
  try {
    return await measured({ pool, nats, reader, ...options });
  } finally {
    await Promise.allSettled([nats.connection.close(), reader.connection.close(), pool.end()]);
    await Promise.allSettled([postgres.stop(), natsServer.stop()]);
    await rm(dir, { recursive: true, force: true });
  }
}

type Servers = Readonly<{
  pool: ReturnType<typeof createPool>;
  nats: Awaited<ReturnType<typeof connectNats>>;
  reader: Awaited<ReturnType<typeof connectNats>>;
}>;

async function measured(options: Servers & LiveLoadOptions): Promise<LiveLoad> {
  const { pool, nats, reader, fixtures, rate, seconds } = options;
  const clock = systemClock;
  const arrivals: Arrival[] = [];
  const versions = new Map<string, number>();
  let outOfOrder = 0;
  const startedAt = clock.now();
  reader.connection.subscribe('feed.football.>', {
    callback: (_error, message) => {
      const now = clock.now();
      const { fixtureId, producer, version, occurredAt } = message.json<Told>();
      if (version !== (versions.get(fixtureId) ?? 0) + 1) outOfOrder += 1;
      versions.set(fixtureId, version);
      arrivals.push({ producer, atMs: now - startedAt, lagMs: now - occurredAt });
    },
  });
  await reader.connection.flush();
  const stopping = new AbortController();
  const { signal } = stopping;
  const streams = liveMatches({ clock, producers: PRODUCERS, fixtures, rate, signal });
  const feeds = await startFeeds({
    ...{ clock, pool, nats, log: silentLogger() },
    sources: [...streams].map(([producer, lines]) => ({ kind: 'lines', producer, lines })),
  });
  await clock.sleep(WARM_UP_MS + 1_000 * seconds);
  stopping.abort(new Error('the time is over'));
  await feeds.stop(10_000);
  const counted = arrivals.filter(({ atMs }) => atMs >= WARM_UP_MS);
  const byProducer = Map.groupBy(counted, ({ producer }) => producer);
  return {
    all: lagTrend(counted),
    byProducer: new Map([...byProducer].map(([name, all]) => [name, lagTrend(all)])),
    eventsPerSecond: counted.length / seconds,
    fixtures: versions.size,
    outOfOrder,
  };
}
