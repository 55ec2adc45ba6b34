import { Type } from 'typebox';
import { expect, test } from 'vitest';

import { decodeJson, encodeJson, InvalidMessageError, parserOf } from './json.ts';
import { splitStatements } from './clickhouse-migrations.ts';

const parse = parserOf(
  Type.Object(
    { id: Type.String(), n: Type.Integer({ minimum: 0 }) },
    { additionalProperties: false },
  ),
);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a message survives the round trip', () => {
  expect(decodeJson(bytes(encodeJson({ id: 'ü', n: 3 })), parse)).toEqual({ id: 'ü', n: 3 });
});

test.each([
  ['{"id":"a","n":-1}', '/n'],
  ['{"id":"a"}', 'n'],
  ['{"id":"a","n":1,"x":2}', 'additional'],
  ['[]', 'object'],
  ['{"id":', 'JSON'],
  ['', 'JSON'],
])('refuses %s and names the place', (text, part) => {
  expect(() => decodeJson(bytes(text), parse)).toThrow(InvalidMessageError);
  expect(() => decodeJson(bytes(text), parse)).toThrow(part);
});

test('refuses bytes that are not UTF-8', () => {
  expect(() => decodeJson(new Uint8Array([0x22, 0xff, 0x22]), parse)).toThrow(InvalidMessageError);
});

test('splits SQL at semicolons outside quotes and comments', () => {
  const sql = `-- first; not here
    CREATE TABLE a (x String DEFAULT 'a;''b\\';'); /* ; */
    SELECT ";", \`;\` -- end;
    ;;
    SELECT 2`;
  expect(splitStatements(sql).map((text) => text.replace(/\s+/g, ' '))).toEqual([
    "CREATE TABLE a (x String DEFAULT 'a;''b\\';')",
    'SELECT ";", `;`',
    'SELECT 2',
  ]);
  expect(splitStatements('-- nothing\n;')).toEqual([]);
});
