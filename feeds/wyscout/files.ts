import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { InvalidMessageError, parserOf, type Parse } from '#platform/mod.ts';

import { leanFile, recordEntries, type WyscoutCompetition } from './competitions.ts';
import { fromFull, fromLean, type WyscoutMatch } from './match-events.ts';
import { decodeName } from './names.ts';
import { officialOf, type OfficialMatch } from './official.ts';
import {
  FullMatchSchema,
  LeanMatchSchema,
  MatchRecordSchema,
  PlayerListSchema,
  TeamListSchema,
} from './schema.ts';
import { readGzip, readZipEntry } from './zip.ts';

export type BadLine = Readonly<{ file: string; line: string; reason: string }>;

const parseLean = parserOf(LeanMatchSchema);
const parseFull = parserOf(FullMatchSchema);
const parseRecord = parserOf(MatchRecordSchema);
const parseTeams = parserOf(TeamListSchema);
const parsePlayers = parserOf(PlayerListSchema);

/** The folder with the recordings: inside a data folder, or that folder itself; undefined when it is not there. */
export function wyscoutDir(dataDir: string): string | undefined {
  const dirs = [join(dataDir, 'wyscout'), dataDir];
  return dirs.find((dir) => existsSync(join(dir, 'matches.zip')));
}

/** The matches of a lean file in its order. A line that does not fit is told to `onBadLine` and skipped. */
export function* readLeanFile(
  dir: string,
  competition: WyscoutCompetition,
  onBadLine: (bad: BadLine) => void,
): Generator<WyscoutMatch> {
  const file = leanFile(dir, competition) ?? '';
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
  const names = [`${matchId}.json.gz`, `${matchId}.json`];
  const path = names.map((name) => join(dir, 'full', name)).find((each) => existsSync(each));
  return path === undefined ? undefined : fromFull(parseJson(unpacked(path), parseFull));
}

/** Official records by match id: the match, or why its record cannot be used. */
export type OfficialRecords = ReadonlyMap<number, OfficialMatch | string>;

/** The official records of a competition; none where the archive has no such competition. */
export function readOfficial(dir: string, competition: WyscoutCompetition): OfficialRecords {
  const entry = recordEntries(dir).get(competition);
  if (entry === undefined) return new Map();
  const archive = readFileSync(join(dir, 'matches.zip'));
  const records = parseJson(readZipEntry(archive, entry).toString('utf8'), parseRecords);
  return new Map(records.flatMap(officialOrWhy));
}

/** A record that cannot be read costs its own match and no other; one without an id is nobody's. */
function officialOrWhy(record: unknown): readonly (readonly [number, OfficialMatch | string])[] {
  const id = typeof record === 'object' && record !== null && 'wyId' in record && record.wyId;
  try {
    const official = officialOf(parseRecord(record));
    return [[official.matchId, official]];
  } catch (error) {
    if (!(error instanceof InvalidMessageError)) throw error;
    return typeof id === 'number'
      ? [[id, `the official record cannot be read: ${error.reason}`]]
      : [];
  }
}

export function readTeamNames(dir: string): ReadonlyMap<number, string> {
  const path = join(dir, 'teams.json');
  // Names are for people: without them a team is known by its number.
  const teams = existsSync(path) ? parseJson(readFileSync(path, 'utf8'), parseTeams) : [];
  return new Map(teams.map(({ wyId, name }) => [wyId, decodeName(name)]));
}

export function readPlayerNames(dir: string): ReadonlyMap<number, string> {
  const path = join(dir, 'players.json.gz');
  const players = existsSync(path) ? parseJson(unpacked(path), parsePlayers) : [];
  return new Map(players.map(({ wyId, shortName }) => [wyId, decodeName(shortName)]));
}

function leanLines(dir: string, competition: WyscoutCompetition): readonly string[] {
  const file = leanFile(dir, competition);
  if (file === undefined) return [];
  const lines = unpacked(join(dir, file)).split('\n');
  return lines.filter((line) => line.trim() !== '');
}

/** The text of a file that may be packed with gzip. */
function unpacked(path: string): string {
  const bytes = readFileSync(path);
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (isPacked ? readGzip(bytes) : bytes).toString('utf8');
}

const parseRecords: Parse<readonly unknown[]> = (value) => {
  if (!Array.isArray(value)) throw new InvalidMessageError('the records are not a list');
  return value;
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
