import { parseArgs } from 'node:util';

import { simulate } from './simulation/simulate.ts';

/** `node test/stream/main.ts --seeds 1000 --from 1`: plays so many seeds and names each that fails. */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
  },
});

const first = Number(values.from);
let failed = 0;
for (let seed = first; seed < first + Number(values.seeds); seed += 1)
  try {
    await simulate(seed);
  } catch (error) {
    failed += 1;
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
process.stdout.write(`${values.seeds} seeds from ${values.from}, ${String(failed)} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
