import closeWithGrace from 'close-with-grace';

import type { Clock } from '#platform/mod.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl-C reaches a process several times: from the terminal, and forwarded by npm and by the launcher. */
const SAME_STOP_MS = 2_000;
const INTERRUPTED = 130;

/**
 * Runs `stop` once, on the first signal or failure of the process, and ends the process after it. A signal
 * that comes two seconds later or more is a person who does not want to wait.
 */
export function onStop(
  { clock, delayMs }: Readonly<{ clock: Clock; delayMs: number }>,
  stop: (failure: Error | undefined) => Promise<void>,
): Readonly<{ now(): void }> {
  const grace = closeWithGrace({ delay: delayMs, skip: [...SIGNALS] }, ({ err }) => stop(err));
  let stoppingSince: number | undefined;
  const begin = (): void => {
    if (stoppingSince === undefined) {
      stoppingSince = clock.monotonic();
      grace.close();
    } else if (clock.monotonic() - stoppingSince > SAME_STOP_MS) {
      process.exit(INTERRUPTED);
    }
  };
  for (const signal of SIGNALS) process.on(signal, begin);
  return { now: begin };
}
