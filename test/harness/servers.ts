import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

import { startNats, type EmbeddedServer } from '#platform/embedded/mod.ts';
import {
  connectNats,
  createClickHouse,
  createPool,
  migrateClickHouse,
  newId,
  type ClickHouse,
  type Nats,
  type Pool,
} from '#platform/mod.ts';

import { TEMPLATE_DATABASE } from './provided.ts';

export type TestDatabase = Readonly<{
  url: string;
  pool: Pool;
  /** Closes the pool and deletes the database. */
  drop(): Promise<void>;
}>;

/** A new migrated database of its own, copied from the template in about 50 ms. */
export async function freshDatabase(
  options: { maxConnections?: number } = {},
): Promise<TestDatabase> {
  const { databaseUrl, templateProblem } = inject('servers');
  if (templateProblem !== undefined) throw new Error(templateProblem);
  const name = `test_${newId().replaceAll('-', '')}`;
  await administer(databaseUrl, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE_DATABASE}`);
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  const pool = createPool({ url: url.href, maxConnections: options.maxConnections ?? 10 });
  return {
    url: url.href,
    pool,
    drop: async () => {
      if (!pool.ended) await pool.end();
      await administer(databaseUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function administer(databaseUrl: string, sql: string): Promise<void> {
  const pool = createPool({ url: databaseUrl, maxConnections: 1 });
  try {
    await pool.query(sql);
  } finally {
    await pool.end();
  }
}

export type TestNats = Readonly<{
  url: string;
  server: EmbeddedServer;
  /** A connection that `stop` closes; open others with `connect`. */
  nats: Nats;
  connect(name: string): Promise<Nats>;
  /** Stops the server (the connections notice) and starts it again on the same port with the same data. */
  restart(whileDown?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}>;

/** A NATS server with JetStream of its own: subjects and streams cannot meet those of another test file. */
export async function startTestNats(): Promise<TestNats> {
  const dir = temporaryFolder('nats-');
  let server = await startNats(dir, 0);
  const { url, port } = server;
  const connections: Nats[] = [];
  const connect = async (name: string): Promise<Nats> => {
    const nats = await connectNats({ url, name });
    connections.push(nats);
    return nats;
  };
  return {
    url,
    get server() {
      return server;
    },
    nats: await connect('test'),
    connect,
    restart: async (whileDown) => {
      await server.stop();
      await whileDown?.();
      server = await startNats(dir, port);
    },
    stop: async () => {
      await Promise.all(connections.map((nats) => nats.close()));
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export type TestClickHouse = Readonly<{ url: string; client: ClickHouse; drop(): Promise<void> }>;

/** The run's ClickHouse; tests that make databases of their own start from its address. */
export const clickhouseUrl = (): string => inject('servers').clickhouseUrl ?? '';
/** True where there is an embedded ClickHouse; tests that need one use `describe.skipIf(!hasClickhouse())`. */
export const hasClickhouse = (): boolean => inject('servers').clickhouseUrl !== undefined;

/** A new migrated ClickHouse database of its own. */
export async function freshClickhouse(): Promise<TestClickHouse> {
  if (!hasClickhouse()) throw new Error('there is no ClickHouse on this platform');
  const database = `test_${newId().replaceAll('-', '')}`;
  const url = new URL(clickhouseUrl());
  url.pathname = `/${database}`;
  await migrateClickHouse(url.href);
  const client = createClickHouse({ url: url.href });
  return {
    url: url.href,
    client,
    drop: async () => {
      await client.command({ query: `DROP DATABASE IF EXISTS ${database}` });
      await client.close();
    },
  };
}

/** A folder that the end of the run deletes, whatever happens to the test. */
export function temporaryFolder(prefix: string): string {
  const root = join(inject('servers').dir, 'tests');
  mkdirSync(root, { recursive: true, mode: 0o711 });
  return mkdtempSync(join(root, prefix));
}
