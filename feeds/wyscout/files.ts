import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { InvalidMessageError, parserOf, type Parse } from '#platform/mod.ts';

import { fromFull, fromLean, type WyscoutMatch } from './match-events.ts';
import { decodeName } from './names.ts';
import { officialOf, type OfficialMatch } from './official.ts';
import {
  FullMatchSchema,
  LeanMatchSchema,
  MatchRecordSchema,
  PlayerListSchema,
  TeamListSchema,
  type MatchRecord,
} from './schema.ts';
import { readGzip, readZipEntry } from './zip.ts';

export const WYSCOUT_COMPETITIONS = ['England', 'Germany', 'World_Cup'] as const;
export type WyscoutCompetition = (typeof WYSCOUT_COMPETITIONS)[number];

export type BadLine = Readonly<{ file: string; line: string; reason: string }>;

const parseLean = parserOf(LeanMatchSchema);
const parseFull = parserOf(FullMatchSchema);
const parseRecord = parserOf(MatchRecordSchema);
const parseTeams = parserOf(TeamListSchema);
const parsePlayers = parserOf(PlayerListSchema);

/** The folder with the recordings inside a data folder; undefined when it is not there. */
export function wyscoutDir(dataDir: string): string | undefined {
  const dir = join(dataDir, 'wyscout');
  return existsSync(join(dir, 'matches.zip')) ? dir : undefined;
}

export const leanFile = (competition: WyscoutCompetition): string => `lean-${competition}.jsonl.gz`;

/** The matches of a lean file in its order. A line that does not fit is told to `onBadLine` and skipped. */
export function* readLeanFile(
  dir: string,
  competition: WyscoutCompetition,
  onBadLine: (bad: BadLine) => void,
): Generator<WyscoutMatch> {
  const file = leanFile(competition);
  for (const line of leanLines(dir, competition)) {
    try {
      yield fromLean(parseJson(line, parseLean));
    } catch (error) {
      if (!(error instanceof InvalidMessageError)) throw error;
      onBadLine({ file, line, reason: error.reason });
    }
  }
}

/** One match of a lean file, without parsing the others. */
export function readLeanMatch(
  dir: string,
  competition: WyscoutCompetition,
  matchId: number,
): WyscoutMatch | undefined {
  const start = `{"matchId":${matchId},`;
  const line = leanLines(dir, competition).find((candidate) => candidate.startsWith(start));
  return line === undefined ? undefined : fromLean(parseJson(line, parseLean));
}

/** A match from its full file, which the recordings have for some matches only. */
export function readFullMatch(dir: string, matchId: number): WyscoutMatch | undefined {
  const path = join(dir, 'full', `${matchId}.json.gz`);
  if (!existsSync(path)) return undefined;
  return fromFull(parseJson(readGzip(readFileSync(path)).toString('utf8'), parseFull));
}

/** The official records of a competition, by match id. */
export function readOfficial(
  dir: string,
  competition: WyscoutCompetition,
): ReadonlyMap<number, OfficialMatch> {
  const archive = readFileSync(join(dir, 'matches.zip'));
  const text = readZipEntry(archive, `matches_${competition}.json`).toString('utf8');
  const records = parseJson(text, listOf(parseRecord));
  return new Map(records.map((record) => [record.wyId, officialOf(record)]));
}

export function readTeamNames(dir: string): ReadonlyMap<number, string> {
  const teams = parseJson(readFileSync(join(dir, 'teams.json'), 'utf8'), parseTeams);
  return new Map(teams.map(({ wyId, name }) => [wyId, decodeName(name)]));
}

export function readPlayerNames(dir: string): ReadonlyMap<number, string> {
  const text = readGzip(readFileSync(join(dir, 'players.json.gz'))).toString('utf8');
  const players = parseJson(text, parsePlayers);
  return new Map(players.map(({ wyId, shortName }) => [wyId, decodeName(shortName)]));
}

const leanLines = (dir: string, competition: WyscoutCompetition): readonly string[] =>
  readGzip(readFileSync(join(dir, leanFile(competition))))
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');

const listOf =
  (parse: Parse<MatchRecord>): Parse<MatchRecord[]> =>
  (value) => {
    if (!Array.isArray(value)) throw new InvalidMessageError('the records are not a list');
    return value.map((item) => parse(item));
  };

function parseJson<T>(text: string, parse: Parse<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InvalidMessageError(error instanceof Error ? error.message : 'not JSON');
  }
  return parse(value);
}
