import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { accountId } from '#contracts/mod.ts';

import { csvField, escapeHtml, statementCsv, statementHtml } from './statement-formats.ts';
import type { StatementEntry, StatementSpan } from './statement.ts';

const SPAN: StatementSpan = {
  accountId: accountId('01990000-0000-7000-8000-000000000001'),
  username: '<b>eve</b>',
  currency: 'JPY',
  from: Date.UTC(2026, 0, 1),
  to: Date.UTC(2026, 1, 1),
  afterNumber: 0n,
  lastNumber: 1n,
  openingMinor: 100n,
  closingMinor: -20n,
};
const ENTRY: StatementEntry = {
  number: 1n,
  at: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  what: '=HYPERLINK("x")',
  reference: 'a,b',
  amountMinor: -120n,
  balanceMinor: -20n,
};

async function* one(): AsyncGenerator<StatementEntry> {
  yield await Promise.resolve(ENTRY);
}
async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

describe('CSV', () => {
  test('to the letter', async () => {
    expect(await textOf(statementCsv(SPAN, one()))).toBe(
      [
        'number,time (UTC),what,reference,amount,balance,currency',
        ',2026-01-01 00:00:00,Opening balance,,,100,JPY',
        `1,2026-01-02 03:04:05,"'=HYPERLINK(""x"")","a,b",-120,-20,JPY`,
        ',2026-02-01 00:00:00,Closing balance,,,-20,JPY',
        '',
      ].join('\r\n'),
    );
  });

  test.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '|calc', '%0A=1'])(
    'a spreadsheet does not calculate %j',
    (text) => {
      expect(csvField(text).replace(/^"/, '')).toMatch(/^'/);
    },
  );

  test.each(['-12.50', '0', '7', '-1'])('the number %s stays a number', (text) => {
    expect(csvField(text)).toBe(text);
  });

  /** A reader of RFC 4180, one field at a time. */
  function readCsv(text: string): string[][] {
    const rows: string[][] = [[]];
    const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
    for (let match = cell.exec(text); match; match = cell.exec(text)) {
      rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
      if (match[3] === '\r\n') rows.push([]);
    }
    expect(cell.lastIndex).toBe(0);
    return rows.slice(0, -1);
  }

  property.prop([
    fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), { minLength: 1 }),
  ])('any text is read back as it was, but for the apostrophe', (rows) => {
    const text = rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
    const read = readCsv(text);
    expect(
      read.map((row) => row.map((value) => value.replace(/^'(?=[=+\-@\t\r\n|%])/, ''))),
    ).toEqual(rows.map((row) => row.map((value) => value.replace(/^'(?=[=+\-@\t\r\n|%])/, ''))));
  });
});

describe('HTML', () => {
  test('says both balances and every entry, and escapes what people wrote', async () => {
    const page = await textOf(statementHtml(SPAN, one()));
    for (const part of [
      'Opening balance',
      '>100<',
      '>-120<',
      '>-20<',
      'Closing balance',
      'size: A4',
    ])
      expect(page).toContain(part);
    expect(page).toContain('&lt;b&gt;eve&lt;/b&gt;');
    expect(page).toContain('=HYPERLINK(&quot;x&quot;)');
    expect(page).not.toContain('<b>');
    expect(page).not.toContain('<script');
  });

  property.prop([fc.string()])('nothing that is escaped opens a tag or an attribute', (text) => {
    expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
  });
});
