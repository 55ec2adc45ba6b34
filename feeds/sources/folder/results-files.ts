import { createHash } from 'node:crypto';

import { InputError, SIDES, type Score } from '#contracts/mod.ts';
import { InvalidMessageError } from '#platform/mod.ts';

import { readResults, type ResultRow, type ResultsFile } from '../../event-files/mod.ts';
import { buildScript, type Incident, type PlayedPhase } from '../../script-builder.ts';
import { NOMINAL_MS, type MatchScript } from '../../script.ts';
import { NotYet, type FileReader, type FolderFile } from './file-reader.ts';
import { scriptDrafts } from './script-drafts.ts';
import { textOfFile } from './text-of-file.ts';

const PRODUCER = 'results';
const MAX_ID = 64;
const MAX_COMPETITION = 80;
/** Nothing is sold before a match whose result is known. */
const EXPECTATION = { totalGoals: 2.7, supremacy: 0.3 };

/**
 * Results as CSV. A row tells the half of a goal and not its minute or its order: all goals of a half stand at its end. Rows
 * are taken once, and again where their result has changed.
 */
export const resultsFiles = (): FileReader => ({
  producer: PRODUCER,
  accepts: (name) => /\.csv$/iu.test(name),
  async *read(file, receivedAt) {
    const text = await textOfFile(file);
    const whole = file.isQuiet ? text : text.slice(0, text.lastIndexOf('\n') + 1);
    const { rows, errors } = resultsOf(whole, file);
    const isNew = ({ row }: Readonly<{ row: number }>): boolean => row > file.from.lines;
    for (const { row, column, value, why } of errors.filter(isNew))
      yield { dead: `${file.name}:${row} ${column}=${value}`, reason: why };
    for (const row of rows.filter(isNew)) {
      const { halfTime } = row;
      if (halfTime === null)
        yield {
          dead: `${file.name}:${row.row} ${row.home} – ${row.away}`,
          reason: 'the goals at half-time are missing, and a result has both halves',
        };
      else
        for (const draft of scriptDrafts(scriptOf(row, halfTime, file.name), PRODUCER, receivedAt))
          if (draft.kind !== 'clock') yield { draft };
    }
    const lines = Math.max(0, ...[...rows, ...errors].map(({ row }) => row));
    return { upTo: Buffer.byteLength(whole), lines };
  },
});

function resultsOf(text: string, file: FolderFile): ResultsFile {
  try {
    return readResults(text);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw file.isQuiet ? new InvalidMessageError(error.message) : new NotYet(error.message);
  }
}

function scriptOf(row: ResultRow, firstHalf: Score, file: string): MatchScript {
  const { day, home, away, fullTime } = row;
  const secondHalf = {
    home: fullTime.home - firstHalf.home,
    away: fullTime.away - firstHalf.away,
  };
  const team = (name: string) => ({ id: `results:team:${slug(name)}`, name });
  return buildScript({
    id: idOf(row),
    competition: file
      .replace(/\.csv$/iu, '')
      .replaceAll('/', ' ')
      .slice(-MAX_COMPETITION),
    teams: { home: team(home), away: team(away) },
    startsAt: day,
    expectation: EXPECTATION,
    periods: [periodOf('first-half', firstHalf), periodOf('second-half', secondHalf)],
    result: { firstHalf, secondHalf },
  });
}

function periodOf(phase: Extract<PlayedPhase, 'first-half' | 'second-half'>, goals: Score) {
  const lengthMs = NOMINAL_MS[phase];
  const incidents = SIDES.flatMap((side) =>
    Array.from({ length: goals[side] }, (_, at): Incident => ({
      eventId: `${phase}-${side}-${at + 1}`,
      elapsedMs: lengthMs,
      body: { kind: 'goal', side, how: 'play' },
    })),
  );
  return { phase, lengthMs, incidents };
}

/** The same teams on the same day are the same match, in whatever file. */
function idOf({ day, home, away }: ResultRow): string {
  const date = new Date(day).toISOString().slice(0, 10);
  const sum = createHash('sha256').update(`${home}\n${away}`).digest('hex').slice(0, 8);
  const name = `results-${date}-${slug(home)}-${slug(away)}`.slice(0, MAX_ID - sum.length - 1);
  return `${name.replace(/-+$/u, '')}-${sum}`;
}

const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-|-$/gu, '') || 'x';
