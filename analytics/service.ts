import {
  createClickHouse,
  migrateClickHouse,
  type Clock,
  type Logger,
  type Metrics,
  type Nats,
  type Pool,
} from '#platform/mod.ts';

import { startReconciler, type ReconcilerOptions } from './reconcile/reconcile.ts';
import { startAnalyticsWriter, type WriterOptions } from './writer.ts';

export type AnalyticsPorts = Readonly<{
  clickhouseUrl: string;
  pool: Pool;
  nats: Nats;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
}>;

export type AnalyticsOptions = Readonly<{
  writer?: WriterOptions;
  reconciler?: ReconcilerOptions;
  /** Pause between attempts to reach ClickHouse at the start; 5 s unless given. */
  retryMs?: number;
}>;

export type Analytics = Readonly<{
  /** Resolves when tables exist and the writer reads. */
  ready: Promise<void>;
  stop(): Promise<void>;
}>;

/**
 * Makes the tables, then copies messages into them and reconciles them with PostgreSQL. Returns at once and
 * never fails: while ClickHouse is away it tries again, and the streams keep what happens. Money does not
 * depend on any of it.
 */
export function startAnalytics(ports: AnalyticsPorts, options: AnalyticsOptions = {}): Analytics {
  const stopping = new AbortController();
  const clickhouse = createClickHouse({ url: ports.clickhouseUrl, name: 'overround-analytics' });
  const started = untilStarted(ports, options, stopping.signal, async () => {
    await migrateClickHouse(ports.clickhouseUrl);
    const writer = await startAnalyticsWriter({ ...ports, clickhouse }, options.writer);
    const reconciler = startReconciler({ ...ports, clickhouse }, options.reconciler);
    return () => Promise.all([writer.stop(), reconciler.stop()]);
  });
  return {
    ready: started.then(() => undefined),
    stop: async () => {
      stopping.abort();
      const stop = await started;
      await stop?.();
      await clickhouse.close();
    },
  };
}

async function untilStarted<Stop>(
  { clock, log }: AnalyticsPorts,
  { retryMs = 5_000 }: AnalyticsOptions,
  signal: AbortSignal,
  start: () => Promise<Stop>,
): Promise<Stop | undefined> {
  while (!signal.aborted) {
    try {
      return await start();
    } catch (error) {
      log.warn({ err: error }, 'analytics cannot start yet; trying again');
      await clock.sleep(retryMs, signal).catch(() => undefined);
    }
  }
  return undefined;
}
