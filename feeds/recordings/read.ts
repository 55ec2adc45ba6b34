import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

import { buildPostponed, buildScript, type Period } from '../script-builder.ts';
import { recordOfScript } from '../script-record.ts';
import type { MatchScript, Teams } from '../script.ts';
import { kicksOf, playedPeriods, resultOf, wasPlayed, type PlayedLines } from './played.ts';
import {
  IncidentLineSchema,
  INCIDENT_KINDS,
  KickLineSchema,
  PlayedSchema,
  PostponedSchema,
  type IncidentLine,
  type KickLine,
  type Played,
  type Postponed,
} from './schema.ts';

/** A recording that cannot be used: one sentence per place, each with what is there and what is expected. */
export class RecordingError extends Error {
  readonly problems: readonly string[];

  constructor(name: string, problems: readonly string[]) {
    super([`${name} is not a recording:`, ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.name = 'RecordingError';
    this.problems = problems;
  }
}

const played = Compile(PlayedSchema);
const postponed = Compile(PostponedSchema);
const incidentLine = Compile(IncidentLineSchema);
const kickLine = Compile(KickLineSchema);

/** The script of a hand-written match; `name` (a file name) opens every error. Throws RecordingError. */
export function readRecording(text: string, name: string): MatchScript {
  const value = parseJson(text, name);
  if (isObject(value) && 'postponedMinutesBefore' in value) {
    if (!postponed.Check(value)) throw new RecordingError(name, schemaProblems(postponed, value));
    return buildPostponed(headOf(value), value.postponedMinutesBefore * 60_000);
  }
  if (!played.Check(value)) throw new RecordingError(name, schemaProblems(played, value));
  const script = scriptOf(value, linesOf(value, name));
  const { contradictions } = recordOfScript(script);
  if (contradictions.length > 0) throw new RecordingError(name, contradictions);
  return script;
}

function linesOf(recording: Played, name: string): PlayedLines {
  const problems: string[] = [];
  const incidents: IncidentLine[] = [];
  const kicks: KickLine[] = [];
  for (const [index, line] of recording.incidents.entries()) {
    if (!incidentLine.Check(line)) problems.push(badLine('incidents', index, line));
    else if (!wasPlayed(recording, line))
      problems.push(`incidents line ${index + 1}: there was no extra time`);
    else incidents.push(line);
  }
  for (const [index, line] of (recording.shootOut ?? []).entries()) {
    if (kickLine.Check(line)) kicks.push(line);
    else problems.push(badLine('shootOut', index, line));
  }
  if (problems.length > 0) throw new RecordingError(name, problems);
  return { recording, incidents, kicks };
}

const EXPECTED = {
  incidents: `[minute (1 to 120, or "45+2"), one of ${INCIDENT_KINDS.join(' ')}, home or away, player]`,
  shootOut: '[home or away, scored or missed, player]',
} as const;

const badLine = (list: keyof typeof EXPECTED, index: number, line: unknown): string =>
  `${list} line ${index + 1}: ${JSON.stringify(line)} should be ${EXPECTED[list]}`;

const scriptOf = (recording: Played, lines: PlayedLines): MatchScript =>
  buildScript({
    ...headOf(recording),
    periods: [...playedPeriods(lines), ...shootOutPeriod(lines)],
    result: resultOf(recording.result),
  });

function shootOutPeriod(lines: PlayedLines): readonly Period[] {
  const kicks = kicksOf(lines.kicks);
  return kicks.length === 0 ? [] : [{ phase: 'penalties', lengthMs: 0, incidents: kicks }];
}

function headOf(recording: Played | Postponed): Readonly<{
  id: string;
  competition: string;
  teams: Teams;
  startsAt: number;
  expectation: Played['expectation'];
  decider?: 'extra-time';
}> {
  const { id, competition, expectation, kickOff } = recording;
  const team = (name: string): Teams['home'] => ({ id: `team:${slug(name)}`, name });
  const teams = { home: team(recording.home), away: team(recording.away) };
  const decider = recording.knockout === true ? ({ decider: 'extra-time' } as const) : {};
  return { id, competition, teams, startsAt: Date.parse(kickOff), expectation, ...decider };
}

const slug = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');

function schemaProblems(
  validator: ReturnType<typeof Compile<TSchema>>,
  value: unknown,
): readonly string[] {
  return validator
    .Errors(value)
    .slice(0, 10)
    .map(({ instancePath, message }) => `${instancePath || 'the file'} ${message}`);
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RecordingError(name, [error instanceof Error ? error.message : 'not JSON']);
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
