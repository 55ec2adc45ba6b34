import { HALVES, NOMINAL_MS, type Half } from '../script.ts';
import type { Minute } from './schema.ts';

const MINUTE_MS = 60_000;

/** Half and time since its kick-off in the middle of the reported minute. */
export function placeOf(minute: Minute): Readonly<{ half: Half; elapsedMs: number }> {
  const [regular = 0, added = 0] = String(minute).split('+').map(Number);
  let startMinute = 0;
  for (const half of HALVES) {
    const endMinute = startMinute + NOMINAL_MS[half] / MINUTE_MS;
    if (regular <= endMinute) {
      const playedMinutes = regular - startMinute + added - 0.5;
      return { half, elapsedMs: playedMinutes * MINUTE_MS };
    }
    startMinute = endMinute;
  }
  throw new RangeError(`minute ${String(minute)} is beyond extra time`);
}
