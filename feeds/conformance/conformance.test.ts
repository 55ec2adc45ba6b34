import { describe, expect, test } from 'vitest';

import { seededRandom } from '#platform/mod.ts';

import { makeLeague } from '../simulator/league.ts';
import { scriptsOfRound } from '../virtual/round.ts';
import { BEHAVIOURS, conformance, type Adapter } from './testing/behaviours.ts';
import { exchangeHarness } from './testing/exchange-harness.ts';
import { EXCHANGE_ROWS } from './testing/exchange-rows.ts';
import { FILE_ADAPTERS } from './testing/file-adapters.ts';
import { fileRows } from './testing/file-rows.ts';
import { expectCorrections, scriptRows } from './testing/script-rows.ts';
import { UOF_ROWS } from './testing/uof-rows.ts';
import { uofHarness } from './testing/uof-harness.ts';

const simulated = (count: number) => {
  const league = makeLeague({ name: 'rows', random: seededRandom(5), teams: 12 });
  return Array.from({ length: count }, (_, at) => league.matchAt(at));
};

const SIMULATOR = scriptRows({
  name: 'simulator',
  scripts: () => simulated(3),
  corrections: () => {
    expectCorrections(simulated(100));
  },
});
const VIRTUAL = scriptRows({
  name: 'virtual league',
  scripts: () =>
    scriptsOfRound(
      { round: 4, serverSeed: 'ab'.repeat(32), contributions: ['x'] },
      1_900_000_000_000,
    ),
  corrections: { none: 'what was drawn stands, and anybody can draw it again (verify fairness)' },
});
const FILES = FILE_ADAPTERS.map(fileRows);

conformance(UOF_ROWS, uofHarness());
conformance(EXCHANGE_ROWS, exchangeHarness());
for (const adapter of [...FILES, SIMULATOR, VIRTUAL]) conformance(adapter);

describe('the suite', () => {
  const all: readonly Adapter[] = [UOF_ROWS, EXCHANGE_ROWS, ...FILES, SIMULATOR, VIRTUAL];
  test('has every behaviour of every adapter, and no more than three that one does not have', () => {
    for (const { rows } of all) {
      expect(Object.keys(rows).sort()).toEqual([...BEHAVIOURS].sort());
      expect(Object.values(rows).filter((row) => 'none' in row).length).toBeLessThanOrEqual(3);
    }
  });
});
