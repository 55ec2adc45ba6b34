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

const record = (wyId: number, score: number): unknown => {
  const side = { scoreHT: 0, score: 0, scoreET: 0, scoreP: 0, formation: {} };
  return {
    wyId,
    label: 'Reds - Blues',
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
  const archive = writeZip([
    entry('England', records),
    entry('Germany', []),
    entry('World_Cup', []),
  ]);
  writeFileSync(join(dir, 'matches.zip'), archive);
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
    expect(archive.list().map(({ id }) => id)).toEqual([
      'wyscout-100',
      'wyscout-102',
      'wyscout-103',
    ]);
  });

  test('a folder without recordings is no archive', () => {
    expect(wyscoutDir(join(dataDir, 'elsewhere'))).toBeUndefined();
    expect(wyscoutDir(dataDir)).toBe(join(dataDir, 'wyscout'));
  });
});
