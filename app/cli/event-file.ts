import { readFileSync } from 'node:fs';

import type { Command } from 'commander';

import { InputError, type Score } from '#contracts/mod.ts';
import {
  DATE_FORMATS,
  FIELDS,
  mappingOf,
  readResults,
  statsbombScript,
  type Field,
} from '#feeds/event-files/mod.ts';
import { recordOfScript } from '#feeds/mod.ts';
import { extraTime, scoreOf, shootOut } from '#markets/mod.ts';
import { systemClock } from '#platform/mod.ts';

import { asLines, oneOf, print, table } from './calculate/calculation.ts';
import { UsageError } from './usage-error.ts';

const EXAMPLES = `
Shows what the adapters make of a file, before it is fed to anything. Ends with 1 when something of it cannot be read.

Examples:
  $ npm run -s overround -- event-file season-2425.csv --as results
  $ npm run -s overround -- event-file us.csv --as results --date-format month-day-year --column home=Host --column away=Guest
  $ npm run -s overround -- event-file events.json --as statsbomb --match match.json
  $ npm run -s overround -- event-file messages.json --as mapping --mapping acme.json --json
`;

const KINDS = ['results', 'statsbomb', 'mapping'] as const;
/** Rows and errors are shown up to here, and counted beyond. */
const SHOWN = 20;

type Options = Readonly<{
  as: string;
  match?: string;
  mapping?: string;
  dateFormat?: string;
  column: string[];
  json?: boolean;
}>;
type Answer = Readonly<{ answer: unknown; lines: readonly string[]; isWhole: boolean }>;

const collect = (value: string, before: string[]): string[] => [...before, value];

export function addEventFile(program: Command): void {
  program
    .command('event-file')
    .description('Read a file of results or events, and show what it says and what cannot be read')
    .argument('<file>', 'the file; - reads standard input')
    .requiredOption('--as <kind>', KINDS.join(', '))
    .option('--match <file>', "statsbomb: the match's entry of the list of matches")
    .option('--mapping <file>', 'mapping: the configuration of the provider')
    .option('--date-format <name>', `results: ${DATE_FORMATS.join(', ')}; found out unless given`)
    .option(
      '--column <field=name>',
      `results: where a field stands (${FIELDS.join(', ')})`,
      collect,
      [],
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: Options) => {
      const { answer, lines, isWhole } = await READERS[oneOf(options.as, 'as', KINDS)](
        file,
        options,
      );
      print(answer, options, () => lines);
      if (!isWhole) process.exitCode = 1;
    });
}

const READERS: Readonly<
  Record<(typeof KINDS)[number], (file: string, options: Options) => Answer | Promise<Answer>>
> = { results, statsbomb, mapping };

const scoreText = (score: Score | null): string =>
  score === null ? '—' : `${score.home}-${score.away}`;
const more = (count: number): readonly string[] =>
  count > SHOWN ? [`… and ${count - SHOWN} more`] : [];

function results(file: string, { dateFormat, column }: Options): Answer {
  const read = readResults(textOf(file), {
    ...(dateFormat === undefined
      ? {}
      : { dateFormat: oneOf(dateFormat, 'dateFormat', DATE_FORMATS) }),
    columns: Object.fromEntries(column.map(columnOf)),
  });
  const { rows, errors, columns } = read;
  const lines = [
    `${rows.length} matches, ${errors.length} errors; days are ${read.dateFormat}`,
    Object.entries(columns)
      .map(([field, name]) => `${field} = ${name}`)
      .join(', '),
    '',
    ...table([
      ['match', 'day', 'result', 'half-time'],
      ...rows
        .slice(0, SHOWN)
        .map(({ home, away, day, fullTime, halfTime }) => [
          `${home} – ${away}`,
          new Date(day).toISOString().slice(0, 10),
          scoreText(fullTime),
          scoreText(halfTime),
        ]),
    ]),
    ...more(rows.length),
    ...errors
      .slice(0, SHOWN)
      .map(({ row, column: name, value, why }) => `row ${row}, ${name}: ${why}, not "${value}"`),
    ...more(errors.length),
  ];
  return { answer: read, lines, isWhole: errors.length === 0 };
}

function columnOf(text: string): readonly [Field, string] {
  const [field = '', ...name] = text.split('=');
  if (name.length === 0)
    throw new InputError('FORMAT_INVALID', 'column', text, 'must be field=name');
  return [oneOf(field, 'column', FIELDS), name.join('=')];
}

function statsbomb(file: string, { match }: Options): Answer {
  if (match === undefined) throw new UsageError('Name the match with --match, too.');
  const script = asInput('file', () => statsbombScript(jsonOf(file), jsonOf(match)));
  const { record } = recordOfScript(script);
  const { firstHalf, fullTime } = scoreOf(record);
  const answer = {
    id: script.id,
    title: script.title,
    events: script.events.length,
    ...{ halfTime: firstHalf, fullTime, extraTime: extraTime(record), shootOut: shootOut(record) },
    problems: script.problems,
  };
  const scores = [answer.halfTime, fullTime, answer.extraTime, answer.shootOut].map(scoreText);
  const lines = [
    `${script.title}: half time, full time, extra time, penalties ${scores.join(', ')}`,
    ...script.problems.map((problem) => `to review: ${problem}`),
  ];
  return { answer, lines, isWhole: script.problems.length === 0 };
}

async function mapping(file: string, { mapping: config }: Options): Promise<Answer> {
  if (config === undefined) throw new UsageError('Name the configuration with --mapping, too.');
  const items = await mappingOf(jsonOf(config)).read(jsonOf(file), systemClock.now());
  const drafts = items.flatMap((item) => ('draft' in item ? [item.draft] : []));
  const problems = items.flatMap((item) =>
    'draft' in item ? [] : [{ index: item.index, reason: item.reason }],
  );
  const lines = [
    `${drafts.length} events, ${problems.length} items that cannot be read`,
    ...drafts.slice(0, SHOWN).flatMap((draft) => asLines(draft).join(' ').replace(/\s+/gu, ' ')),
    ...more(drafts.length),
    ...problems.slice(0, SHOWN).map(({ index, reason }) => `item ${index}: ${reason}`),
    ...more(problems.length),
  ];
  return { answer: { events: drafts, problems }, lines, isWhole: problems.length === 0 };
}

function asInput<T>(field: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidMessageError')
      throw new InputError('FORMAT_INVALID', field, null, `must be of this kind: ${error.message}`);
    throw error;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function jsonOf(file: string): unknown {
  const text = textOf(file);
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is not JSON.`);
  }
}
