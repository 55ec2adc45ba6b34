import { STREAMS } from '#contracts/mod.ts';
import {
  connectNats,
  createLogger,
  createMetrics,
  createPool,
  ensureStreams,
  newId,
  systemClock,
  systemRandom,
  type Clock,
  type Config,
  type Logger,
  type Metrics,
  type Nats,
  type Pool,
  type Random,
} from '#platform/mod.ts';

/** What every service of a process shares: one pool, one NATS connection, the real clock and randomness. */
export type Context = Readonly<{
  config: Config;
  urls: ServerUrls;
  clock: Clock;
  random: Random;
  newId: () => string;
  pool: Pool;
  nats: Nats;
  log: Logger;
  metrics: Metrics;
  close(): Promise<void>;
}>;

export type ServerUrls = Readonly<{
  databaseUrl: string;
  natsUrl: string;
  /** Absent when the column store cannot run here: analytics is off, money is unaffected. */
  clickhouseUrl: string | undefined;
}>;

/** A running service: `stop` finishes what is in hand and leaves nothing behind. */
export type Service = Readonly<{ stop(): Promise<void> }>;

export async function openContext(
  name: string,
  config: Config,
  urls: ServerUrls,
): Promise<Context> {
  const log = createLogger({
    name,
    level: config.logLevel,
    format: process.stderr.isTTY ? 'text' : 'json',
  });
  const pool = createPool({
    url: urls.databaseUrl,
    name: `overround-${name}`,
    onError: (error) => {
      log.warn({ err: error }, 'a PostgreSQL connection broke');
    },
  });
  const nats = await connectNats({
    url: urls.natsUrl,
    name: `overround-${name}`,
    onStatus: (status) => {
      log.info(status, 'NATS connection');
    },
  });
  await ensureStreams(nats, STREAMS);
  return {
    config,
    urls,
    clock: systemClock,
    random: systemRandom,
    newId,
    pool,
    nats,
    log,
    metrics: createMetrics(name, { processMetrics: true }),
    async close() {
      await nats.close();
      await pool.end();
    },
  };
}
