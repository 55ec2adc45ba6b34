import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { repoDir } from '#platform/mod.ts';

/** Result listings with exchange starting prices, beside the checkout: read by tests, never copied. */
const DIRECTORY = join(repoDir(), '..', 'shared', 'data', 'betfair-hub');
const FILES = [
  'ANZ_Thoroughbreds_2020_05.csv.gz',
  'ANZ_Thoroughbreds_2025_12.csv.gz',
  'UK_IE_Thoroughbred_Racing_Model_2026-04.csv.gz',
] as const;

export const isHubAbsent = !FILES.every((file) => existsSync(join(DIRECTORY, file)));

/** One race: win chances are normalised inverse starting prices; the others are indices of runners. */
export type RecordedRace = Readonly<{
  win: readonly number[];
  winner: number;
  /** All runners that were placed, the winner among them. */
  placed: readonly number[];
}>;

/** Fields of a line, in which quoted ones may hold commas. */
const fieldsOf = (line: string): readonly string[] =>
  [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/gu)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );

type Row = Readonly<Record<string, string>>;

function rowsOf(file: string): readonly Row[] {
  const [head = '', ...lines] = gunzipSync(readFileSync(join(DIRECTORY, file)))
    .toString('utf8')
    .trimEnd()
    .split(/\r?\n/u);
  const names = fieldsOf(head);
  return lines.map((line) => {
    const values = fieldsOf(line);
    return Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']));
  });
}

const isWinner = (text: string | undefined): boolean => text === 'WINNER' || Number(text) === 1;

/** A race whose result and prices are whole: one winner, who is placed, in a market near 100 %. */
function raceOf(rows: readonly Row[]): RecordedRace | undefined {
  const ran = rows.filter((row) => Number(row['WIN_BSP']) > 1 && Number(row['WIN_RESULT']) !== -1);
  const having = (name: string) => ran.flatMap((row, at) => (isWinner(row[name]) ? [at] : []));
  const [winner = -1, ...others] = having('WIN_RESULT');
  const placed = having('PLACE_RESULT');
  const inverse = ran.map((row) => 1 / Number(row['WIN_BSP']));
  const book = inverse.reduce((sum, chance) => sum + chance, 0);
  const isWhole =
    others.length === 0 &&
    placed.includes(winner) &&
    (placed.length === 2 || placed.length === 3) &&
    placed.length < ran.length &&
    book > 0.9 &&
    book < 1.1;
  return isWhole ? { win: inverse.map((chance) => chance / book), winner, placed } : undefined;
}

/** The whole races on two or three places. A selection listed twice counts once. */
export function recordedRaces(): readonly RecordedRace[] {
  return FILES.flatMap((file) => {
    const markets = new Map<string, Map<string, Row>>();
    for (const row of rowsOf(file)) {
      const id = row['WIN_MARKET_ID'] ?? '';
      markets.set(
        id,
        (markets.get(id) ?? new Map<string, Row>()).set(row['SELECTION_ID'] ?? '', row),
      );
    }
    return [...markets.values()].flatMap((rows) => raceOf([...rows.values()]) ?? []);
  });
}
