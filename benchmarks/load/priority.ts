import { spawnSync } from 'node:child_process';
import { getPriority } from 'node:os';

import { runFirst, setNice } from '#platform/mod.ts';

const LOW_PRIORITY = 10;
/** Sets how a process is scheduled; of util-linux. */
const SCHEDULING = 'chrt';

/** For clients that only take what is sent: they must not take the processor from those that are measured. */
export function stepBack(): void {
  setNice(Math.max(getPriority(), LOW_PRIORITY));
}

/**
 * For what gives the beat or reads the clock: it runs seldom and shortly, and whenever it waits for a processor it
 * measures that and nothing else. Real-time where that can be had, else before others, else as it is: only some
 * users may.
 */
export function stepForward(): void {
  const realTime = ['--all-tasks', '--fifo', '--pid', '1', String(process.pid)];
  if (spawnSync(SCHEDULING, realTime).status !== 0) runFirst();
}
