import { readFile, stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

import { InputError } from '#contracts/mod.ts';

import { readResults } from '../event-files/mod.ts';
import { readRecordedLines } from '../exchange/recorded-file.ts';
import { linesOfTape } from '../record/lines-of-tape.ts';
import { openTape, TapeError, type Tape } from '../record/read-tape.ts';
import { loadRecordingFile } from '../recordings/mod.ts';
import { ExchangeCheck } from './check-exchange.ts';
import { checkUof } from './check-uof.ts';
import { rowOf, verdictOf, whyOf, type CheckRow } from './check-row.ts';

const OPS = ['mcm', 'ocm', 'rcm', 'ccm', 'connection', 'status'];
/** Files that are read as a whole are no longer than this. */
const MAX_WHOLE_BYTES = 64 * 1_048_576;
const REASONS_KEPT = 5;

/** Replays one file, whatever it is: that shows in what it holds and not in its name. */
export async function checkFile(path: string, file: string): Promise<CheckRow> {
  try {
    const { size } = await stat(path);
    if (size === 0)
      return rowOf(file, 'other', { verdict: 'unreadable', reasons: ['the file is empty'] });
    return await checkContent(path, file, size);
  } catch (error) {
    return rowOf(file, 'other', { verdict: 'unreadable', reasons: [whyOf(error)] });
  }
}

async function checkContent(path: string, file: string, bytes: number): Promise<CheckRow> {
  const first = await firstLine(path);
  if (first.startsWith('<')) return checkUof(file, await wholeOf(path, bytes));
  if (isStreamMessage(first)) return checkLines(path, file);
  if (first.startsWith('{"format":"overround-tape-')) return checkTape(await openTape(path), file);
  if (/^[[{]/u.test(first)) return checkJson(await wholeOf(path, bytes), path, file);
  return first.length < bytes ? checkTable(await wholeOf(path, bytes), file) : other(file);
}

const other = (file: string, why = 'nothing that a feed sends'): CheckRow =>
  rowOf(file, 'other', { reasons: [why] });

async function firstLine(path: string): Promise<string> {
  for await (const lines of readRecordedLines(path))
    for (const { text } of lines)
      if (text.trim() !== '') return text.replace(/^\uFEFF/u, '').trim();
  return '';
}

async function wholeOf(path: string, bytes: number): Promise<Buffer> {
  if (bytes > MAX_WHOLE_BYTES) throw new Error(`the file is longer than ${MAX_WHOLE_BYTES} bytes`);
  const read = await readFile(path);
  const isPacked = read[0] === 0x1f && read[1] === 0x8b;
  return isPacked ? gunzipSync(read, { maxOutputLength: MAX_WHOLE_BYTES }) : read;
}

function isStreamMessage(line: string): boolean {
  try {
    return hasOp(JSON.parse(line));
  } catch {
    return false;
  }
}

const hasOp = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'op' in value && OPS.includes(String(value.op));

async function checkLines(path: string, file: string): Promise<CheckRow> {
  const check = new ExchangeCheck();
  for await (const lines of readRecordedLines(path))
    for (const { text, problem } of lines)
      if (problem !== undefined || text.trim() !== '') check.take(text, problem);
  return check.row(file);
}

/** A document of JSON: messages of a stream, one of our recordings, or something else. */
function checkJson(bytes: Buffer, path: string, file: string): CheckRow {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    return rowOf(file, 'other', { verdict: 'unreadable', reasons: [whyOf(error)] });
  }
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (items.length > 0 && items.every(hasOp)) {
    const check = new ExchangeCheck();
    for (const item of items) check.take(JSON.stringify(item));
    return check.row(file);
  }
  const isOurs =
    isObject(value) &&
    'kickOff' in value &&
    ('incidents' in value || 'postponedMinutesBefore' in value);
  return isOurs ? checkRecording(path, file) : other(file);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** One of our own, which says itself where its incidents and its result differ. */
function checkRecording(path: string, file: string): CheckRow {
  loadRecordingFile(path);
  const counts = { messages: 1, understood: 1, units: 1, agreeing: 1 };
  return rowOf(file, 'recording', { ...counts, verdict: 'agrees' });
}

/** What "overround record" wrote. */
async function checkTape(tape: Tape, file: string): Promise<CheckRow> {
  const check = new ExchangeCheck();
  const [counts, reasons] = [{ messages: 0, understood: 0, units: 0, agreeing: 0 }, [] as string[]];
  try {
    if (tape.header.kind === 'lines')
      for await (const { text } of linesOfTape(tape)) check.take(text);
    else
      for await (const { body } of tape.frames) {
        const row = tape.header.kind === 'amqp' ? checkUof(file, body) : null;
        counts.messages += 1;
        counts.understood += row?.understood ?? 1;
        reasons.push(...(row?.reasons ?? []));
      }
  } catch (error) {
    if (!(error instanceof TapeError)) throw error;
    return rowOf(file, 'recording', { ...counts, verdict: 'review', reasons: [error.message] });
  }
  if (tape.header.kind === 'lines') return check.row(file);
  const kept = [...new Set(reasons)].slice(0, REASONS_KEPT);
  const verdict = kept.length > 0 ? 'review' : 'agrees';
  return rowOf(file, 'recording', {
    ...{ ...counts, verdict: counts.understood < counts.messages ? 'unreadable' : verdict },
    reasons: kept,
  });
}

/** Text that is no JSON and no XML: results, or something else. */
function checkTable(bytes: Buffer, file: string): CheckRow {
  try {
    const { rows, errors } = readResults(bytes.toString('utf8'));
    const matches = new Set(rows.map(({ day, home, away }) => `${day}\n${home}\n${away}`));
    if (matches.size < rows.length) return other(file, 'several rows for a match are no results');
    const counts = {
      ...{ messages: rows.length + errors.length, understood: rows.length },
      ...{ units: rows.length, agreeing: rows.length },
    };
    const reasons = errors.slice(0, REASONS_KEPT);
    return rowOf(file, 'results', {
      ...{ ...counts, verdict: verdictOf(counts) },
      reasons: reasons.map(({ row, column, why }) => `row ${row}, ${column}: ${why}`),
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return other(file, 'a text, and no results');
  }
}
