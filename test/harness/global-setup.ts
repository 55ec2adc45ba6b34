import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { TestProject } from 'vitest/node';

import { lockState, startStack } from '#platform/embedded/mod.ts';
import { createPool, migratePostgres } from '#platform/mod.ts';

import { TEMPLATE_DATABASE, type TestServers } from './provided.ts';

/**
 * One PostgreSQL and one ClickHouse for the whole run, on free ports in a temporary folder that is deleted
 * at the end. NATS is cheap enough for each test file to have its own.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  removeLeftovers();
  const dir = mkdtempSync(join(tmpdir(), PREFIX));
  // PostgreSQL may run as another user, who must be able to reach its folder.
  chmodSync(dir, 0o711);
  const stack = await startStack({
    dir,
    ports: { postgres: 0, nats: 0, clickhouse: 0 },
    urls: {},
    unsafeFast: true,
  });
  const servers: TestServers = {
    dir,
    databaseUrl: stack.databaseUrl,
    natsUrl: stack.natsUrl,
    clickhouseUrl: stack.clickhouseUrl,
    templateProblem: await makeTemplate(stack.databaseUrl),
  };
  project.provide('servers', servers);
  return async () => {
    await stack.stop();
    rmSync(dir, { recursive: true, force: true });
  };
}

const PREFIX = 'overround-test-';

/** Folders of runs that were killed before they could delete theirs. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const dir = join(tmpdir(), name);
    // A run that has just begun has no lock yet; only the lock of a dead process proves a leftover.
    if (lockState(dir).kind === 'stale') rmSync(dir, { recursive: true, force: true });
  }
}

/** A failing migration is reported by the tests that need the database, not by all. */
async function makeTemplate(databaseUrl: string): Promise<string | undefined> {
  const pool = createPool({ url: databaseUrl, maxConnections: 1 });
  try {
    await pool.query(`CREATE DATABASE ${TEMPLATE_DATABASE}`);
    const url = new URL(databaseUrl);
    url.pathname = `/${TEMPLATE_DATABASE}`;
    await migratePostgres(url.href);
    return undefined;
  } catch (error) {
    return inspect(error);
  } finally {
    await pool.end();
  }
}
