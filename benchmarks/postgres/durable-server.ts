import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { createPool, migratePostgres, type Pool } from '#platform/mod.ts';
import { startPostgres, type EmbeddedServer } from '#platform/embedded/mod.ts';

const run = promisify(execFile);

export type DurableServer = Readonly<{
  /** A database with our schema. */
  url: string;
  dir: string;
  server: EmbeddedServer;
  /** A new database in the same cluster, empty. */
  emptyDatabase(name: string): Promise<string>;
  /** Settings that decide what a commit means, as the server says them. */
  durability: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}>;

const SETTINGS = {
  shared_buffers: '1GB',
  max_wal_size: '4GB',
  // A batch in the thousands must not spill to disk.
  work_mem: '32MB',
};

/**
 * PostgreSQL as an operator runs it: every commit is flushed before it is acknowledged. `slowerUs` is added
 * to each flush, so that a figure does not rest on a disk that answers from its cache.
 */
export async function startDurableServer({
  slowerUs = 0,
  settings = {},
}: Readonly<{
  slowerUs?: number;
  settings?: Readonly<Record<string, string>>;
}>): Promise<DurableServer> {
  const dir = mkdtempSync(join(tmpdir(), 'overround-money-'));
  // PostgreSQL may run as another user, who must be able to reach its folder.
  chmodSync(dir, 0o755);
  const env =
    slowerUs === 0
      ? {}
      : { LD_PRELOAD: await buildSlowDisk(dir), SLOW_FDATASYNC_US: String(slowerUs) };
  const server = await startPostgres(dir, 0, { settings: { ...SETTINGS, ...settings }, env });
  await migratePostgres(server.url);
  const pool = createPool({ url: server.url, maxConnections: 1 });
  const durability = await readDurability(pool);
  return {
    url: server.url,
    dir,
    server,
    durability,
    emptyDatabase: async (name) => {
      await pool.query(`CREATE DATABASE ${name}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    stop: async () => {
      await pool.end();
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function buildSlowDisk(dir: string): Promise<string> {
  const source = join(import.meta.dirname, 'slow-fdatasync.c');
  const library = join(dir, 'slow-fdatasync.so');
  await run('cc', ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl']);
  return library;
}

const DECISIVE = ['fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method'];

async function readDurability(pool: Pool): Promise<Readonly<Record<string, string>>> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    'SELECT name, setting FROM pg_settings WHERE name = ANY ($1)',
    [DECISIVE],
  );
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}

/** Whether a commit that was acknowledged is on disk. */
export const isDurable = ({ durability }: Pick<DurableServer, 'durability'>): boolean =>
  durability['fsync'] === 'on' &&
  durability['synchronous_commit'] === 'on' &&
  durability['full_page_writes'] === 'on';
