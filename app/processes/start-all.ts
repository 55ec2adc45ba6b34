import { join } from 'node:path';

import { seedDemoUsers } from '#bet-api/mod.ts';
import {
  childEnvironment,
  createPool,
  migrateClickHouse,
  migratePostgres,
  newId,
  repoDir,
  startStack,
  type Clock,
  type Config,
  type Logger,
} from '#platform/mod.ts';

import { DEFAULT_PROCESSES, type Role } from '../roles.ts';
import type { Service } from '../context.ts';
import { buildConsole } from './build-console.ts';
import { supervise, type SupervisedProcess } from './supervisor.ts';

export type StartAllOptions = Readonly<{
  config: Config;
  clock: Clock;
  log: Logger;
  /** One line of progress for people. */
  progress: (line: string) => void;
}>;

export type RunningEngine = Service &
  Readonly<{
    addresses: Readonly<Record<string, string>>;
    analytics: boolean;
  }>;

/** On one machine there is nowhere else for clients to go, and a person waits for the end. */
const LONGEST_DRAIN_MS = 3_000;

/** Servers, schema, web pages, then our processes: each stage says what it does, and how long it took. */
export async function startAll(options: StartAllOptions): Promise<RunningEngine> {
  const { config, clock, log, progress } = options;
  // Odds and bets do not depend on the pages, so a failed build is said and does not stop the start.
  const consoleBuilt = buildConsole(progress).catch((error: unknown) => {
    progress('The web pages could not be built; the API and the odds stream run without them.');
    log.error({ err: error }, 'the web pages could not be built');
  });
  progress('Starting PostgreSQL, NATS and ClickHouse');
  const stack = await startStack({
    dir: config.dataDir,
    ports: config.embeddedPorts,
    urls: config,
    notice: progress,
    onExit: (name, how) => {
      log.error({ server: name, how }, 'an embedded server ended');
    },
  });
  const stops: (() => Promise<void>)[] = [() => stack.stop()];
  const stop = async (): Promise<void> => {
    for (const undo of stops.splice(0).reverse()) await undo();
  };
  try {
    progress('Applying migrations');
    await migratePostgres(stack.databaseUrl);
    if (stack.clickhouseUrl !== undefined) await migrateClickHouse(stack.clickhouseUrl);
    if (config.demoUsers) {
      await withPool(stack.databaseUrl, (pool) => seedDemoUsers(pool, { clock, newId }));
    }
    await consoleBuilt;
    progress('Starting the hosts, the gateway and the services');
    const env = childEnvironment(stack);
    const entry = join(repoDir(), 'app', 'main.ts');
    const children: SupervisedProcess[] = [];
    stops.push(async () => {
      await Promise.all(children.map((child) => child.stop()));
    });
    const launch = (all: readonly (readonly Role[])[], more: Readonly<Record<string, string>>) => {
      const started = all.map((roles, at) => {
        const own = metricsEnvironment(config, children.length + at);
        return supervise(roles, { entry, env: { ...env, ...more, ...own }, clock, log });
      });
      children.push(...started);
      return Promise.all(started.map((child) => child.ready));
    };
    const [streams, others] = [DEFAULT_PROCESSES.slice(0, 2), DEFAULT_PROCESSES.slice(2)];
    const drainMs = Math.min(config.gateway.drainMs, LONGEST_DRAIN_MS);
    const first = await launch(streams, { OVERROUND_GATEWAY_DRAIN_MS: String(drainMs) });
    // The web pages learn the stream's address from the API, so the gateway's port must be known before it.
    const gateway = first.find((found) => found['gateway'] !== undefined)?.['gateway'] ?? '';
    const second = await launch(others, { OVERROUND_GATEWAY_URL: config.gatewayUrl ?? gateway });
    const addresses = [...first, ...second];
    return {
      addresses: Object.assign({}, ...addresses) as Record<string, string>,
      analytics: stack.clickhouseUrl !== undefined,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Each process serves its own metrics, so they take the configured port and the ones after it. */
function metricsEnvironment({ metricsPort }: Config, number: number): Record<string, string> {
  if (metricsPort === undefined) return {};
  return { OVERROUND_METRICS_PORT: String(metricsPort === 0 ? 0 : metricsPort + number) };
}

async function withPool(
  url: string,
  work: (pool: ReturnType<typeof createPool>) => Promise<void>,
): Promise<void> {
  const pool = createPool({ url, name: 'overround-start', maxConnections: 1 });
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
}
