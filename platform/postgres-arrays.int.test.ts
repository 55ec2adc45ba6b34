import { fc, test as property } from '@fast-check/vitest';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { fromJsonLines, jsonLines, plainArray, wordArray } from './postgres-arrays.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ maxConnections: 1 });
});
afterAll(() => database.drop());

const read = async (sql: string, parameter: string): Promise<unknown> =>
  (await database.pool.query<{ read: unknown }>(`SELECT ${sql} AS read`, [parameter])).rows[0]
    ?.read;

const orNull = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<(T | null)[]> =>
  fc.array(fc.option(values), { maxLength: 20 });

property.prop([orNull(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))], { numRuns: 50 })(
  'numbers arrive as they are',
  async (values) => {
    expect(await read('$1::bigint[]', plainArray(values))).toEqual(values);
  },
);

property.prop([orNull(fc.uuid())], { numRuns: 50 })('so do ids', async (values) => {
  expect(await read('$1::text[]', plainArray(values))).toEqual(values);
});

// PostgreSQL stores neither the character 0 nor half of a pair, whichever way they come.
const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'));
const word = fc.oneof(
  text,
  fc.constantFrom('', 'null', 'NULL', 'match-result|goal=3', 'a,b', '{}', '"', '\\', ' '),
);

property.prop([fc.array(word, { maxLength: 20 })], { numRuns: 100 })(
  'so do words',
  async (words) => {
    expect(await read('$1::text[]', wordArray(words))).toEqual(words);
  },
);

test('JSON lines can be read as texts', async () => {
  expect(await read(fromJsonLines('$1', 'text'), jsonLines([{ a: 1 }, null]))).toEqual([
    '{"a":1}',
    null,
  ]);
});

const json = fc.oneof(
  fc.dictionary(text, text),
  fc.record({ quoted: fc.constant('"a\\b\n{c},\'d'), many: fc.array(text) }),
);

property.prop([fc.array(json, { minLength: 1, maxLength: 10 })], { numRuns: 100 })(
  'JSON arrives as it is, whatever is in it',
  async (values) => {
    const sql = `array_to_json(${fromJsonLines('$1', 'json')})`;
    expect(await read(sql, jsonLines(values))).toEqual(JSON.parse(JSON.stringify(values)));
  },
);

test('an empty line is null', async () => {
  const sql = `array_to_json(${fromJsonLines('$1', 'jsonb')})`;
  expect(await read(sql, jsonLines([{ a: 1 }, null, { b: 2 }]))).toEqual([
    { a: 1 },
    null,
    { b: 2 },
  ]);
});
