import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { writeZip } from '../testing/write-zip.ts';
import { openWyscout } from './archive.ts';
import { wyscoutDir, type BadLine } from './files.ts';
import { verifyCompetition } from './verify.ts';

const lean = (matchId: number, events: readonly unknown[]): string =>
  JSON.stringify({ matchId, label: 'x', n_all: 9, lastSec: { '1H': 2750.5, '2H': 2880 }, events });
const goal = (id: number, teamId: number): unknown => [
  id,
  '2H',
  300.25,
  teamId,
  5,
  'Shot',
  'Shot',
  [101],
  [[90, 50]],
];

const record = (wyId: number, score: number, status = 'Played'): unknown => {
  const side = { scoreHT: 0, score: 0, scoreET: 0, scoreP: 0, formation: {} };
  return {
    wyId,
    label: 'Reds - Blues',
    status,
    dateutc: '2017-08-12 14:00:00',
    duration: 'Regular',
    teamsData: {
      1: { ...side, teamId: 1, side: 'home', score },
      2: { ...side, teamId: 2, side: 'away' },
    },
  };
};

const LINES = [
  lean(100, [goal(1, 1)]),
  '{"matchId":101,"lastSec":{},"events":[[1,"3H"]]}',
  'not json at all',
  lean(102, [goal(2, 1)]),
  lean(103, [goal(3, 99)]),
  lean(104, []),
];

let dataDir: string;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'overround-wyscout-'));
  const dir = join(dataDir, 'wyscout');
  mkdirSync(join(dir, 'full'), { recursive: true });
  const records = [record(100, 1), record(102, 2), record(103, 1)];
  const entry = (competition: string, content: unknown) => ({
    name: `matches_${competition}.json`,
    content: JSON.stringify(content),
    method: 8,
  });
  const others = [
    record(200, 1),
    record(201, 0, 'Abandoned'),
    record(202, 0, 'Postponed'),
    record(203, 0, 'Cancelled'),
    { wyId: 204 },
    'no record',
  ];
  const archive = writeZip([
    entry('England', records),
    entry('Spain', others),
    { name: '__MACOSX/matches_Spain.json', content: 'x', method: 0 },
    { name: 'readme.txt', content: 'x', method: 0 },
  ]);
  writeFileSync(join(dir, 'matches.zip'), archive);
  // Unpacked, and with words that no recording of ours has.
  const odd = ['2H', 12.5, 2, 0, 'Drone over the pitch', 'unheard of', [9_999], []];
  const spanish = [200, 201, 202, 203, 204].map((id) => lean(id, [goal(1, 1), [2, ...odd]]));
  writeFileSync(join(dir, 'lean-Spain.jsonl'), spanish.join('\n'));
  writeFileSync(join(dir, 'lean-Moon_Cup.jsonl.gz'), gzipSync(lean(300, [])));
  writeFileSync(join(dir, 'lean-England.jsonl.gz'), gzipSync(`${LINES.join('\n')}\n`));
  writeFileSync(
    join(dir, 'teams.json'),
    JSON.stringify([
      { wyId: 1, name: 'Reds' },
      { wyId: 2, name: String.raw`Bl\u00fces` },
    ]),
  );
  writeFileSync(
    join(dir, 'players.json.gz'),
    gzipSync(JSON.stringify([{ wyId: 5, shortName: 'A. Striker' }])),
  );
});
afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

describe('openWyscout', () => {
  test('plays what it can read and names what it cannot', () => {
    const archive = openWyscout(join(dataDir, 'wyscout'));
    const bad: BadLine[] = [];
    const scripts = [...archive.scripts('England', (line) => bad.push(line))];
    expect(scripts.map(({ id, title }) => [id, title])).toEqual([
      ['wyscout-100', 'Reds – Blües'],
      ['wyscout-102', 'Reds – Blües'],
    ]);
    expect(bad.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('/events/0'),
      expect.stringContaining('JSON'),
      'event of team 99, which does not play',
      'no official record',
    ]);
    expect(bad.every(({ file }) => file === 'lean-England.jsonl.gz')).toBe(true);
  });

  test('reports matches whose events do not explain their record', () => {
    const report = verifyCompetition(openWyscout(join(dataDir, 'wyscout')), 'England');
    expect(report).toMatchObject({
      matches: 2,
      agreeing: 1,
      contradictions: ['wyscout-102: result says second half 2-0, the incidents say 1-0'],
    });
    expect(report.badLines).toHaveLength(4);
  });

  test('finds one match by its id, and lists all with an official record', () => {
    const archive = openWyscout(join(dataDir, 'wyscout'));
    expect(archive.script(100)?.events.find(({ body }) => body.kind === 'goal')?.body).toEqual({
      kind: 'goal',
      side: 'home',
      how: 'play',
      player: 'A. Striker',
    });
    expect(archive.script(999)).toBeUndefined();
    expect(archive.list().map(({ id, competition }) => `${id} ${competition}`)).toEqual([
      'wyscout-100 Premier League 2017/18',
      'wyscout-102 Premier League 2017/18',
      'wyscout-103 Premier League 2017/18',
      'wyscout-200 La Liga 2017/18',
      'wyscout-201 La Liga 2017/18',
      'wyscout-202 La Liga 2017/18',
      'wyscout-203 La Liga 2017/18',
    ]);
  });

  test('takes whatever competitions the folder has, and words it does not know', () => {
    const archive = openWyscout(join(dataDir, 'wyscout'));
    expect(archive.competitions).toEqual(['England', 'Moon_Cup', 'Spain']);
    const [moon, spain] = ['Moon_Cup', 'Spain'].map((name) => verifyCompetition(archive, name));
    expect(moon).toMatchObject({ matches: 0, badLines: [{ reason: 'no official record' }] });
    expect(spain).toMatchObject({ matches: 4, agreeing: 1, calledOff: 3 });
    expect(spain?.badLines).toEqual([
      expect.objectContaining({
        line: '204',
        reason: expect.stringContaining('cannot be read') as string,
      }),
    ]);
  });

  test.each([
    [201, 'abandoned', 1],
    [202, 'postponed', 0],
    [203, 'cancelled', 0],
  ])('match %i is %s: no result, whatever its record has for scores', (id, status, goals) => {
    const script = openWyscout(join(dataDir, 'wyscout')).script(id);
    expect(script?.problems).toEqual([`wyscout-${id}: the official record says ${status}`]);
    const kinds = script?.events.map(({ body }) => body.kind);
    expect(kinds).not.toContain('result');
    expect(kinds?.filter((kind) => kind === 'goal')).toHaveLength(goals);
    expect(script?.events.at(-1)?.body).toEqual({ kind: 'status', status });
  });

  test('a folder without recordings is no archive', () => {
    expect(wyscoutDir(join(dataDir, 'elsewhere'))).toBeUndefined();
    const dir = join(dataDir, 'wyscout');
    expect([wyscoutDir(dataDir), wyscoutDir(dir)]).toEqual([dir, dir]);
  });
});
