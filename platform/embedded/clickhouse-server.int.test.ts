import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { temporaryFolder } from '#test/harness/mod.ts';

import { createClickHouse, type ClickHouse } from '../clickhouse.ts';
import { hasChdb, startClickhouse } from './clickhouse-server.ts';
import type { EmbeddedServer } from './server.ts';

describe.skipIf(!hasChdb())('the embedded ClickHouse and its official client', () => {
  let dir: string;
  let server: EmbeddedServer;
  let client: ClickHouse;

  const rows = async (query: string, params: Record<string, unknown> = {}): Promise<unknown[]> => {
    const result = await client.query({ query, query_params: params, format: 'JSONEachRow' });
    return result.json();
  };
  const connect = (): ClickHouse => {
    const url = new URL(server.url);
    url.pathname = '/';
    return createClickHouse({ url: url.href });
  };

  beforeAll(async () => {
    dir = temporaryFolder('clickhouse-');
    server = await startClickhouse(dir, 0);
    client = connect();
    await client.command({
      query:
        'CREATE TABLE prices (id UInt64, at DateTime64(3), price Decimal(18, 4), note String) ' +
        'ENGINE = MergeTree ORDER BY id',
    });
  });

  afterAll(async () => {
    await client.close();
    await server.stop();
  });

  test('answers ping', async () => {
    expect(await client.ping()).toEqual({ success: true });
  });

  test('takes an array of rows and gives 64-bit integers and decimals back exactly', async () => {
    const values = [
      { id: '18446744073709551615', at: '2026-05-30T19:00:00.123Z', price: '1.8350', note: 'a' },
      {
        id: '9007199254740993',
        at: '2026-05-30 19:00:00.124',
        price: '99999999999999.9999',
        note: '',
      },
    ];
    const { summary } = await client.insert({ table: 'prices', values, format: 'JSONEachRow' });
    expect(summary?.written_rows).toBe('2');
    expect(await rows('SELECT id, at, price FROM prices ORDER BY id')).toEqual([
      { id: '9007199254740993', at: '2026-05-30 19:00:00.124', price: '99999999999999.9999' },
      { id: '18446744073709551615', at: '2026-05-30 19:00:00.123', price: '1.835' },
    ]);
  });

  test('takes a stream of rows, compressed and not, and an empty list', async () => {
    await client.command({
      query: 'CREATE TABLE numbers (n UInt32) ENGINE = MergeTree ORDER BY n',
    });
    const stream = Readable.from(Array.from({ length: 5_000 }, (_, n) => ({ n })));
    await client.insert({ table: 'numbers', values: stream, format: 'JSONEachRow' });
    await client.insert({ table: 'numbers', values: [], format: 'JSONEachRow' });
    const raw = await fetch(requestUrl('INSERT INTO numbers (n) FORMAT JSONEachRow'), {
      method: 'POST',
      headers: { ...credentials(), 'content-encoding': 'gzip' },
      body: gzipSync('{"n":4294967295}\n'),
    });
    expect(raw.status).toBe(200);
    expect(await rows('SELECT count() AS c, max(n) AS m FROM numbers')).toEqual([
      { c: '5001', m: 4_294_967_295 },
    ]);
  });

  test('binds parameters of every kind without changing a byte', async () => {
    const text = 'tab\t quote\' double" back\\slash new\nline return\r {a:b} ü 🎯 \u0001';
    const params = { text, list: [text, ''], ids: [1n, 18_446_744_073_709_551_615n], none: null };
    expect(
      await rows(
        'SELECT {text:String} AS text, {list:Array(String)} AS list, {ids:Array(UInt64)} AS ids, ' +
          '{none:Nullable(String)} AS none',
        params,
      ),
    ).toEqual([{ text, list: [text, ''], ids: ['1', '18446744073709551615'], none: null }]);
    const { query_id: id } = await client.query({
      query: 'SELECT {day:DateTime64(3)} AS day',
      query_params: { day: new Date(1_780_000_000_123) },
    });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a parameter of an earlier query does not leak into the next', async () => {
    await Promise.all(Array.from({ length: 8 }, () => rows('SELECT {p:String} AS p', { p: 'x' })));
    await expect(rows('SELECT {p:String} AS p')).rejects.toMatchObject({
      code: '456',
      type: 'UNKNOWN_QUERY_PARAMETER',
    });
  });

  test('many queries at once each get their own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => rows('SELECT {n:UInt32} * 2 AS n', { n })),
    );
    expect(answers).toEqual(Array.from({ length: 40 }, (_, n) => [{ n: String(n * 2) }]));
  });

  test('answers in the format asked for', async () => {
    const csv = await client.query({
      query: "SELECT 1 AS a, 'x,\"y' AS b",
      format: 'CSVWithNames',
    });
    expect(await csv.text()).toBe('"a","b"\n1,"x,""y"\n');
    const { data, rows: count } = await (
      await client.query({ query: 'SELECT 7 AS seven', format: 'JSON' })
    ).json();
    expect({ data, count }).toEqual({ data: [{ seven: 7 }], count: 1 });
  });

  test.each([
    ['SELECT nosuch', '47', 'UNKNOWN_IDENTIFIER'],
    ['SELEC 1', '62', 'SYNTAX_ERROR'],
    ["SELECT * FROM file('/etc/passwd')", '497', 'ACCESS_DENIED'],
    ['SELECT * FROM default.`/etc/passwd`', '497', 'ACCESS_DENIED'],
    [
      "SELECT throwIf(number = 5, 'five') FROM numbers(10)",
      '395',
      'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO',
    ],
  ])('%s fails with code %s', async (query, code, type) => {
    await expect(rows(query)).rejects.toMatchObject({ code, type });
  });

  test('a bad row stores nothing and says where it is', async () => {
    await client.command({ query: 'CREATE TABLE strict (n UInt8) ENGINE = MergeTree ORDER BY n' });
    const insert = client.insert({
      table: 'strict',
      values: [{ n: 1 }, { n: 'many' }],
      format: 'JSONEachRow',
    });
    await expect(insert).rejects.toMatchObject({ code: expect.stringMatching(/^\d+$/) as string });
    expect(await rows('SELECT count() AS c FROM strict')).toEqual([{ c: '0' }]);
  });

  test('settings outside the SQL are refused with the way to give them', async () => {
    const query = client.query({ query: 'SELECT 1', clickhouse_settings: { max_threads: 1 } });
    await expect(query).rejects.toThrow('SETTINGS max_threads');
    expect(await rows('SELECT 1 AS one SETTINGS max_threads = 1')).toEqual([{ one: 1 }]);
  });

  test('each database of a URL is its own', async () => {
    await client.command({ query: 'CREATE DATABASE other' });
    const other = createClickHouse({ url: server.url.replace(/\/overround$/, '/other') });
    await other.command({ query: 'CREATE TABLE only_here (a Int8) ENGINE = MergeTree ORDER BY a' });
    const result = await other.query({
      query: 'SELECT currentDatabase() AS name',
      format: 'JSONEachRow',
    });
    expect(await result.json()).toEqual([{ name: 'other' }]);
    await other.close();
    await expect(rows('SELECT * FROM only_here')).rejects.toMatchObject({ type: 'UNKNOWN_TABLE' });
    const lost = createClickHouse({ url: server.url.replace(/\/overround$/, '/nowhere') });
    await expect(lost.query({ query: 'SELECT 1' })).rejects.toMatchObject({
      type: 'UNKNOWN_DATABASE',
    });
    await lost.close();
  });

  test('refuses a wrong password, other methods and oversized nonsense', async () => {
    const wrong = createClickHouse({ url: server.url.replace(/:[^:@/]+@/, ':wrong@') });
    await expect(wrong.query({ query: 'SELECT 1' })).rejects.toMatchObject({
      type: 'AUTHENTICATION_FAILED',
    });
    await wrong.close();
    const get = (sql: string): Promise<Response> =>
      fetch(requestUrl(sql), { headers: credentials() });
    expect(await (await get('SELECT 1')).text()).toBe('1\n');
    expect((await get('DROP TABLE prices')).status).toBe(405);
    const notGzip = await fetch(requestUrl('INSERT INTO strict FORMAT JSONEachRow'), {
      method: 'POST',
      headers: { ...credentials(), 'content-encoding': 'gzip' },
      body: 'plain',
    });
    expect(notGzip.status).toBe(400);
  });

  test('a restart keeps the data', async () => {
    await client.command({ query: 'CREATE TABLE kept (n UInt8) ENGINE = MergeTree ORDER BY n' });
    await client.insert({ table: 'kept', values: [{ n: 7 }], format: 'JSONEachRow' });
    await client.close();
    await server.stop();
    server = await startClickhouse(dir, 0);
    client = connect();
    expect(await rows('SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  function requestUrl(query: string): string {
    return `http://127.0.0.1:${String(server.port)}/?query=${encodeURIComponent(query)}`;
  }
  function credentials(): Record<string, string> {
    return { 'x-clickhouse-user': 'overround', 'x-clickhouse-key': new URL(server.url).password };
  }
});
