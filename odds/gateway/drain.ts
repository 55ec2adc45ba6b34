import type { Clock, Random } from '#platform/mod.ts';

/** Something that can be asked to leave. */
export type Leaver = Readonly<{ goAway(reconnectInMs: number): void }>;

const POLL_MS = 50;
/** Part of the time after which the last one is asked to have left. */
const SPREAD = 0.75;

/**
 * Asks everyone to leave, each at a time of its own, so that they do not all arrive elsewhere at once; resolves
 * when they have, or after `drainMs`.
 */
export async function drain(
  leavers: ReadonlySet<Leaver>,
  { clock, random, drainMs }: Readonly<{ clock: Clock; random: Random; drainMs: number }>,
): Promise<void> {
  for (const leaver of leavers) leaver.goAway(Math.floor(random.next() * drainMs * SPREAD));
  const deadlineMs = clock.monotonic() + drainMs;
  while (leavers.size > 0 && clock.monotonic() < deadlineMs) await clock.sleep(POLL_MS);
}
