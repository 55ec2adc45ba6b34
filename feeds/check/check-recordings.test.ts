import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { test as property } from '@fast-check/vitest';
import { afterAll, describe, expect, test } from 'vitest';

import { systemClock } from '#platform/mod.ts';

import { defaultDataDir } from '../find-match.ts';
import { startTape } from '../record/write-tape.ts';
import { FUZZ_RUNS, mutatedBytes } from '../testing/mutations.ts';
import { writeZip } from '../testing/write-zip.ts';
import type { CheckRow } from './check-row.ts';
import { checkRecordings } from './mod.ts';

const root = mkdtempSync(join(tmpdir(), 'overround-check-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});
let folders = 0;
function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const dir = join(root, `f${(folders += 1)}`);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  return dir;
}
const check = (path: string): Promise<CheckRow[]> => Array.fromAsync(checkRecordings(path));
const short = ({ file, kind, messages, understood, units, agreeing, verdict }: CheckRow) =>
  `${file} ${kind} ${messages}/${understood} ${units}/${agreeing} ${verdict}`;

const STREAM = readFileSync('feeds/exchange/samples/rovers-united.jsonl');
const image = (...rc: readonly object[]) =>
  JSON.stringify({
    ...{ op: 'mcm', pt: 1, clk: 'a' },
    mc: [{ id: '1.1', img: true, marketDefinition: DEFINITION, rc }],
  });
const DEFINITION = {
  ...{ status: 'OPEN', version: 1, inPlay: false, betDelay: 0, bettingType: 'ODDS' },
  ...{ eventTypeId: '1', marketType: 'MATCH_ODDS', numberOfWinners: 1, complete: true },
  ...{ bspReconciled: false, runners: [{ id: 5, status: 'ACTIVE', sortPriority: 1 }] },
};
const CROSSED = image({ id: 5, atb: [[2.5, 10]], atl: [[2.4, 10]] });
const XML = '<alive product="1" timestamp="1" subscribed="1"/>';
const CSV = 'Date,HomeTeam,AwayTeam,FTHG,FTAG,HTHG,HTAG\n2024-08-17,Rovers,United,2,1,1,0\n';

describe('a folder of recordings', () => {
  test('of all kinds: each by what it holds, whatever it is called', async () => {
    const dir = folderOf({
      'a/plain.txt': STREAM,
      'a/packed.bin': gzipSync(STREAM),
      'a/list.json': `[${image()}, ${image()}]`,
      'alive.xml': XML,
      'b/own.json': readFileSync('feeds/recordings/brazil-croatia-2014.json'),
      'c/season.csv': CSV,
      'LICENSE.txt': 'free',
      'notes.md': '# notes',
      'request.json': '{"jsonrpc":"2.0"}',
      'words.txt': 'some words\nand more\n',
    });
    expect((await check(dir)).map(short)).toEqual([
      'a/list.json exchange 2/2 1/1 agrees',
      'a/packed.bin exchange 4/4 1/1 agrees',
      'a/plain.txt exchange 4/4 1/1 agrees',
      'alive.xml uof 1/1 1/1 agrees',
      'b/own.json recording 1/1 1/1 agrees',
      'c/season.csv results 1/1 1/1 agrees',
      'request.json other 0/0 0/0 other',
      'words.txt other 0/0 0/0 other',
    ]);
  });

  test('what is damaged is told with its reason and stops nothing', async () => {
    const dir = folderOf({
      '1-empty.bz2': '',
      '2-cut.gz': gzipSync(STREAM).subarray(0, 80),
      '3.bz2': 'BZh9 and no more',
      '4.jsonl': `${image()}\n{"op":"mcm","pt":"soon"}\nnot JSON\n`,
      '5.json': '{"half": ',
      '6.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      '7.csv': `${CSV}2024-08-18,City,Town,x,0,0,0\n`,
      '8-own.json': '{"kickOff":"2014-06-12T20:00:00Z","incidents":[]}',
      '9.xml': XML,
    });
    const rows = await check(dir);
    expect(rows.map(({ file, verdict }) => `${file} ${verdict}`)).toEqual([
      '1-empty.bz2 unreadable',
      '2-cut.gz unreadable',
      '3.bz2 unreadable',
      '4.jsonl unreadable',
      '5.json unreadable',
      '6.xml unreadable',
      '7.csv unreadable',
      '8-own.json unreadable',
      '9.xml agrees',
    ]);
    expect(rows[0]?.reasons).toEqual(['the file is empty']);
    expect(rows[3]).toMatchObject({ messages: 3, understood: 1, units: 1, agreeing: 1 });
    expect(rows[3]?.reasons[0]).toMatch(/^message 2: /u);
    expect(rows[6]?.reasons).toEqual(['row 3, FTHG: must be a count of goals']);
    for (const { verdict, reasons } of rows) expect(reasons.length > 0).toBe(verdict !== 'agrees');
  });

  test('prices that cross and elements that nobody knows are for review', async () => {
    const dir = folderOf({
      'crossed.jsonl': `${CROSSED}\n`,
      'new.xml': XML.replace('/>', '><news/></alive>'),
      'twice.csv': CSV + CSV.split('\n').slice(1).join('\n'),
    });
    const [crossed, news, twice] = await check(dir);
    expect(crossed).toMatchObject({ verdict: 'review', units: 1, agreeing: 0 });
    expect(crossed?.reasons.join()).toContain('1 open markets were crossed after 1 messages');
    expect(news).toMatchObject({ verdict: 'review', reasons: ['1 unknown alive/news'] });
    expect(twice).toMatchObject({ verdict: 'other' });
  });

  test('of Wyscout has a row for each file of events, from the folder or the file itself', async () => {
    const side = { scoreHT: 0, scoreET: 0, scoreP: 0 };
    const record = (wyId: number, score: number) => ({
      ...{ wyId, label: 'x', dateutc: '2017-08-12 14:00:00', duration: 'Regular' },
      teamsData: {
        1: { ...side, teamId: 1, side: 'home', score },
        2: { ...side, teamId: 2, side: 'away', score: 0 },
      },
    });
    const goal = [1, '2H', 300, 1, 0, 'Shot', 'Shot', [101], []];
    const lean = (matchId: number) =>
      JSON.stringify({ matchId, lastSec: { '1H': 2700, '2H': 2700 }, events: [goal] });
    const content = JSON.stringify([record(5, 1), record(6, 2)]);
    const dir = folderOf({
      'data/wy/matches.zip': writeZip([{ name: 'matches_Spain.json', content, method: 8 }]),
      'data/wy/lean-Spain.jsonl': `${lean(5)}\n${lean(6)}\n`,
      'data/wy/lean-Cut.jsonl.gz': gzipSync(lean(5)).subarray(0, 40),
      'data/wy/full/7.json': '{}',
      'lean-Alone.jsonl': lean(5),
    });
    const rows = await check(dir);
    expect(rows.map(short)).toEqual([
      'data/wy/lean-Cut.jsonl.gz wyscout 0/0 0/0 unreadable',
      'data/wy/lean-Spain.jsonl wyscout 2/2 2/1 review',
      'data/wy/full/7.json wyscout 1/1 1/0 review',
      'lean-Alone.jsonl other 0/0 0/0 other',
    ]);
    expect(rows[1]?.reasons).toEqual([
      'wyscout-6: result says second half 2-0, the incidents say 1-0',
    ]);
    expect(await check(join(dir, 'data/wy'))).toHaveLength(3);
    expect((await check(join(dir, 'data/wy/lean-Spain.jsonl'))).map(short)).toEqual([
      'lean-Spain.jsonl wyscout 2/2 2/1 review',
    ]);
  });

  test('of our own recorder is replayed by what was recorded', async () => {
    const dir = folderOf({});
    mkdirSync(dir);
    const path = join(dir, 'exchange.tape');
    const header = { format: 'overround-tape-1', source: 'test', startedAt: 1 } as const;
    const tape = await startTape(path, { ...header, kind: 'lines' }, systemClock);
    for (const body of [STREAM.subarray(0, 100), STREAM.subarray(100)])
      await tape.write({ receivedAt: 1, sentAt: null, key: '', body });
    await tape.close();
    const uof = await startTape(join(dir, 'uof.tape'), { ...header, kind: 'amqp' }, systemClock);
    for (const text of [XML, '<nonsense/>'])
      await uof.write({ receivedAt: 1, sentAt: 1, key: 'x', body: Buffer.from(text) });
    await uof.close();
    expect((await check(dir)).map(short)).toEqual([
      'exchange.tape exchange 4/4 1/1 agrees',
      'uof.tape recording 2/1 0/0 unreadable',
    ]);
    writeFileSync(path, readFileSync(path).subarray(0, 100));
    expect((await check(path))[0]?.verdict).not.toBe('agrees');
  });

  test('that is not there is an error', async () => {
    await expect(check(join(root, 'nowhere'))).rejects.toThrow('ENOENT');
  });

  property.prop([mutatedBytes([STREAM, gzipSync(STREAM), Buffer.from(XML), Buffer.from(CSV)])], {
    numRuns: Math.ceil(FUZZ_RUNS / 20),
  })('no file makes it fail', async (bytes) => {
    const dir = folderOf({ file: bytes });
    const [row] = await check(dir);
    expect(row?.understood).toBeLessThanOrEqual(row?.messages ?? 0);
  });

  const uof = join(defaultDataDir(), 'uof');
  test.skipIf(!existsSync(uof))(
    'every sample of the Unified Odds Feed is understood (skipped: ../shared/data is absent)',
    async () => {
      const dir = folderOf({ 'other.txt': 'x' });
      cpSync(uof, join(dir, 'uof'), { recursive: true });
      const rows = (await check(dir)).filter(({ kind }) => kind === 'uof');
      expect(rows.map(({ verdict }) => verdict)).toEqual(rows.map(() => 'agrees'));
      expect(rows).toHaveLength(13);
    },
  );
});
