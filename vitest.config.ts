import { availableParallelism } from 'node:os';

import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that need real servers; everything else must pass without any. */
const withServers = ['**/*.int.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'];
const withoutServers = ['test/{tidy,boundaries,vectors,recorded}/**'];
const never = [...configDefaults.exclude, '.tsbuild/**', '.overround/**'];

// Continuous integration draws the same cases each time, so that a failure belongs to the change.
const setupFiles = process.env['CI'] === 'true' ? ['./test/harness/same-draws.ts'] : [];

// What a test waits for may take its time on a busy machine; a second, the default, is often too short.
const expect = { poll: { timeout: 20_000 } };

export default defineConfig({
  test: {
    // Tests with servers wait more than they work, so that two at a time suit even two processors.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles,
          expect,
          include: ['**/*.test.{ts,tsx}', ...withoutServers.map((glob) => `${glob}/*.test.ts`)],
          exclude: [
            ...never,
            '**/*.int.test.{ts,tsx}',
            'test/!(tidy|boundaries|vectors|recorded)/**',
          ],
          // Ends what hangs; a slow machine may take its time.
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'integration',
          setupFiles,
          expect,
          include: withServers,
          exclude: [...never, ...withoutServers],
          globalSetup: './test/harness/global-setup.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Real servers on a shared machine have slow moments; the reporter names every second try.
          retry: 1,
        },
      },
    ],
  },
});
