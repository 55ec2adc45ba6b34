import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { fc, test as property } from '@fast-check/vitest';
import { afterEach, describe, expect, test } from 'vitest';

import { writeZip } from '../../testing/write-zip.ts';
import type { FileReader } from './file-reader.ts';
import { mappedFiles } from './mapped-files.ts';
import { resultsFiles } from './results-files.ts';
import { statsbombFiles } from './statsbomb-files.ts';
import { PATIENCE_MS, watchedFolder } from './testing/watched-folder.ts';
import { wyscoutFiles } from './wyscout-files.ts';

type Folder = ReturnType<typeof watchedFolder>;
const made: Folder[] = [];
const folderOf = (readerOf: (dir: string) => FileReader): Folder => {
  const folder = watchedFolder(readerOf);
  made.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of made.splice(0)) folder.remove();
});

const HEAD = 'Date,HomeTeam,AwayTeam,FTHG,FTAG,HTHG,HTAG\n';
const ROW = '2024-08-17,Rovers,United,2,1,1,0\n';
const resultsOf = ({ drafts }: Folder) =>
  drafts.flatMap((draft) =>
    draft.kind === 'result' ? [{ id: draft.fixtureId, second: draft.secondHalf }] : [],
  );

describe('results', () => {
  test('are taken when nobody writes any more, once, and what is added later alone', async () => {
    const folder = folderOf(resultsFiles);
    folder.write('england/2425.csv', HEAD + ROW);
    expect(await folder.look(1)).toBe(0);
    expect(await folder.look(1)).toBe(1);
    expect(await folder.look(5)).toBe(0);
    expect(folder.drafts.map(({ kind }) => kind)).toEqual([
      ...['fixture', 'expectation', 'phase', 'goal', 'phase', 'phase', 'goal', 'goal'],
      ...['phase', 'result'],
    ]);
    expect(folder.drafts[0]).toMatchObject({ competition: 'england 2425', producer: 'results' });
    folder.write('england/2425.csv', `${HEAD}${ROW}2024-08-18,City,Town,0,0,0,0\n`);
    expect(await folder.look()).toBe(1);
    expect(resultsOf(folder)).toMatchObject([
      { id: expect.stringMatching(/^results-2024-08-17-rovers-united-/u) as string },
      { id: expect.stringMatching(/^results-2024-08-18-city-town-/u) as string },
    ]);
    expect(folder.dead).toEqual([]);
  });

  test('a half-written row is waited for, and counts as a row when nobody ends it', async () => {
    const folder = folderOf(resultsFiles);
    folder.write('a.csv', `${HEAD}${ROW}2024-08-18,City,Town,1,0,1,0`);
    await folder.look();
    expect(resultsOf(folder)).toHaveLength(1);
    await folder.look(3, PATIENCE_MS);
    expect(resultsOf(folder)).toHaveLength(2);
  });

  test('rows that cannot be read are dead letters once, over a restart, too', async () => {
    const folder = folderOf(resultsFiles);
    folder.write('a.csv', `${HEAD}${ROW}2024-08-18,City,Town,x,0,0,0\n2024-08-19,A,B,1,0,,\n`);
    await folder.look();
    await folder.restart();
    await folder.look(4);
    expect(folder.dead).toEqual([
      'a.csv:3 FTHG=x: must be a count of goals',
      'a.csv:4 A – B: the goals at half-time are missing, and a result has both halves',
    ]);
  });

  test('a corrected result is a result anew', async () => {
    const folder = folderOf(resultsFiles);
    folder.write('a.csv', HEAD + ROW);
    await folder.look();
    folder.write('a.csv', HEAD + ROW.replace('2,1,1,0', '2,2,1,0'));
    await folder.look();
    expect(resultsOf(folder).map(({ second }) => second)).toEqual([
      { home: 1, away: 1 },
      { home: 1, away: 2 },
    ]);
    expect(folder.drafts.filter(({ kind }) => kind === 'goal')).toHaveLength(4);
  });

  test('a file that is none is poison when nobody mends it, and is taken when somebody does', async () => {
    const folder = folderOf(resultsFiles);
    folder.write('a.csv', 'no,results\n1,2\n');
    expect(await folder.look(3)).toBe(0);
    await folder.look(3, PATIENCE_MS);
    expect(folder.dead).toHaveLength(1);
    folder.write('a.csv', HEAD + ROW);
    expect(await folder.look()).toBe(1);
    expect(resultsOf(folder)).toHaveLength(1);
  });
});

const SB_MATCH = {
  ...{ match_id: 9, match_date: '2024-08-17', kick_off: '15:00:00.000' },
  competition: { competition_name: 'Cup' },
  home_team: { home_team_id: 1, home_team_name: 'Rovers' },
  away_team: { away_team_id: 2, away_team_name: 'United' },
  ...{ home_score: 1, away_score: 0 },
};
const shot = (period: number, index: number) => ({
  ...{ id: `e${index}`, index, period, timestamp: '00:10:00.000', type: { name: 'Shot' } },
  team: { id: 1 },
  shot: { outcome: { name: period === 1 ? 'Goal' : 'Saved' } },
});

describe('events of StatsBomb', () => {
  const EVENTS = JSON.stringify([shot(1, 1), shot(2, 2)]);

  test('wait for their entry in the list of matches', async () => {
    const folder = folderOf(statsbombFiles);
    folder.write('events/9.json', EVENTS);
    expect(await folder.look(5, PATIENCE_MS)).toBe(0);
    folder.write('matches/2/1.json', '[{"match_id": 8');
    expect(await folder.look(2)).toBe(0);
    folder.write('matches/2/1.json', JSON.stringify([{ match_id: 8 }, SB_MATCH]));
    expect(await folder.look(2)).toBe(1);
    expect(resultsOf(folder)).toMatchObject([{ id: 'statsbomb-9' }]);
    expect(folder.dead).toEqual([]);
  });

  test('half a file is waited for and then poison; the whole one is taken when it comes', async () => {
    const folder = folderOf(statsbombFiles);
    folder.write('matches/1.json', JSON.stringify([SB_MATCH]));
    folder.write('events/9.json', EVENTS.slice(0, -5));
    expect(await folder.look(2)).toBe(0);
    expect(folder.dead).toEqual([]);
    await folder.look(3, PATIENCE_MS);
    expect(folder.dead).toEqual([expect.stringMatching(/^events\/9\.json: /u)]);
    folder.write('events/9.json', EVENTS);
    await folder.look(4);
    expect(resultsOf(folder)).toHaveLength(1);
    expect(folder.dead).toHaveLength(1);
  });
});

const MAPPING = {
  ...{ format: 'overround-mapping-1', producer: 'acme' },
  event:
    '{ "fixtureId": "acme-1", "eventId": $string(no), "occurredAt": 1, "clock": { "phase": "first-half", "elapsedMs": no }, "kind": "corner", "side": side }',
};
const mapped = (dir: string): FileReader => {
  writeFileSync(join(dir, 'mapping.json'), JSON.stringify(MAPPING));
  return mappedFiles(join(dir, 'mapping.json'));
};
const line = (no: number, side = 'home'): string => `${JSON.stringify({ no, side })}\n`;
const numbers = ({ drafts }: Folder): readonly string[] => drafts.map(({ eventId }) => eventId);

describe('files that a mapping explains', () => {
  test('grow line by line; one that cannot be read is a dead letter and stops nothing', async () => {
    const folder = folderOf(mapped);
    folder.write('a.jsonl', line(1) + line(2).slice(0, 8));
    await folder.look();
    expect(numbers(folder)).toEqual(['1']);
    folder.write('a.jsonl', line(1) + line(2) + line(3, 'left') + 'no JSON\n' + line(4));
    await folder.look();
    await folder.restart();
    await folder.look(4);
    expect(numbers(folder)).toEqual(['1', '2', '4']);
    expect(folder.dead).toEqual([
      expect.stringContaining('/side'),
      expect.stringMatching(/^no JSON: /u),
    ]);
  });

  test('a whole file is one message, and the configuration is none', async () => {
    const folder = folderOf(mapped);
    folder.write('one.json', JSON.stringify([{ no: 1, side: 'home' }, { no: 2 }]));
    folder.write('readme.txt', 'x');
    expect(await folder.look(4)).toBe(1);
    expect(numbers(folder)).toEqual(['1']);
    expect(folder.dead).toHaveLength(1);
  });

  test('a file that is written anew is read from its beginning', async () => {
    const folder = folderOf(mapped);
    folder.write('a.jsonl', line(1) + line(2));
    await folder.look();
    folder.write('a.jsonl', line(7) + line(8) + line(9));
    await folder.look();
    expect(numbers(folder)).toEqual(['1', '2', '7', '8', '9']);
  });

  property.prop([fc.array(fc.nat(120), { maxLength: 4 })], { numRuns: 6 })(
    'come to the same however they grow, with a restart at every step',
    async (cuts) => {
      const folder = folderOf(mapped);
      const text = Array.from({ length: 8 }, (_, at) => line(at)).join('');
      for (const cut of [...cuts.sort((a, b) => a - b), text.length]) {
        folder.write('a.jsonl', text.slice(0, cut));
        await folder.restart();
        await folder.look();
      }
      expect(numbers(folder)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
      expect(folder.dead).toEqual([]);
    },
  );
});

describe('recordings of Wyscout', () => {
  const side = { scoreHT: 0, scoreET: 0, scoreP: 0 };
  const record = {
    ...{ wyId: 5, label: 'x', dateutc: '2017-08-12 14:00:00', duration: 'Regular' },
    teamsData: {
      1: { ...side, teamId: 1, side: 'home', score: 1 },
      2: { ...side, teamId: 2, side: 'away', score: 0 },
    },
  };
  const goal = [1, '2H', 300, 1, 0, 'Shot', 'Shot', [101], []];
  const lean = JSON.stringify({ matchId: 5, lastSec: { '1H': 2700, '2H': 2700 }, events: [goal] });
  const zip = writeZip([
    { name: 'matches_Spain.json', content: JSON.stringify([record]), method: 8 },
  ]);

  test('wait for the official records, and for the end of a packed file', async () => {
    const folder = folderOf(wyscoutFiles);
    const packed = gzipSync(`${lean}\nnonsense\n`);
    folder.write('lean-Spain.jsonl.gz', packed.subarray(0, 60));
    expect(await folder.look(3)).toBe(0);
    folder.write('matches.zip', zip);
    expect(await folder.look(3)).toBe(0);
    folder.write('lean-Spain.jsonl.gz', packed);
    expect(await folder.look(3)).toBe(1);
    expect(resultsOf(folder)).toMatchObject([{ id: 'wyscout-5', second: { home: 1, away: 0 } }]);
    expect(folder.dead).toHaveLength(1);
  });

  test('a packed file that stays cut off is poison', async () => {
    const folder = folderOf(wyscoutFiles);
    folder.write('matches.zip', zip);
    folder.write('lean-Spain.jsonl.gz', gzipSync(lean).subarray(0, 60));
    await folder.look(4, PATIENCE_MS);
    expect(folder.dead).toEqual(['lean-Spain.jsonl.gz: the packed file is damaged or cut off']);
  });
});

describe('the journal', () => {
  test('is kept in the folder; a damaged one costs nothing but work', async () => {
    const folder = folderOf(resultsFiles);
    folder.write('a.csv', HEAD + ROW);
    await folder.look();
    const path = join(folder.dir, '.overround-test.json');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      files: { 'a.csv': { lines: 2 } },
    });
    writeFileSync(path, '{');
    await folder.restart();
    const before = folder.drafts.length;
    expect(await folder.look()).toBe(1);
    expect(folder.drafts).toHaveLength(before);
  });

  test('that cannot be written stops nothing', async () => {
    const folder = folderOf(resultsFiles);
    folder.write('a.csv', HEAD + ROW);
    // A folder in its place cannot be replaced by a file, whoever runs this.
    mkdirSync(join(folder.dir, '.overround-test.json', 'x'), { recursive: true });
    chmodSync(join(folder.dir, '.overround-test.json'), 0o755);
    expect(await folder.look(4)).toBe(1);
    expect(resultsOf(folder)).toHaveLength(1);
  });
});

test('a folder that went away is told', async () => {
  const folder = folderOf(resultsFiles);
  await folder.look();
  rmSync(folder.dir, { recursive: true });
  await expect(folder.look()).rejects.toThrow('ENOENT');
});
