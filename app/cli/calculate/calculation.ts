import { readFileSync } from 'node:fs';

import type { Command } from 'commander';

import { InputError } from '#contracts/mod.ts';
import { KINDS } from '#app/calculations/mod.ts';

export type CommonOptions = Readonly<{ json?: boolean; input?: string }>;
type Given = Readonly<Record<string, unknown>>;

/** The options that every calculation has. */
export const withCommonOptions = (command: Command): Command =>
  command
    .option('--json', 'print one JSON document')
    .option('--input <file>', 'read the question as JSON from a file, or from - (standard input)');

/**
 * Answers a question given as JSON: `{"op": …}` names one of the calculations of `kinds`, as the files of
 * exact cases do; `{"cases": …}` is not taken here, see `npm run vectors`. `kind` tells calculations of the
 * same name apart.
 * @throws InputError with the field that is wrong.
 */
export function calculate(question: unknown, kinds: readonly string[]): unknown {
  if (typeof question !== 'object' || question === null || !('op' in question)) {
    throw new InputError('FORMAT_INVALID', 'input.op', question, 'must name the calculation');
  }
  const { op, kind, ...fields } = question as Given;
  if (kind !== undefined && !kinds.some((name) => name === kind)) {
    const why = `must be one of ${kinds.join(', ')}`;
    throw new InputError('FORMAT_INVALID', 'input.kind', kind, why);
  }
  const among = kinds.filter((name) => kind === undefined || name === kind);
  const operation = among
    .map((name) => KINDS[name])
    .flatMap((known) => (known && Object.hasOwn(known, String(op)) ? [known[String(op)]] : []))
    .at(0);
  if (operation === undefined) {
    const known = among.flatMap((name) => Object.keys(KINDS[name] ?? {})).join(', ');
    throw new InputError('FORMAT_INVALID', 'input.op', op, `must be one of ${known}`);
  }
  return operation.run(fields);
}

/** The JSON of `--input`; undefined without one. */
export function questionOf({ input }: CommonOptions): unknown {
  if (input === undefined) return undefined;
  const text = textOf(input);
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError('FORMAT_INVALID', 'input', text.slice(0, 60), `must be JSON: ${why}`);
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(
      'FORMAT_INVALID',
      'input',
      file,
      `must be a file that can be read: ${why}`,
    );
  }
}

/** One JSON document, or lines for people. */
export function print(
  answer: unknown,
  { json }: CommonOptions,
  lines: () => readonly string[],
): void {
  if (json === true) console.log(JSON.stringify(answer, bigintText));
  else for (const line of lines()) console.log(line);
}

const bigintText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

/** Indented JSON, for answers without a table of their own. */
export const asLines = (answer: unknown): readonly string[] =>
  JSON.stringify(answer, bigintText, 2).split('\n');

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu;

/** A decimal number of the command line. @throws InputError NUMBER_INVALID */
export function numberOf(text: string, field: string): number {
  const value = DECIMAL.test(text) ? Number(text) : NaN;
  if (Number.isFinite(value)) return value;
  throw new InputError('NUMBER_INVALID', field, text, 'must be a number');
}

/** One of some words. @throws InputError FORMAT_INVALID */
export function oneOf<Word extends string>(
  text: string,
  field: string,
  words: readonly Word[],
): Word {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new InputError('FORMAT_INVALID', field, text, `must be one of ${words.join(', ')}`);
}

/** "2-1" as two counts. @throws InputError FORMAT_INVALID */
export function pairOf(text: string, field: string): Readonly<{ home: number; away: number }> {
  const match = /^(\d{1,3})[-:](\d{1,3})$/u.exec(text);
  if (match === null) {
    throw new InputError('FORMAT_INVALID', field, text, 'must be two counts, as 1-0');
  }
  return { home: Number(match[1]), away: Number(match[2]) };
}

/** Columns wide enough for their longest cell; the first is text, the others are right-aligned. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

export const percent = (chance: number): string => `${(100 * chance).toFixed(2)} %`;
