import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ENVIRONMENT, type EmbeddedPorts } from '../config.ts';
import { hasChdb, startClickhouse } from './clickhouse-server.ts';
import { heldError, lockState, takeLock } from './lock.ts';
import { startNats } from './nats-server.ts';
import { relocatedDataDir } from './postgres-place.ts';
import { startPostgres } from './postgres-server.ts';
import { readOptional } from './process.ts';
import type { EmbeddedServer, Notice, ServerName } from './server.ts';

/** URLs with credentials: pass them on, do not print them. */
export type StackUrls = Readonly<{
  databaseUrl: string;
  natsUrl: string;
  /** Undefined where the embedded engine does not exist: analytics is then off. */
  clickhouseUrl: string | undefined;
}>;

export type Stack = StackUrls &
  Readonly<{
    /** What runs as our child, with its port. */
    embedded: readonly Readonly<{ name: ServerName; port: number }>[];
    stop(): Promise<void>;
  }>;

export type StackOptions = Readonly<{
  /** Folder for everything that the servers write. */
  dir: string;
  ports?: Partial<EmbeddedPorts>;
  /** Servers that exist already; by default those that the environment names. */
  urls?: Readonly<{
    databaseUrl?: string | undefined;
    natsUrl?: string | undefined;
    clickhouseUrl?: string | undefined;
  }>;
  notice?: Notice;
  /** Told when a server of ours ends although nobody stopped it. */
  onExit?: (name: ServerName, how: string) => void;
  /** Tests only: PostgreSQL without fsync. */
  unsafeFast?: boolean;
}>;

/**
 * Starts PostgreSQL, NATS and ClickHouse together, except those that have a URL already. Only one process
 * may do so per folder. Throws EmbeddedError with the fix when something is in the way; then nothing is left.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const dir = resolve(options.dir);
  const notice = options.notice ?? (() => undefined);
  const urls = options.urls ?? urlsOf(process.env);
  const release = takeLock(dir, notice);
  const started = await Promise.allSettled([
    urls.databaseUrl
      ? undefined
      : startPostgres(dir, portOf(options, 'postgres'), {
          notice,
          unsafeFast: options.unsafeFast ?? false,
        }),
    urls.natsUrl ? undefined : startNats(join(dir, 'nats'), portOf(options, 'nats'), { notice }),
    urls.clickhouseUrl
      ? undefined
      : startAnalytics(join(dir, 'clickhouse'), portOf(options, 'clickhouse'), notice),
  ]);
  const servers = started.map((result) =>
    result.status === 'fulfilled' ? result.value : undefined,
  );
  const stop = makeStop(
    dir,
    servers.filter((server) => server !== undefined),
    release,
    options.onExit,
  );
  const failure = started.find((result) => result.status === 'rejected');
  if (failure) {
    await stop();
    throw failure.reason;
  }
  const [postgres, nats, clickhouse] = servers;
  const result: StackUrls = {
    databaseUrl: urls.databaseUrl ?? postgres?.url ?? '',
    natsUrl: urls.natsUrl ?? nats?.url ?? '',
    clickhouseUrl: urls.clickhouseUrl ?? clickhouse?.url,
  };
  writeUrls(dir, result);
  const embedded = [postgres, nats, clickhouse].filter((server) => server !== undefined);
  return { ...result, embedded: embedded.map(({ name, port }) => ({ name, port })), stop };
}

const urlsOf = (
  env: Readonly<Record<string, string | undefined>>,
): NonNullable<StackOptions['urls']> => ({
  databaseUrl: env['DATABASE_URL'],
  natsUrl: env['NATS_URL'],
  clickhouseUrl: env['CLICKHOUSE_URL'],
});

const PORT_VARIABLES = {
  postgres: 'OVERROUND_POSTGRES_PORT',
  nats: 'OVERROUND_NATS_PORT',
  clickhouse: 'OVERROUND_CLICKHOUSE_PORT',
} as const;

const portOf = (options: StackOptions, server: keyof EmbeddedPorts): number =>
  options.ports?.[server] ?? Number(ENVIRONMENT[PORT_VARIABLES[server]][0]);

async function startAnalytics(
  dir: string,
  port: number,
  notice: Notice,
): Promise<EmbeddedServer | undefined> {
  if (hasChdb()) return startClickhouse(dir, port, { notice });
  notice(
    'There is no embedded ClickHouse for this platform: analytics is off, everything else works. ' +
      'Set CLICKHOUSE_URL to use a server.',
  );
  return undefined;
}

function makeStop(
  dir: string,
  servers: readonly EmbeddedServer[],
  release: () => void,
  onExit: StackOptions['onExit'],
): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  for (const server of servers)
    void server.exited.then((how) => {
      if (!stopping) onExit?.(server.name, how);
    });
  const stopAll = async (): Promise<void> => {
    await Promise.allSettled(servers.map((server) => server.stop()));
    rmSync(join(dir, URLS), { force: true });
    release();
  };
  return () => (stopping ??= stopAll());
}

const URLS = 'stack.json';

function writeUrls(dir: string, urls: StackUrls): void {
  const path = join(dir, URLS);
  writeFileSync(path, JSON.stringify(urls), { mode: 0o600 });
  chmodSync(path, 0o600);
}

/** The servers of an `overround` that runs with this folder, for commands in other terminals. */
export function runningStack(dir: string): StackUrls | undefined {
  if (lockState(resolve(dir)).kind !== 'held') return undefined;
  const text = readOptional(join(resolve(dir), URLS));
  return text === undefined ? undefined : (JSON.parse(text) as StackUrls);
}

/** Deletes the data of the three servers (not the login key). Refused while they run. */
export function deleteStackData(dir: string): void {
  const root = resolve(dir);
  const state = lockState(root);
  if (state.kind === 'held') throw heldError(root, state.pid);
  for (const name of [
    'postgres',
    'postgres.new',
    'postgres.password',
    'nats',
    'clickhouse',
    'anchors',
  ])
    rmSync(join(root, name), { recursive: true, force: true });
  rmSync(relocatedDataDir(root), { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
}
