import { expect, test } from 'vitest';

import { QueryRefusedError, readOnlyStatement } from './read-only.ts';

test.each([
  'SELECT 1',
  '  select count() from bet ;  ',
  '-- who\nWITH a AS (SELECT 1) SELECT * FROM a',
  '/* ; */ SHOW TABLES',
  'DESCRIBE bet',
  'EXPLAIN SELECT 1',
  "SELECT 'a; INSERT INTO b' AS format ORDER BY format DESC",
  'SELECT "insert into" FROM bet',
  'SELECT insert FROM bet',
])('reads: %s', (sql) => {
  expect(readOnlyStatement(sql)).toBe(sql.trim().replace(/\s*;\s*$/, ''));
});

test.each([
  ['', 'starts with SELECT'],
  ['DROP TABLE bet', 'not with DROP'],
  ["-- SELECT\nINSERT INTO bet VALUES ('SELECT')", 'not with INSERT'],
  ['WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a', 'INSERT is refused'],
  ['SELECT 1; DROP TABLE bet', 'one question at a time'],
  ["SELECT 1 INTO OUTFILE 'x'", 'INTO OUTFILE is refused'],
  ['SELECT 1 FORMAT JSONEachRow', 'Leave out FORMAT'],
  ['SET readonly = 0', 'not with SET'],
  ['SYSTEM SHUTDOWN', 'not with SYSTEM'],
])('refuses: %s', (sql, message) => {
  expect(() => readOnlyStatement(sql)).toThrow(QueryRefusedError);
  expect(() => readOnlyStatement(sql)).toThrow(message);
});
