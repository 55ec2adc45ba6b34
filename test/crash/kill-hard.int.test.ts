import { chmodSync } from 'node:fs';

import { expect, test } from 'vitest';

import { crashRounds } from '#benchmarks/crash/rounds.ts';
import { newId } from '#platform/mod.ts';
import { temporaryFolder } from '#test/harness/mod.ts';

/** Three of the fifty rounds of `npm run bench -- crash`, on real servers that flush every commit. */
test(
  'kill -9 under load: no acknowledged bet is lost, none counts twice, the ledger is exact',
  {
    timeout: 240_000,
    // What fails once in a hundred runs is what this looks for.
    retry: 0,
  },
  async () => {
    const seed = newId().slice(-12);
    const dir = temporaryFolder('crash-');
    // PostgreSQL may run as another user, who must be able to reach its folder.
    chmodSync(dir, 0o711);
    const run = await crashRounds({ seed, rounds: 3, dir });
    const sound = { lost: 0, twice: 0, unknown: 0, ledger: true };
    expect(run, `seed ${seed}`).toMatchObject({
      rounds: [sound, sound, sound],
      surprises: [],
      missing: 0,
    });
    expect(run.acknowledged, `seed ${seed}`).toBeGreaterThan(0);
  },
);
