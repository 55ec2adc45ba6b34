import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { FileReader } from '../../sources/folder/file-reader.ts';
import { mappedFiles } from '../../sources/folder/mapped-files.ts';
import { resultsFiles } from '../../sources/folder/results-files.ts';
import { statsbombFiles } from '../../sources/folder/statsbomb-files.ts';
import { wyscoutFiles } from '../../sources/folder/wyscout-files.ts';
import { writeZip } from '../../testing/write-zip.ts';

/** The files of one provider: by name, what stands in them. */
type Files = Readonly<Record<string, string | Uint8Array>>;

/** A provider of files, with samples in its shape. */
export type FileAdapter = Readonly<{
  name: string;
  readerOf: (dir: string) => FileReader;
  files: Files;
  /** The same with a fact corrected afterwards. */
  corrected: Files;
  /** Files beside the sound ones, or in their place, of which something cannot be read. */
  poison: Files;
}>;

const record = (homeGoals: number) => ({
  ...{ wyId: 5, label: 'x', dateutc: '2017-08-12 14:00:00', duration: 'Regular' },
  teamsData: {
    1: { teamId: 1, side: 'home', scoreHT: 0, score: homeGoals, scoreET: 0, scoreP: 0 },
    2: { teamId: 2, side: 'away', scoreHT: 0, score: 0, scoreET: 0, scoreP: 0 },
  },
});
const matchesZip = (homeGoals: number): Buffer =>
  writeZip([
    { name: 'matches_Spain.json', content: JSON.stringify([record(homeGoals)]), method: 8 },
  ]);
const wyscoutGoal = (id: number, sec: number) => [id, '2H', sec, 1, 0, 'Shot', 'Shot', [101], []];
const lean = (goals: number): string =>
  JSON.stringify({
    ...{ matchId: 5, lastSec: { '1H': 2_700, '2H': 2_880 } },
    events: Array.from({ length: goals }, (_, at) => wyscoutGoal(at + 1, 300 * (at + 1))),
  });

const wyscout: FileAdapter = {
  name: 'Wyscout files',
  readerOf: wyscoutFiles,
  files: { 'matches.zip': matchesZip(1), 'lean-Spain.jsonl.gz': gzipSync(`${lean(1)}\n`) },
  corrected: { 'matches.zip': matchesZip(2), 'lean-Spain.jsonl.gz': gzipSync(`${lean(2)}\n`) },
  poison: { 'lean-Spain.jsonl.gz': gzipSync(`nonsense\n${lean(1)}\n`) },
};

const match = (homeGoals: number): string =>
  JSON.stringify([
    {
      ...{ match_id: 9, match_date: '2024-08-17', kick_off: '15:00:00.000' },
      competition: { competition_name: 'Cup' },
      home_team: { home_team_id: 1, home_team_name: 'Rovers' },
      away_team: { away_team_id: 2, away_team_name: 'United' },
      ...{ home_score: homeGoals, away_score: 0 },
    },
  ]);
const statsbombGoal = (index: number) => ({
  ...{ id: `e${index}`, index, period: 2, timestamp: `00:0${index}:00.000`, team: { id: 1 } },
  ...{ type: { name: 'Shot' }, shot: { outcome: { name: 'Goal' } } },
});
const whistle = {
  ...{ id: 'w', index: 9, period: 1, timestamp: '00:45:00.000', team: { id: 2 } },
  type: { name: 'Half End' },
};
/** The order of the file says nothing. */
const events = (goals: number): string =>
  JSON.stringify([...Array.from({ length: goals }, (_, at) => statsbombGoal(goals - at)), whistle]);

const statsbomb: FileAdapter = {
  name: "files in StatsBomb's shape",
  readerOf: statsbombFiles,
  files: { 'matches/cup.json': match(1), 'events/9.json': events(1) },
  corrected: { 'matches/cup.json': match(2), 'events/9.json': events(2) },
  poison: {
    'events/10.json': events(1),
    'matches/b.json': match(1).replace('9', '10').replace('"Rovers"', '7'),
  },
};

const HEAD = 'Datum;Heim;Gast;Score;Half Time\n';
const results: FileAdapter = {
  name: 'results as CSV',
  readerOf: resultsFiles,
  files: { 'a.csv': `${HEAD}17.08.2024;Rovers;United;2:1;1:0\n18.08.2024;City;Town;0:0;0:0\n` },
  corrected: { 'a.csv': `${HEAD}17.08.2024;Rovers;United;3:1;1:0\n18.08.2024;City;Town;0:0;0:0\n` },
  poison: { 'b.csv': `${HEAD}19.08.2024;Albion;Athletic;x;0:0\n20.08.2024;A;B;1:0;0:0\n` },
};

const MAPPING = {
  ...{ format: 'overround-mapping-1', producer: 'acme' },
  event: `{ "fixtureId": "acme-" & $string(game), "eventId": $string(no), "occurredAt": $toMillis(at),
    "clock": { "phase": "first-half", "elapsedMs": second * 1000 },
    "kind": what = "G" ? "goal" : what = "X" ? "correction" : "phase",
    "side": what = "G" ? "home", "how": what = "G" ? "play", "cancels": what = "X" ? $string(of) }`,
};
const action = (no: number, what: string, more: object = {}): string =>
  `${JSON.stringify({ game: 7, no, at: '2024-08-17T15:10:00Z', second: 60 * no, what, ...more })}\n`;
const LINES = action(1, 'K', { second: 0 }) + action(2, 'G');

const mapped: FileAdapter = {
  name: 'mapped files',
  readerOf: (dir) => {
    writeFileSync(join(dir, 'mapping.json'), JSON.stringify(MAPPING));
    return mappedFiles(join(dir, 'mapping.json'));
  },
  files: { 'a.jsonl': LINES },
  corrected: { 'a.jsonl': LINES + action(3, 'X', { of: 2 }) },
  poison: { 'a.jsonl': `${LINES}no JSON\n${action(4, 'G', { second: -1 })}${action(5, 'G')}` },
};

export const FILE_ADAPTERS: readonly FileAdapter[] = [wyscout, statsbomb, results, mapped];
