import { getPriority, setPriority } from 'node:os';

const LOW_PRIORITY = 15;
const INSTRUMENT_PRIORITY = -10;

/** For clients that only take what is sent: they must not take the processor from those that are measured. */
export function stepBack(): void {
  setPriority(Math.max(getPriority(), LOW_PRIORITY));
}

/**
 * For what gives the beat or reads the clock: it runs seldom and shortly, and whenever it waits for a processor it
 * measures that and nothing else. Only some users may; returns whether this one may.
 */
export function stepForward(): boolean {
  try {
    setPriority(INSTRUMENT_PRIORITY);
    return true;
  } catch {
    return false;
  }
}
