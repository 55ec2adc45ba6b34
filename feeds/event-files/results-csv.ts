import { parse } from 'csv-parse/sync';

import { InputError, type Score } from '#contracts/mod.ts';

import { dayOf, detectDateFormat, type DateFormat } from './dates.ts';

/** One match of a results file; `row` counts lines of the file from 1, its header included. */
export type ResultRow = Readonly<{
  row: number;
  /** Midnight UTC of the day, UTC milliseconds. */
  day: number;
  home: string;
  away: string;
  fullTime: Score;
  halfTime: Score | null;
}>;

export type RowError = Readonly<{ row: number; column: string; value: string; why: string }>;
export type ResultsFile = Readonly<{
  dateFormat: DateFormat;
  delimiter: string;
  /** Which column of the file each field was read from. */
  columns: Readonly<Partial<Record<Field, string>>>;
  rows: readonly ResultRow[];
  errors: readonly RowError[];
}>;

export type ResultsOptions = Readonly<{
  dateFormat?: DateFormat;
  /** Columns by our names, for a file whose headers are not known. */
  columns?: Readonly<Partial<Record<Field, string>>>;
}>;

export const FIELDS = [
  ...(['date', 'home', 'away', 'homeGoals', 'awayGoals'] as const),
  ...(['homeGoalsHalfTime', 'awayGoalsHalfTime', 'score', 'halfTimeScore'] as const),
] as const;
export type Field = (typeof FIELDS)[number];

/** Headers that are known, compared without case, spaces and marks. */
const KNOWN: Readonly<Record<Field, readonly string[]>> = {
  date: ['date', 'matchdate', 'day', 'datum', 'eventdate', 'kickoff', 'fecha'],
  home: ['hometeam', 'home', 'hometeamname', 'heim', 'team1', 'local'],
  away: ['awayteam', 'away', 'awayteamname', 'gast', 'team2', 'visitor', 'visitante'],
  homeGoals: ['fthg', 'hg', 'homegoals', 'homescore', 'hometeamscore', 'goalshome', 'score1'],
  awayGoals: ['ftag', 'ag', 'awaygoals', 'awayscore', 'awayteamscore', 'goalsaway', 'score2'],
  homeGoalsHalfTime: ['hthg', 'halftimehomegoals', 'homehalftime'],
  awayGoalsHalfTime: ['htag', 'halftimeawaygoals', 'awayhalftime'],
  score: ['score', 'ft', 'fulltime', 'result', 'finalscore'],
  halfTimeScore: ['ht', 'halftime', 'halftimescore'],
};
const REQUIRED: readonly Field[] = ['date', 'home', 'away'];
const DELIMITERS = [',', ';', '\t', '|'];
const MAX_BYTES = 64 * 1_048_576;
const MAX_CELL = 200;
const PAIR = /^(\d{1,2})\s*[-–:]\s*(\d{1,2})$/u;
const SAMPLE_ROWS = 500;

const plain = (header: string): string => header.toLowerCase().replace(/[^a-z0-9]/gu, '');

/**
 * Reads a file of results whose columns, separator and days are found out from the file. A row that cannot be
 * read is an error with its row and column, and the others stay. @throws InputError when the file as a whole
 * cannot be read: no header, a column that is missing, days that fit no format or two.
 */
export function readResults(text: string, options: ResultsOptions = {}): ResultsFile {
  if (text.length > MAX_BYTES)
    throw new InputError(
      'FORMAT_INVALID',
      'file',
      text.length,
      `must be at most ${MAX_BYTES} characters`,
    );
  const [header = ''] = text.replace(/^\uFEFF/u, '').split(/\r?\n/u, 1);
  const delimiter =
    [...DELIMITERS].sort((a, b) => header.split(b).length - header.split(a).length)[0] ?? ',';
  const records = recordsOf(text, delimiter);
  const [headers, ...lines] = records;
  if (headers === undefined)
    throw new InputError('FORMAT_INVALID', 'file', '', 'must have a header and rows');
  const places = placesOf(headers.cells, options.columns ?? {});
  const cell = (line: Line, field: Field): string => {
    const at = places.get(field);
    return at === undefined ? '' : (line.cells[at] ?? '').trim();
  };
  const format =
    options.dateFormat ??
    detectDateFormat(lines.slice(0, SAMPLE_ROWS).map((line) => cell(line, 'date')));
  const errors: RowError[] = [];
  const rows = lines.flatMap((line) => {
    const refuse = (field: Field, why: string): void => {
      const at = places.get(field);
      const column = at === undefined ? field : (headers.cells[at] ?? field);
      errors.push({ row: line.row, column, value: cell(line, field).slice(0, MAX_CELL), why });
    };
    const row = rowOf((field) => cell(line, field), { format, refuse });
    return row === undefined ? [] : [{ row: line.row, ...row }];
  });
  const columns = Object.fromEntries([...places].map(([field, at]) => [field, headers.cells[at]]));
  return { dateFormat: format, delimiter, columns, rows, errors };
}

type Line = Readonly<{ row: number; cells: readonly string[] }>;

function recordsOf(text: string, delimiter: string): readonly Line[] {
  try {
    const records: unknown = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relaxColumnCount: true,
      skipEmptyLines: true,
      maxRecordSize: 65_536,
    });
    return (records as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      row: info.lines,
      cells: record,
    }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError('FORMAT_INVALID', 'file', text.slice(0, 60), `must be CSV: ${why}`);
  }
}

function placesOf(
  headers: readonly string[],
  given: Readonly<Partial<Record<Field, string>>>,
): ReadonlyMap<Field, number> {
  const places = new Map<Field, number>();
  for (const field of FIELDS) {
    const name = given[field];
    const at =
      name === undefined
        ? headers.findIndex((header) => KNOWN[field].includes(plain(header)))
        : headers.indexOf(name);
    if (name !== undefined && at < 0)
      throw new InputError(
        'FORMAT_INVALID',
        `columns.${field}`,
        name,
        `must be one of ${headers.join(', ')}`,
      );
    if (at >= 0) places.set(field, at);
  }
  const missing = REQUIRED.find((field) => !places.has(field));
  const hasGoals = places.has('score') || (places.has('homeGoals') && places.has('awayGoals'));
  if (missing !== undefined || !hasGoals)
    throw new InputError(
      'FORMAT_INVALID',
      `columns.${missing ?? 'score'}`,
      headers.join(', ').slice(0, MAX_CELL),
      'must be a column of the file: name it with --column',
    );
  return places;
}

type RowContext = Readonly<{ format: DateFormat; refuse: (field: Field, why: string) => void }>;

function rowOf(
  cell: (field: Field) => string,
  { format, refuse }: RowContext,
): Omit<ResultRow, 'row'> | undefined {
  const day = dayOf(cell('date'), format);
  if (day === undefined) refuse('date', `must be a day in the form ${format}`);
  for (const field of ['home', 'away'] as const)
    if (cell(field) === '' || cell(field).length > MAX_CELL) refuse(field, 'must name a team');
  const fullTime = scoreOf(cell, ['homeGoals', 'awayGoals', 'score'], refuse);
  const halfTime = scoreOf(cell, ['homeGoalsHalfTime', 'awayGoalsHalfTime', 'halfTimeScore']);
  if (fullTime !== undefined && halfTime !== undefined)
    if (halfTime.home > fullTime.home || halfTime.away > fullTime.away) {
      refuse(
        cell('homeGoalsHalfTime') === '' ? 'halfTimeScore' : 'homeGoalsHalfTime',
        'must not be above the goals of the match',
      );
      return undefined;
    }
  if (day === undefined || fullTime === undefined) return undefined;
  if (cell('home') === '' || cell('away') === '') return undefined;
  return { day, home: cell('home'), away: cell('away'), fullTime, halfTime: halfTime ?? null };
}

function scoreOf(
  cell: (field: Field) => string,
  [home, away, pair]: readonly [Field, Field, Field],
  refuse?: (field: Field, why: string) => void,
): Score | undefined {
  const match = PAIR.exec(cell(pair));
  if (match !== null) return { home: Number(match[1]), away: Number(match[2]) };
  if (cell(pair) !== '' && cell(home) === '' && cell(away) === '') {
    refuse?.(pair, 'must be two counts of goals, as 2-1');
    return undefined;
  }
  const goals = [home, away].map((field) => {
    const isCount = /^\d{1,2}(?:\.0)?$/u.test(cell(field));
    if (!isCount) refuse?.(field, 'must be a count of goals');
    return isCount ? Number(cell(field)) : undefined;
  });
  const [first, second] = goals;
  return first === undefined || second === undefined ? undefined : { home: first, away: second };
}
