import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { beforeAll, describe, expect, test } from 'vitest';

import { defaultDataDir } from '#feeds/mod.ts';
import { gradeMarket, identifyMarket } from '#markets/mod.ts';
import { marketKey } from '#contracts/mod.ts';

import { matchEnding } from './testing/played-match.ts';
import { readRows, type CsvRow } from './testing/read-rows.ts';

const FILE = 'betfair-hub/A-League_Womens_2020-2021_All_Markets.csv.gz';
const path = join(defaultDataDir(), FILE);
const isAbsent = !existsSync(path);

type Line = Readonly<{ settled: unknown; shown: string; row: CsvRow }>;

/** The file spells a few teams in two ways, and a side that it does not know is left out. */
const sameTeam = (left: string, right: string): boolean =>
  left === right ||
  (left !== '' &&
    (left.startsWith(right.replace(/ \(W\)$/, '')) ||
      right.startsWith(left.replace(/ \(W\)$/, ''))));

/** The market of ours and its outcome; a handicap is named from the home side. */
function askedOf(row: CsvRow): readonly [key: string, outcome: string] | undefined {
  const [market, runner, line] = [row('MARKET_NAME'), row('RUNNER_NAME'), Number(row('HANDICAP'))];
  if (market === 'Goal Lines') return [`total-goals|line=${line}`, runner.toLowerCase()];
  if (market !== 'Asian Handicap') return undefined;
  const isHome = sameTeam(runner, row('HOME_TEAM'));
  if (isHome === sameTeam(runner, row('AWAY_TEAM'))) return undefined;
  const ofHome = (isHome ? line : -line) + 0;
  return [`asian-handicap|line=${ofHome}|score=0-0`, isHome ? 'home' : 'away'];
}

function lineOf(row: CsvRow): Line | undefined {
  const asked = askedOf(row);
  const score = { home: Number(row('HOME_SCORE')), away: Number(row('AWAY_SCORE')) };
  // Two matches have 5.125 and 0.875 goals, which is no score.
  const isScore = row('HOME_SCORE') !== '' && Number.isInteger(score.home);
  if (asked === undefined || !isScore) return undefined;
  const [key, outcome] = asked;
  const identity = identifyMarket(key);
  if (identity === undefined) throw new Error(`${key} is no market of ours`);
  const record = matchEnding(score);
  const grades = gradeMarket(record, marketKey(identity.type, identity.specifiers));
  return {
    settled: new Map<string, unknown>(grades).get(outcome),
    shown: row('RUNNER_STATUS'),
    row,
  };
}

describe.skipIf(isAbsent)(
  'Handicaps and goal lines of the A-League Women as an exchange settled them (skipped: ../shared/data is absent)',
  () => {
    let lines: readonly Line[];
    beforeAll(() => {
      lines = readRows(gunzipSync(readFileSync(path)).toString('utf8')).flatMap(
        (row) => lineOf(row) ?? [],
      );
    });

    test('every line whose score is known is settled alike; a push is shown as a loser, halves as wholes', () => {
      expect(lines.length).toBeGreaterThan(6_000);
      const shown = (settled: unknown): string =>
        settled === 'won' || settled === 'half-won' ? 'WINNER' : 'LOSER';
      const different = lines.filter((line) => shown(line.settled) !== line.shown);
      expect(
        different.map(({ row, settled }) => [row('PATH'), row('HANDICAP'), String(settled)]),
      ).toEqual([]);
    });

    test('there are stakes that come back and halves among them', () => {
      const count = (result: string): number =>
        lines.filter(({ settled }) => settled === result).length;
      expect(count('void')).toBeGreaterThan(80);
      expect(count('half-won')).toBe(count('half-lost'));
      expect(count('half-won')).toBeGreaterThan(80);
    });
  },
);
