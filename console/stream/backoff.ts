const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/**
 * The pause before a connection is tried again: doubles with each failure, up to 10 s, and half of it is random
 * (`fraction` in [0, 1)), so that a restart is not answered by everybody at once.
 */
export function backoffMs(failures: number, fraction: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return full / 2 + (full / 2) * fraction;
}
