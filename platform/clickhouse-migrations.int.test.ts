import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, describe } from 'vitest';

import { clickhouseUrl, hasClickhouse, temporaryFolder } from '#test/harness/mod.ts';

import { createClickHouse } from './clickhouse.ts';
import { migrateClickHouse } from './clickhouse-migrations.ts';
import { newId } from './id.ts';

const databaseUrl = (): string => {
  const url = new URL(clickhouseUrl());
  url.pathname = `/test_${newId().replaceAll('-', '')}`;
  return url.href;
};

describe.skipIf(!hasClickhouse())('migrateClickHouse', () => {
  test('makes the database, applies each file once, and later only the new ones', async () => {
    const url = databaseUrl();
    const dir = temporaryFolder('clickhouse-migrations-');
    writeFileSync(
      join(dir, '0001-events.sql'),
      `-- What happened; one row an event.
       CREATE TABLE IF NOT EXISTS event (id UInt64, note String DEFAULT 'a;b') ENGINE = MergeTree ORDER BY id;
       CREATE VIEW IF NOT EXISTS last_event AS SELECT max(id) AS id FROM event;`,
    );
    writeFileSync(join(dir, 'README.md'), 'not a migration');
    expect(await migrateClickHouse(url, dir)).toEqual(['0001-events.sql']);
    expect(await migrateClickHouse(url, dir)).toEqual([]);
    writeFileSync(
      join(dir, '0002-more.sql'),
      'ALTER TABLE event ADD COLUMN IF NOT EXISTS more Int8',
    );
    expect(await migrateClickHouse(url, dir)).toEqual(['0002-more.sql']);
    const client = createClickHouse({ url });
    await client.insert({ table: 'event', values: [{ id: 3, more: 1 }], format: 'JSONEachRow' });
    const result = await client.query({ query: 'SELECT * FROM last_event', format: 'JSONEachRow' });
    expect(await result.json()).toEqual([{ id: '3' }]);
    await client.close();
  });

  test('a failing file is named with its statement, and is run again once it is mended', async () => {
    const url = databaseUrl();
    const dir = temporaryFolder('clickhouse-migrations-');
    const file = join(dir, '0001-bad.sql');
    writeFileSync(file, 'CREATE TABLE IF NOT EXISTS ok (a Int8) ENGINE = Memory; SELECT nosuch');
    await expect(migrateClickHouse(url, dir)).rejects.toThrow(
      '0001-bad.sql failed at "SELECT nosuch"',
    );
    writeFileSync(file, 'CREATE TABLE IF NOT EXISTS ok (a Int8) ENGINE = Memory; SELECT 1');
    expect(await migrateClickHouse(url, dir)).toEqual(['0001-bad.sql']);
  });
});
