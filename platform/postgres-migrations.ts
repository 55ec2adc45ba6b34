import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { redactUrls } from './log.ts';
import { migrationsDir } from './paths.ts';

/**
 * Applies the plain SQL files of migrations/postgres that are not applied yet, all in one transaction, and
 * returns their names. Forward only; an advisory lock makes concurrent starts wait for each other.
 */
export async function migratePostgres(
  url: string,
  dir: string = postgresMigrations(),
): Promise<string[]> {
  if (!existsSync(dir)) return [];
  const problems: string[] = [];
  const silent = (): void => undefined;
  const dbClient = new pg.Client({
    connectionString: url,
    application_name: 'overround-migrations',
  });
  // A connection that breaks rejects its query, and that is where it is handled; without a listener the process ends.
  dbClient.on('error', silent);
  try {
    await dbClient.connect();
    const applied = await runner({
      dbClient,
      dir,
      // Anything but NNNN_name.sql (editor backups, notes) is not a migration.
      ignorePattern: String.raw`(?!\d+[-_][a-z0-9_-]+\.sql$).*`,
      direction: 'up',
      migrationsTable: 'schema_migrations',
      schema: 'public',
      singleTransaction: true,
      checkOrder: true,
      advisoryLockMode: 'wait',
      logger: { debug: silent, info: silent, warn: silent, error: (text) => problems.push(text) },
    });
    return applied.map(({ name }) => name);
  } catch (error) {
    const detail = redactUrls(problems.join('\n')).trim();
    throw new Error(`PostgreSQL migrations failed${detail ? `:\n${detail}` : ''}`, {
      cause: error,
    });
  } finally {
    await dbClient.end();
  }
}

const postgresMigrations = (): string => join(migrationsDir(), 'postgres');
