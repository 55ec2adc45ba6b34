import { formatMoney, type Currency } from '#contracts/mod.ts';

import type { StatementEntry, StatementSpan } from './statement.ts';

type Entries = AsyncIterable<StatementEntry>;

/** UTC, to the second: `2026-01-31 12:00:00`. */
const timeText = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/**
 * One field of RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it;
 * our own numbers are written as they are.
 */
export function csvField(value: string): string {
  const isNumber = /^-?\d+(?:\.\d+)?$/.test(value);
  const safe = !isNumber && /^[=+\-@\t\r\n|%]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const csvLine = (fields: readonly string[]): string => `${fields.map(csvField).join(',')}\r\n`;

const HEADINGS = ['number', 'time (UTC)', 'what', 'reference', 'amount', 'balance', 'currency'];

/** The entries between a line with the opening and one with the closing balance; lines end in CRLF. */
export async function* statementCsv(
  span: StatementSpan,
  entries: Entries,
): AsyncGenerator<string, void, undefined> {
  const { currency, from, to, openingMinor, closingMinor } = span;
  const edge = (at: number, what: string, balanceMinor: bigint): string =>
    csvLine(['', timeText(at), what, '', '', formatMoney(balanceMinor, currency), currency]);
  yield csvLine(HEADINGS);
  yield edge(from, 'Opening balance', openingMinor);
  for await (const entry of entries)
    yield csvLine([
      String(entry.number),
      timeText(entry.at),
      entry.what,
      entry.reference,
      formatMoney(entry.amountMinor, currency),
      formatMoney(entry.balanceMinor, currency),
      currency,
    ]);
  yield edge(to, 'Closing balance', closingMinor);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/** Black on white on A4 pages that repeat the headings; rows do not break across pages. */
const STYLE = `
  @page { size: A4; margin: 18mm 15mm 20mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
  body { font: 10pt/1.4 system-ui, sans-serif; color: #000; background: #fff; max-width: 180mm; margin: 0 auto; padding: 5mm; }
  h1 { font-size: 16pt; margin: 0 0 2mm; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 6mm; margin: 0 0 6mm; }
  dt { color: #444; } dd { margin: 0; }
  table { border-collapse: collapse; width: 100%; font-size: 9pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  th, td { text-align: left; padding: 1mm 2mm; border-bottom: 0.2mm solid #999; vertical-align: top; }
  .money { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .reference { font-size: 7pt; color: #444; overflow-wrap: anywhere; }
  .edge td { font-weight: 600; }
  @media print { body { padding: 0; max-width: none; } }`;

/** A page to print: opening balance, every entry with the balance after it, closing balance. */
export async function* statementHtml(
  span: StatementSpan,
  entries: Entries,
): AsyncGenerator<string, void, undefined> {
  const { currency, from, to, openingMinor, closingMinor } = span;
  yield `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Account statement</title><style>${STYLE}
</style></head><body>
<h1>Account statement</h1>
<dl>${facts(span)}</dl>
<table><thead><tr><th>No.</th><th>Time (UTC)</th><th>What</th><th class="money">Amount</th><th class="money">Balance</th></tr></thead>
<tbody>
${edgeRow(from, 'Opening balance', { minor: openingMinor, currency })}`;
  for await (const entry of entries) yield entryRow(entry, currency);
  yield `${edgeRow(to, 'Closing balance', { minor: closingMinor, currency })}</tbody></table>
</body></html>
`;
}

const facts = ({ username, accountId, currency, from, to }: StatementSpan): string =>
  [
    ['Customer', username],
    ['Account', accountId],
    ['Currency', currency],
    ['Period (UTC)', `${timeText(from)} to ${timeText(to)}`],
  ]
    .map(([name = '', value = '']) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`)
    .join('');

type Money = Readonly<{ minor: bigint; currency: Currency }>;

const edgeRow = (at: number, what: string, { minor, currency }: Money): string =>
  `<tr class="edge"><td></td><td>${timeText(at)}</td><td>${what}</td><td></td>` +
  `<td class="money">${formatMoney(minor, currency)}</td></tr>\n`;

const entryRow = (entry: StatementEntry, currency: Currency): string =>
  `<tr><td>${String(entry.number)}</td><td>${timeText(entry.at)}</td><td>${escapeHtml(entry.what)}` +
  (entry.reference === '' ? '' : `<div class="reference">${escapeHtml(entry.reference)}</div>`) +
  `</td><td class="money">${formatMoney(entry.amountMinor, currency)}</td>` +
  `<td class="money">${formatMoney(entry.balanceMinor, currency)}</td></tr>\n`;
