import { afterAll, beforeAll, expect, test } from 'vitest';

import { createPool } from '#platform/mod.ts';

import { freshDatabase, startTestNats, type TestDatabase, type TestNats } from './mod.ts';

let nats: TestNats;
let databases: TestDatabase[];

beforeAll(async () => {
  nats = await startTestNats();
  databases = await Promise.all([freshDatabase(), freshDatabase()]);
});

afterAll(async () => {
  await nats.stop();
  await Promise.all(databases.map((database) => database.drop()));
});

test('each database is its own copy of the migrated template', async () => {
  const [first, second] = databases;
  await first?.pool.query('CREATE TABLE only_here ()');
  const { rows } = (await second?.pool.query("SELECT to_regclass('only_here') AS name")) ?? {};
  expect(rows).toEqual([{ name: null }]);
  const migrations = await second?.pool.query('SELECT count(*) AS n FROM schema_migrations');
  expect(migrations?.rows).toEqual([{ n: expect.any(BigInt) as bigint }]);
});

test('a dropped database is gone, also while others use it', async () => {
  const database = await freshDatabase();
  const other = createPool({ url: database.url, maxConnections: 1 });
  await other.query('SELECT 1');
  await database.drop();
  await expect(other.query('SELECT 1')).rejects.toThrow();
  await other.end();
});

test('a NATS server of its own survives a restart with its connections', async () => {
  await nats.restart();
  const back = nats.nats.connection;
  await expect
    .poll(() => back.flush().then(() => 'back', String), { timeout: 10_000 })
    .toBe('back');
});
