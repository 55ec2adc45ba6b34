import type { Clock } from './clock.ts';

/**
 * UTC milliseconds with fractions, for stamps of hops that take less than one: the clock's whole milliseconds,
 * told apart within each by its monotonic time. Follows the clock when that is set; until the first millisecond
 * has ended it is at most that much early.
 */
export function fineTime(clock: Pick<Clock, 'now' | 'monotonic'>): () => number {
  let offset = clock.now() - clock.monotonic();
  return () => {
    const whole = clock.now();
    const monotonic = clock.monotonic();
    const fine = monotonic + offset;
    if (fine >= whole && fine < whole + 1) return fine;
    // Behind: a millisecond began later than thought. Ahead: the clock was set back or runs slower.
    offset = whole - monotonic;
    return whole;
  };
}
