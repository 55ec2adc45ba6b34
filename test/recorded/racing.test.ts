import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { beforeAll, describe, expect, test } from 'vitest';

import type { RacingMarketType } from '#contracts/mod.ts';
import { defaultDataDir } from '#feeds/mod.ts';
import { gradeRacing, type RacingFacts, type RunnerStatus } from '#markets/racing/mod.ts';

import { readRows } from './testing/read-rows.ts';

const dir = join(defaultDataDir(), 'betfair-hub');
const FILES = [
  'ANZ_Thoroughbreds_2020_05.csv.gz',
  'ANZ_Thoroughbreds_2025_12.csv.gz',
  'UK_IE_Thoroughbred_Racing_Model_2026-04.csv.gz',
] as const;
const isAbsent = FILES.some((file) => !existsSync(join(dir, file)));

/** As the file has it: WINNER and LOSER or 1.0 and 0.0; anything else did not run. */
const SHOWN: Readonly<Record<string, 'won' | 'lost'>> = {
  WINNER: 'won',
  '1.0': 'won',
  '1': 'won',
  LOSER: 'lost',
  '0.0': 'lost',
  '0': 'lost',
};
type Shown = 'won' | 'lost' | 'void';
/** By market and then by runner; a runner that a file lists twice counts once. */
type Markets = ReadonlyMap<string, ReadonlyMap<string, Shown>>;

function marketsOf(question: 'WIN' | 'PLACE'): Markets {
  const markets = new Map<string, Map<string, Shown>>();
  for (const file of FILES) {
    for (const row of readRows(gunzipSync(readFileSync(join(dir, file))).toString('utf8'))) {
      const id = row(`${question}_MARKET_ID`).replace(/\.0$/u, '');
      if (id === '') continue;
      const runners = markets.get(id) ?? new Map<string, Shown>();
      runners.set(row('SELECTION_ID'), SHOWN[row(`${question}_RESULT`)] ?? 'void');
      markets.set(id, runners);
    }
  }
  return markets;
}

const placed = (runners: ReadonlyMap<string, Shown>): number =>
  [...runners.values()].filter((shown) => shown === 'won').length;

const deadHeat = (places: number, tied: number) => ({ result: 'dead-heat', places, tied });

/** What the market pays each runner when those who won it came in level, in the order of the file. */
function graded(field: ReadonlyMap<string, Shown>, type: RacingMarketType, places: number) {
  const shown = [...field.values()];
  const runners = String(shown.length);
  const facts: RacingFacts = {
    runners: shown.map((each): RunnerStatus => (each === 'void' ? 'non-runner' : 'ran')),
    finish: [shown.flatMap((each, at) => (each === 'won' ? [at + 1] : []))],
  };
  const specifiers: Readonly<Record<string, string>> =
    type === 'racing-win' ? { runners } : { runners, places: String(places) };
  const grades = gradeRacing(facts, type, specifiers);
  return shown.map((_, at) => new Map<string, unknown>(grades).get(String(at + 1)));
}

/** Of the Australian and the British files, as their description lists them. */
const DEAD_HEATS = [
  '170393315',
  '170435404',
  '251356648',
  '251798156',
  '251892997',
  '252006247',
  '257165229',
  '257282533',
];

describe.skipIf(isAbsent)(
  'races as an exchange settled them (skipped: ../shared/data/betfair-hub is absent)',
  () => {
    let [wins, places]: readonly Markets[] = [];
    beforeAll(() => {
      [wins, places] = [marketsOf('WIN'), marketsOf('PLACE')];
    });

    test('every winner is paid, every loser not, every non-runner has the stake back', () => {
      let races = 0;
      for (const [id, runners] of wins ?? []) {
        if (placed(runners) !== 1 || runners.size < 2 || runners.size > 40) continue;
        races += 1;
        expect(graded(runners, 'racing-win', 1), id).toEqual([...runners.values()]);
      }
      expect(races).toBeGreaterThan(3_000);
    });

    test('two winners of one race are a dead heat, and each is paid on half the stake', () => {
      const found: string[] = [];
      for (const [id, runners] of wins ?? []) {
        if (placed(runners) < 2) continue;
        found.push(id);
        expect(graded(runners, 'racing-win', 1), id).toEqual(
          [...runners.values()].map((shown) => (shown === 'won' ? deadHeat(1, 2) : shown)),
        );
      }
      expect(found.sort()).toEqual(DEAD_HEATS);
    });

    test('as many as the places are paid in full, one more than the places share the last', () => {
      let races = 0;
      for (const [id, runners] of places ?? []) {
        const among = placed(runners);
        if (among < 2 || runners.size > 40 || runners.size < among + 2) continue;
        races += 1;
        expect(graded(runners, 'racing-place', among), id).toEqual([...runners.values()]);
        if (among === 2) continue;
        const fewer = graded(runners, 'racing-place', among - 1);
        expect(fewer, id).toEqual(
          [...runners.values()].map((shown) =>
            shown === 'won' ? deadHeat(among - 1, among) : shown,
          ),
        );
      }
      expect(races).toBeGreaterThan(3_000);
    });
  },
);
