import { describe, expect, test } from 'vitest';

import { inspectSql } from './chdb-guard.ts';

describe('inspectSql', () => {
  test.each([
    "SELECT * FROM file('/etc/passwd')",
    "select * from FILE /* x */ ('/etc/passwd')",
    "SELECT * FROM `url`('http://x')",
    'SELECT * FROM "s3"(\'x\')',
    "SELECT file('/etc/passwd')",
    "SELECT * FROM remote('h', 'd', 't')",
    "INSERT INTO FUNCTION file('/tmp/x') SELECT 1",
    "CREATE TABLE t (a Int8) ENGINE = File(CSV, '/tmp/x')",
    "CREATE DATABASE d ENGINE = Filesystem('/')",
    "CREATE DICTIONARY d (a Int8) PRIMARY KEY a SOURCE(HTTP(url 'http://x')) LAYOUT(FLAT())",
    "SELECT 1 INTO OUTFILE '/tmp/x'",
    "INSERT INTO t FROM INFILE '/tmp/x' FORMAT CSV",
    'SELECT * FROM `/etc/passwd`',
    'SELECT * FROM default."/etc/passwd"',
    "SELECT * FROM '/etc/passwd'",
    'SELECT 1; DROP TABLE t',
    'SYSTEM SHUTDOWN',
    "BACKUP TABLE t TO Disk('d', 'x')",
    "ATTACH TABLE t FROM '/tmp/x' (a Int8) ENGINE = MergeTree ORDER BY a",
  ])('refuses %s', (sql) => {
    expect(inspectSql(sql).refusal).toBeTypeOf('string');
  });

  test.each([
    "SELECT 'file(1); drop' AS text, count() FROM events -- file('/etc/passwd')",
    'SELECT file, url FROM downloads /* remote( */',
    'SELECT source, match FROM feed WHERE kind IN (1, 2);',
    "INSERT INTO t (a, file) VALUES (1, ';')",
    "SELECT replaceAll(s, '\\'', 'x;y') AS \"a;b\", `c` FROM t FORMAT JSONEachRow",
    "SELECT $tag$ file('x'); $tag$",
    'CREATE TABLE IF NOT EXISTS t (a Int8) ENGINE = MergeTree ORDER BY a',
    'SELECT toStartOfHour(at) AS h, quantile(0.9)(x) FROM t GROUP BY h',
  ])('lets %s pass', (sql) => {
    expect(inspectSql(sql).refusal).toBeUndefined();
  });

  test('finds parameters outside quotes, once each', () => {
    const sql = "SELECT {a:String}, { b : Array(UInt8) }, {a:String}, '{c:String}', {'k': 1}";
    expect(inspectSql(sql).parameters).toEqual(['a', 'b']);
  });

  test('reads the verb behind comments', () => {
    expect(inspectSql('/* note */ -- more\n  Set x = 1').verb).toBe('set');
  });
});
