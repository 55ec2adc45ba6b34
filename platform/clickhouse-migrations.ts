import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClickHouse, type ClickHouse } from './clickhouse.ts';
import { migrationsDir } from './paths.ts';

/**
 * Applies the files of migrations/clickhouse that are not applied yet, in order, and returns their names.
 * ClickHouse has no transactions for this: each statement must be repeatable (`IF NOT EXISTS`), because
 * a file that failed half-way, or that two processes start at once, is run again from its first statement.
 * Files name no database; the one of the URL is created when it does not exist.
 */
export async function migrateClickHouse(
  url: string,
  dir: string = join(migrationsDir(), 'clickhouse'),
): Promise<string[]> {
  await createDatabase(url);
  const client = createClickHouse({ url, name: 'overround-migrations', maxConnections: 1 });
  try {
    await client.command({ query: CREATE_TABLE });
    const done = await appliedNames(client);
    const pending = migrationFiles(dir).filter((name) => !done.has(name));
    for (const name of pending) await applyFile(client, dir, name);
    return pending;
  } finally {
    await client.close();
  }
}

const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS schema_migrations (name String, applied_at DateTime DEFAULT now())
  ENGINE = ReplacingMergeTree(applied_at) ORDER BY name`;

async function createDatabase(url: string): Promise<void> {
  const parsed = new URL(url);
  const database = decodeURIComponent(parsed.pathname.slice(1)) || 'default';
  if (database === 'default') return;
  parsed.pathname = '/';
  const client = createClickHouse({ url: parsed.href, maxConnections: 1 });
  try {
    await client.command({
      query: 'CREATE DATABASE IF NOT EXISTS {database:Identifier}',
      query_params: { database },
    });
  } finally {
    await client.close();
  }
}

async function appliedNames(client: ClickHouse): Promise<Set<string>> {
  const result = await client.query({
    query: 'SELECT DISTINCT name FROM schema_migrations',
    format: 'JSONEachRow',
  });
  return new Set((await result.json<{ name: string }>()).map(({ name }) => name));
}

const migrationFiles = (dir: string): string[] =>
  existsSync(dir)
    ? readdirSync(dir)
        .filter((name) => /^\d+-[a-z0-9-]+\.sql$/.test(name))
        .sort()
    : [];

async function applyFile(client: ClickHouse, dir: string, name: string): Promise<void> {
  for (const query of splitStatements(readFileSync(join(dir, name), 'utf8'))) {
    try {
      await client.command({ query });
    } catch (error) {
      const start = query.split('\n', 1)[0] ?? '';
      throw new Error(`ClickHouse migration ${name} failed at "${start}"`, { cause: error });
    }
  }
  await client.insert({
    table: 'schema_migrations',
    values: [{ name }],
    format: 'JSONEachRow',
    columns: ['name'],
  });
}

/** Splits at semicolons outside quotes and comments; comments on their own produce nothing. */
export function splitStatements(sql: string): string[] {
  const token =
    /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\.|'')*'|`(?:[^`\\]|\\.)*`|"(?:[^"\\]|\\.)*"|;/g;
  const statements: string[] = [];
  let statement = '';
  let end = 0;
  for (const match of sql.matchAll(token)) {
    statement += sql.slice(end, match.index);
    end = match.index + match[0].length;
    if (match[0] === ';') {
      statements.push(statement);
      statement = '';
    } else if (!match[0].startsWith('--') && !match[0].startsWith('/*')) statement += match[0];
  }
  statements.push(statement + sql.slice(end));
  return statements.map((text) => text.trim()).filter((text) => text !== '');
}
