import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';

import { fc } from '@fast-check/vitest';

import { openWyscout } from '../../wyscout/archive.ts';
import { mutatedBytes, mutatedText } from '../mutations.ts';
import { writeZip } from '../write-zip.ts';
import { fileOf } from './files.ts';
import { fuzzed, must, type Fuzzed } from './fuzzed.ts';

const side = { scoreHT: 0, score: 1, scoreET: 0, scoreP: 0 };
const FILES = {
  official: JSON.stringify([
    {
      ...{ wyId: 100, label: 'Reds - Blues', dateutc: '2017-08-12 14:00:00', duration: 'Regular' },
      teamsData: {
        1: { ...side, teamId: 1, side: 'home' },
        2: { ...side, score: 0, teamId: 2, side: 'away' },
      },
    },
  ]),
  lean: JSON.stringify({
    ...{ matchId: 100, label: 'x', n_all: 9, lastSec: { '1H': 2750.5, '2H': 2880 } },
    events: [
      [1, '2H', 300.25, 1, 5, 'Shot', 'Shot', [101], [[90, 50]]],
      [2, '2H', 400, 2, 5, 'Foul', 'Foul', [1702], [[40, 50]]],
      [3, '2H', 500, 2, 0, 'Free Kick', 'Corner', [], [[99, 0]]],
    ],
  }),
  full: JSON.stringify({
    events: [
      {
        ...{ id: 1, matchId: 100, teamId: 1, playerId: 5, matchPeriod: '2H', eventSec: 300.25 },
        ...{ eventName: 'Shot', subEventName: 'Shot', tags: [{ id: 101 }] },
      },
    ],
  }),
  teams: JSON.stringify([
    { wyId: 1, name: 'Reds' },
    { wyId: 2, name: String.raw`Bl\u00fces` },
  ]),
  players: JSON.stringify([{ wyId: 5, shortName: 'A. Striker' }]),
};
type Files = typeof FILES;
const NAMES = Object.keys(FILES) as readonly (keyof Files)[];

const zipOf = (official: string): Buffer =>
  writeZip(
    ['England', 'Germany', 'World_Cup'].map((name, at) => ({
      ...{ name: `matches_${name}.json`, content: at === 0 ? official : '[]', method: 8 },
    })),
  );
/** What stands on the disk under each name; only what is to change is written. */
const written = new Map<string, string | Uint8Array>();

function put(name: string, content: string | Uint8Array): void {
  if (written.get(name) === content) return;
  written.set(name, content);
  fileOf(name, content);
}

const TEXT_FILES: Readonly<Record<keyof Files, readonly [string, (text: string) => Uint8Array]>> = {
  official: ['wyscout/matches.zip', zipOf],
  lean: ['wyscout/lean-England.jsonl.gz', gzipSync],
  full: ['wyscout/full/100.json.gz', gzipSync],
  teams: ['wyscout/teams.json', (text) => Buffer.from(text)],
  players: ['wyscout/players.json.gz', gzipSync],
};
const SOUND = new Map(
  NAMES.map((key) => {
    const [name, pack] = TEXT_FILES[key];
    return [name, pack(FILES[key])] as const;
  }),
);

/** Reads the whole folder with one file replaced. */
function readWith(name: string, content: Uint8Array): void {
  const folder = dirname(fileOf('base', ''));
  mkdirSync(`${folder}/wyscout/full`, { recursive: true });
  for (const [each, sound] of SOUND) put(each, each === name ? content : sound);
  readAll(`${folder}/wyscout`);
}

function readAll(dir: string): void {
  const archive = openWyscout(dir);
  const scripts = [...archive.scripts('England', () => undefined), archive.script(100)];
  for (const script of scripts)
    for (const { atMs } of script?.events ?? []) must(!Number.isNaN(atMs), 'a time that is none');
}

const damagedText = fc
  .constantFrom(...NAMES)
  .chain((key) => mutatedText([FILES[key]]).map((text) => ({ key, text })));
const damagedFile = fc
  .constantFrom(...SOUND)
  .chain(([name, sound]) => mutatedBytes([sound]).map((bytes) => ({ name, bytes })));

export const WYSCOUT: readonly Fuzzed[] = [
  fuzzed('Wyscout files', damagedText, [], ({ key, text }) => {
    const [name, pack] = TEXT_FILES[key];
    readWith(name, pack(text));
  }),
  fuzzed('Wyscout files, packed', damagedFile, [], ({ name, bytes }) => {
    readWith(name, bytes);
  }),
];
