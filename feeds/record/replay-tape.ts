import type { Clock } from '#platform/mod.ts';

import type { TapeFrame } from './tape.ts';

type ReplayTapeOptions = Readonly<{
  clock: Clock;
  /** How many times as fast as it came; Infinity is as fast as it is taken. Above 0. */
  rate: number;
  /** The next one comes when it is done. */
  onFrame: (frame: TapeFrame) => void | Promise<void>;
  signal?: AbortSignal;
}>;

/**
 * Plays what was recorded: each message at its time since the first one, divided by the rate; one that is late is not
 * left out. Ends with the recording, or with the signal's reason or what reading it throws.
 * @returns how many were played.
 */
export async function replayTape(
  frames: AsyncIterable<TapeFrame>,
  { clock, rate, onFrame, signal }: ReplayTapeOptions,
): Promise<number> {
  if (!(rate > 0)) throw new RangeError('the rate must be above 0');
  const startedAt = clock.monotonic();
  let firstAt: number | undefined;
  let played = 0;
  for await (const frame of frames) {
    signal?.throwIfAborted();
    firstAt ??= frame.receivedAt;
    const waitMs = startedAt + (frame.receivedAt - firstAt) / rate - clock.monotonic();
    if (waitMs > 0 && rate < Infinity) await clock.sleep(waitMs, signal);
    await onFrame(frame);
    played += 1;
  }
  return played;
}
