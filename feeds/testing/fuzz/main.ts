import { parseArgs } from 'node:util';

import { fc } from '@fast-check/vitest';

import { systemClock } from '#platform/mod.ts';

import type { Fuzzed } from './fuzzed.ts';
import { PARSERS } from './parsers.ts';

/** A case that works for longer hangs, or nearly; of a processor's time, for the machine may be busy with others. */
const SLOWEST_MS = 5_000;
/** What no input may make of the process, in MiB. */
const LARGEST_MIB = 1_500;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(fc.sample(fc.noBias(fc.nat()), 1)[0] ?? 1) },
    only: { type: 'string', default: '' },
  },
});

/** What a session left behind would end the process: it is a finding of the parser that runs. */
const unhandled: unknown[] = [];
process.on('uncaughtException', (error) => void unhandled.push(error));
process.on('unhandledRejection', (error) => void unhandled.push(error));

const peakMib = (): number => Math.round(process.resourceUsage().maxRSS / 1_024);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function fuzz({ name, property }: Fuzzed): Promise<boolean> {
  unhandled.length = 0;
  let slowestMs = 0;
  const startedAt = systemClock.monotonic();
  let before = process.cpuUsage();
  const result = await fc.check(property, {
    numRuns: Number(values.cases),
    seed: Number(values.seed),
    plugins: [
      fc.beforeEach(() => {
        before = process.cpuUsage();
      }),
      fc.afterEach(() => {
        const { user, system } = process.cpuUsage(before);
        slowestMs = Math.max(slowestMs, (user + system) / 1_000);
      }),
    ],
  });
  const seconds = ((systemClock.monotonic() - startedAt) / 1_000).toFixed(0);
  const isSound =
    !result.failed && unhandled.length === 0 && slowestMs < SLOWEST_MS && peakMib() < LARGEST_MIB;
  say(
    `${isSound ? 'ok    ' : 'FAILED'} ${name}: ${result.numRuns} cases in ${seconds} s, slowest ${slowestMs.toFixed(0)} ms, memory at most ${peakMib()} MiB`,
  );
  if (result.failed) say(fc.defaultReportMessage(result));
  for (const error of unhandled) say(`nobody waited for: ${String(error)}`);
  return isSound;
}

/**
 * `npm run fuzz`: 100,000 mutated messages for every parser, new ones each time; names the seed, by which a run comes
 * again, and ends with 1 when one failed. `--only words` is of the parsers whose name has them.
 */
say(`seed ${values.seed}`);
let failed = 0;
for (const parser of PARSERS)
  if (parser.name.includes(values.only) && !(await fuzz(parser))) failed += 1;
say(`${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
