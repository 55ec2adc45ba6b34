import { resolve } from 'node:path';

import { CHECK_KINDS, CHECK_VERDICTS, checkRecordings, type CheckRow } from '#feeds/check/mod.ts';
import { WYSCOUT_ATTRIBUTION } from '#feeds/mod.ts';

import { table } from './calculate/calculation.ts';
import { UsageError } from './usage-error.ts';

/** Replays all recordings of a place, and prints a table with what came of each. Ends with 1 when one is unreadable. */
export async function replayCheck(
  path: string,
  { json }: Readonly<{ json?: boolean }>,
): Promise<void> {
  const rows: CheckRow[] = [];
  const isShown = json !== true && process.stderr.isTTY;
  try {
    for await (const row of checkRecordings(resolve(path))) {
      rows.push(row);
      if (isShown) process.stderr.write(`\r\u001B[K${rows.length} files, ${row.file}`);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} cannot be read: ${why}`);
  }
  if (isShown) process.stderr.write('\r\u001B[K');
  if (rows.length === 0) throw new UsageError(`${path} has no files.`);
  const totals = totalsOf(rows);
  if (json === true)
    console.log(JSON.stringify({ attribution: WYSCOUT_ATTRIBUTION, totals, files: rows }));
  else console.log(linesOf(rows, totals).join('\n'));
  if (rows.some(({ verdict }) => verdict === 'unreadable')) process.exitCode = 1;
}

const sum = (rows: readonly CheckRow[], of: (row: CheckRow) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

const totalsOf = (rows: readonly CheckRow[]) =>
  CHECK_KINDS.flatMap((kind) => {
    const own = rows.filter((row) => row.kind === kind);
    const verdicts = CHECK_VERDICTS.map(
      (verdict) => [verdict, own.filter((row) => row.verdict === verdict).length] as const,
    );
    const figures = {
      messages: sum(own, ({ messages }) => messages),
      understood: sum(own, ({ understood }) => understood),
      units: sum(own, ({ units }) => units),
      agreeing: sum(own, ({ agreeing }) => agreeing),
    };
    return own.length === 0
      ? []
      : [{ kind, files: own.length, ...figures, ...Object.fromEntries(verdicts) }];
  });

function linesOf(rows: readonly CheckRow[], totals: ReturnType<typeof totalsOf>): string[] {
  const shown = rows.filter(({ verdict }) => verdict !== 'other');
  const left = rows.length - shown.length;
  return [
    ...table([
      ['file', 'kind', 'messages', 'understood', 'matches or markets', 'agree', 'verdict'],
      ...shown.map(({ file, kind, verdict, ...figures }) => [
        file,
        kind,
        String(figures.messages),
        String(figures.understood),
        String(figures.units),
        String(figures.agreeing),
        verdict,
      ]),
    ]),
    '',
    ...shown.flatMap(({ file, verdict, reasons }) =>
      reasons.map((reason) => `${verdict}: ${file}: ${reason}`),
    ),
    ...(left === 0 ? [] : [`${left} other files hold nothing that a feed sends`]),
    '',
    ...table([
      ['kind', 'files', 'messages', 'understood', 'matches or markets', 'agree'],
      ...totals.map(({ kind, files, messages, understood, units, agreeing }) =>
        [kind, files, messages, understood, units, agreeing].map(String),
      ),
    ]),
    ...(totals.some(({ kind }) => kind === 'wyscout') ? [WYSCOUT_ATTRIBUTION] : []),
  ];
}
