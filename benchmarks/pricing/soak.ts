import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { LiveBoard } from './board.ts';

const SAMPLE_MS = 30_000;
const MIB = 2 ** 20;

/** The collector on request, without a flag at the start of the process. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

export type Soak = Readonly<{ boards: number; firstMiB: number; lastMiB: number; samples: number }>;

/** Prices a board without a pause and weighs the live heap every half minute, garbage collected. */
export async function soak(
  board: LiveBoard,
  minutes: number,
  say: (line: string) => void,
): Promise<Soak> {
  const collect = collector();
  const weigh = (): number => {
    collect();
    return process.memoryUsage().heapUsed / MIB;
  };
  const endAt = performance.now() + minutes * 60_000;
  for (let round = 0; round < 200; round += 1) board.reprice(round);
  const firstMiB = weigh();
  let [boards, samples] = [0, 1];
  let sampleAt = performance.now() + SAMPLE_MS;
  while (performance.now() < endAt) {
    for (let round = 0; round < 50; round += 1) board.reprice(round);
    boards += 50;
    if (performance.now() < sampleAt) continue;
    const liveMiB = weigh();
    samples += 1;
    sampleAt = performance.now() + SAMPLE_MS;
    say(
      `soak: ${boards} boards, live heap ${liveMiB.toFixed(2)} MiB (first ${firstMiB.toFixed(2)})`,
    );
    await new Promise(setImmediate);
  }
  return { boards, firstMiB, lastMiB: weigh(), samples };
}
