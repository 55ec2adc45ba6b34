import {
  ensureStreams,
  type Clock,
  type Logger,
  type Metrics,
  type Nats,
  type Pool,
} from '#platform/mod.ts';

import { startAlive } from './alive.ts';
import { arbitratedSource, type ArbitratedOptions } from './arbitration/source.ts';
import { exchangeSource, type ExchangeOptions } from './exchange/source.ts';
import { createFeedMetrics } from './metrics.ts';
import { withProducerLock } from './producer-lock.ts';
import { FEED_STREAMS, FeedPublisher } from './publisher.ts';
import { loadRecordings } from './recordings/mod.ts';
import { folderSource, type FolderOptions } from './sources/folder/source.ts';
import { linesSource, type LinesOptions } from './sources/lines.ts';
import { recordingsSource } from './sources/recordings.ts';
import { simulatorSource, type SimulatorOptions } from './sources/simulator.ts';
import type { Source, SourceContext } from './sources/source.ts';
import { uofSource, type UofOptions } from './uof/source.ts';
import { virtualSource, type VirtualOptions } from './virtual/source.ts';

/** What a feed service plays. Speed 60 is one match minute per second. */
export type FeedSource =
  | Readonly<{
      kind: 'recordings';
      speed: number;
      /** All recordings unless given. */
      ids?: readonly string[];
      /** How long a fixture is announced before kick-off; 90 s unless given. */
      preMatchMs?: number;
      /** Between a run and the announcement of the next; 20 s unless given. */
      pauseMs?: number;
    }>
  | (Readonly<{ kind: 'simulator' }> & Omit<SimulatorOptions, 'upcoming'> & { upcoming?: number })
  | (Readonly<{ kind: 'virtual' }> & VirtualOptions)
  | (Readonly<{ kind: 'arbitrated' }> & ArbitratedOptions)
  | (Readonly<{ kind: 'uof' }> & UofOptions)
  | (Readonly<{ kind: 'exchange' }> & ExchangeOptions)
  | (Readonly<{ kind: 'folder' }> & FolderOptions)
  | (Readonly<{ kind: 'lines' }> & LinesOptions);

export type FeedsOptions = Readonly<{
  clock: Clock;
  pool: Pool;
  nats: Nats;
  log: Logger;
  metrics?: Metrics;
  sources: readonly FeedSource[];
  /** Events that may wait for NATS or PostgreSQL; 10,000 unless given. */
  maxQueued?: number;
}>;

export type Feeds = Readonly<{
  publisher: FeedPublisher;
  /** Stops the sources, then waits for what is queued, at most `graceMs`. */
  stop: (graceMs?: number) => Promise<void>;
}>;

const RESTART_MS = 5_000;

/**
 * Starts the sources. Each producer is fed by one process at a time; a second service that is started with
 * the same sources is a standby. Rejects when the streams cannot be made or a source is misconfigured.
 */
export async function startFeeds(options: FeedsOptions): Promise<Feeds> {
  const { clock, pool, nats, log, maxQueued } = options;
  const sources = options.sources.map(sourceOf);
  const metrics = createFeedMetrics(options.metrics);
  await ensureStreams(nats, FEED_STREAMS);
  const publisher = new FeedPublisher({
    clock,
    pool,
    nats,
    log,
    metrics,
    ...(maxQueued === undefined ? {} : { maxQueued }),
  });
  const stopping = new AbortController();
  const context = { clock, pool, nats, log, metrics, publisher, signal: stopping.signal };
  const running = sources.map((source) => keepRunning(source, context));
  return {
    publisher,
    stop: async (graceMs) => {
      stopping.abort(new Error('the feed service is stopped'));
      await publisher.stop(graceMs);
      await Promise.all(running);
    },
  };
}

function sourceOf(source: FeedSource): Source {
  if ('speed' in source && !(source.speed > 0)) throw new RangeError('a speed is above 0');
  switch (source.kind) {
    case 'recordings': {
      const { ids, speed, preMatchMs = 90_000, pauseMs = 20_000 } = source;
      const scripts = loadRecordings().filter(({ id }) => ids?.includes(id) ?? true);
      const missing = ids?.find((id) => !scripts.some((script) => script.id === id));
      if (missing !== undefined) throw new RangeError(`there is no recording ${missing}`);
      return recordingsSource({ scripts, speed, preMatchMs, pauseMs });
    }
    case 'simulator':
      return simulatorSource({ ...source, upcoming: source.upcoming ?? 4 });
    case 'virtual':
      return virtualSource(source);
    case 'arbitrated':
      return arbitratedSource(source);
    case 'uof':
      return uofSource(source);
    case 'exchange':
      return exchangeSource(source);
    case 'folder':
      return folderSource(source);
    case 'lines':
      return linesSource(source);
  }
}

/** Runs a source under its lock, with its proof of life; one that fails is started again. */
async function keepRunning(source: Source, context: SourceContext): Promise<void> {
  const { clock, log, signal } = context;
  const { producer } = source;
  const isStopped = (): boolean => signal.aborted;
  while (!isStopped()) {
    try {
      await withProducerLock({ ...context, producer }, async (held) => {
        context.publisher.forget(producer);
        const stopAlive = startAlive({ ...context, producer });
        await source.run({ ...context, signal: held }).finally(stopAlive);
      });
      if (!isStopped()) log.info({ producer }, 'source has ended');
      return;
    } catch (error) {
      if (isStopped()) return;
      log.error({ err: error, producer }, 'source has failed, starting it again');
      await clock.sleep(RESTART_MS, signal).catch(() => undefined);
    }
  }
}
