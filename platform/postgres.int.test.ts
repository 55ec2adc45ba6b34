import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { freshDatabase, temporaryFolder, type TestDatabase } from '#test/harness/mod.ts';

import { createPool, isUniqueViolation, sqlState, withTransaction } from './postgres.ts';
import { migratePostgres } from './postgres-migrations.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query('CREATE TABLE box (id int PRIMARY KEY, minor bigint NOT NULL)');
});

afterAll(() => database.drop());

test('int8 is bigint in both directions, alone and in arrays', async () => {
  const big = 9_223_372_036_854_775_807n;
  const { rows } = await database.pool.query(
    'SELECT $1::bigint AS a, $2::bigint[] AS list, count(*) AS n, 1.50::numeric AS d, 7::int AS i',
    [big, [1n, null, -big]],
  );
  expect(rows).toEqual([{ a: big, list: [1n, null, -big], n: 1n, d: '1.50', i: 7 }]);
});

describe('withTransaction', () => {
  test('commits what resolves and rolls back what throws', async () => {
    const { pool } = database;
    await withTransaction(pool, (client) => client.query('INSERT INTO box VALUES (1, 10)'));
    const failing = withTransaction(pool, async (client) => {
      await client.query('UPDATE box SET minor = 0 WHERE id = 1');
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    const { rows } = await pool.query('SELECT minor FROM box WHERE id = 1');
    expect(rows).toEqual([{ minor: 10n }]);
  });

  test('retries a serialisation failure as often as it may, and no other error', async () => {
    const { pool } = database;
    await pool.query('INSERT INTO box VALUES (2, 0)');
    const add = () =>
      withTransaction(
        pool,
        async (client) => {
          const { rows } = await client.query<{ minor: bigint }>(
            'SELECT minor FROM box WHERE id = 2',
          );
          await client.query('UPDATE box SET minor = $1 WHERE id = 2', [
            (rows[0]?.minor ?? 0n) + 1n,
          ]);
        },
        { isolation: 'serializable', retries: 50 },
      );
    await Promise.all(Array.from({ length: 8 }, add));
    const { rows } = await pool.query('SELECT minor FROM box WHERE id = 2');
    expect(rows).toEqual([{ minor: 8n }]);

    let attempts = 0;
    const doomed = withTransaction(
      pool,
      async (client) => {
        attempts += 1;
        await client.query('INSERT INTO box VALUES (2, 0)');
      },
      { retries: 5 },
    );
    const error = await doomed.catch((reason: unknown) => reason);
    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(error, 'box_pkey')).toBe(true);
    expect(isUniqueViolation(error, 'other')).toBe(false);
    expect(attempts).toBe(1);
  });

  test('a connection that dies inside does not come back to the pool', async () => {
    const pool = createPool({ url: database.url, maxConnections: 1 });
    const dying = withTransaction(pool, async (client) => {
      // The driver reports the loss twice: to the query, and as an event that must have a listener.
      client.on('error', () => undefined);
      await client.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    await expect(dying).rejects.toThrow();
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });
});

test('a statement that takes too long is cancelled by the server', async () => {
  const pool = createPool({ url: database.url, maxConnections: 1, statementTimeoutMs: 50 });
  const error = await pool.query('SELECT pg_sleep(5)').catch((reason: unknown) => reason);
  expect(sqlState(error)).toBe('57014');
  await pool.end();
});

describe('migratePostgres', () => {
  const write = (dir: string, files: Record<string, string>): void => {
    mkdirSync(dir, { recursive: true });
    for (const [name, sql] of Object.entries(files)) writeFileSync(join(dir, name), sql);
  };
  const emptyDatabase = async (): Promise<TestDatabase> => {
    const fresh = await freshDatabase();
    await fresh.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    return fresh;
  };

  test('concurrent starts apply each file once, in order, and a later start only the new ones', async () => {
    const fresh = await emptyDatabase();
    const dir = temporaryFolder('migrations-');
    write(dir, {
      '0001_first.sql': 'CREATE TABLE one (a bigint); INSERT INTO one VALUES (1);',
      '0002_second.sql': 'INSERT INTO one SELECT a + 1 FROM one;',
      'notes.txt': 'not SQL',
      '0002_second.sql~': 'not SQL either',
    });
    const applied = await Promise.all([1, 2, 3].map(() => migratePostgres(fresh.url, dir)));
    expect(applied.flat()).toEqual(['0001_first', '0002_second']);
    write(dir, { '0003_third.sql': 'INSERT INTO one VALUES (30);' });
    expect(await migratePostgres(fresh.url, dir)).toEqual(['0003_third']);
    expect((await fresh.pool.query('SELECT a FROM one ORDER BY a')).rows).toEqual([
      { a: 1n },
      { a: 2n },
      { a: 30n },
    ]);
    await fresh.drop();
  });

  test('a failing file leaves nothing, and the error shows the place', async () => {
    const fresh = await emptyDatabase();
    const dir = temporaryFolder('migrations-');
    write(dir, {
      '0001_ok.sql': 'CREATE TABLE one ();',
      '0002_bad.sql': 'CREATE TABLE two (a nosuch);',
    });
    await expect(migratePostgres(fresh.url, dir)).rejects.toThrow(/CREATE TABLE two[\s\S]*nosuch/);
    expect((await fresh.pool.query("SELECT to_regclass('one') AS t")).rows).toEqual([{ t: null }]);
    await fresh.drop();
  });

  test('no folder, no migrations', async () => {
    expect(await migratePostgres(database.url, join(temporaryFolder('none-'), 'absent'))).toEqual(
      [],
    );
  });
});
