import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { KINDS } from '#app/calculations/mod.ts';
import { runCases, type CaseReport } from './run-file.ts';

const USAGE = `Usage: npm run vectors -- FILE…

Runs files of exact cases against the engine's formulas and prints every failing case with what was
expected and what was got. The base name of a file is its kind. Exit code 1 when any case fails.

Kinds and their calculations:`;

function help(): string {
  const kinds = Object.entries(KINDS).map(([name, kind]) => {
    const operations = Object.entries(kind).map(
      ([op, { fields }]) => `    ${op} (${fields.join(', ')})`,
    );
    return [`  ${name}`, ...operations].join('\n');
  });
  return [USAGE, ...kinds].join('\n');
}

function reportsOf(file: string): readonly CaseReport[] {
  const name = basename(file, '.json');
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind === undefined) return [{ id: file, problems: [`unknown kind "${name}"`] }];
  try {
    return runCases(kind, JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    return [{ id: file, problems: [error instanceof Error ? error.message : String(error)] }];
  }
}

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true || positionals.length === 0) {
    console.log(help());
    return values.help === true ? 0 : 2;
  }
  const reports = positionals.flatMap(reportsOf);
  const failed = reports.filter(({ problems }) => problems.length > 0);
  for (const { id, problems } of failed) {
    for (const problem of problems) console.log(`FAIL ${id} ${problem}`);
  }
  console.log(`${String(reports.length - failed.length)} passed, ${String(failed.length)} failed`);
  return failed.length === 0 ? 0 : 1;
}

process.exitCode = main();
