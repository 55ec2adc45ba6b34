import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';

import { monotonicMs } from './monotonic.ts';

export type OpenLoop = Readonly<{
  perSecond: number;
  count: number;
  /** Called when the moment has come, or as soon after it as can be. */
  send: (index: number, dueMs: number) => void;
}>;

/** A timer may fire so much later than asked; the rest of the time is watched. */
const TIMER_SLACK_MS = 2;

/** Sends at a fixed rate, whatever becomes of it; resolves to how late each was, in ms. */
export async function openLoop({ perSecond, count, send }: OpenLoop): Promise<number[]> {
  const startMs = monotonicMs() + TIMER_SLACK_MS;
  const lateness: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const dueMs = startMs + (index * 1000) / perSecond;
    const waitMs = dueMs - monotonicMs() - TIMER_SLACK_MS;
    if (waitMs > 0) await pause(waitMs);
    while (monotonicMs() < dueMs) await turn();
    lateness.push(monotonicMs() - dueMs);
    send(index, dueMs);
    // What was sent must leave this process even when the next is due already.
    await turn();
  }
  return lateness;
}
