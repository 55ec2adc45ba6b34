import { writeFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

const LOW_PRIORITY = 19;
const INSTRUMENT_PRIORITY = -10;

/**
 * For clients that only take what is sent: they must not take the processor from those that are measured. The
 * process must lead a session of its own.
 */
export function stepBack(): void {
  setNice(Math.max(getPriority(), LOW_PRIORITY));
}

/**
 * For what gives the beat or reads the clock: it runs seldom and shortly, and whenever it waits for a processor it
 * measures that and nothing else. Only some users may; returns whether this one may. The process must lead a session
 * of its own.
 */
export function stepForward(): boolean {
  try {
    setNice(INSTRUMENT_PRIORITY);
    return true;
  } catch {
    return false;
  }
}

/** Of Linux, where it shares processors between sessions first: then a nice value counts within one session only. */
const SESSION_NICE = '/proc/self/autogroup';

function setNice(nice: number): void {
  setPriority(nice);
  try {
    writeFileSync(SESSION_NICE, String(nice));
  } catch {
    // Not shared in that way here.
  }
}
