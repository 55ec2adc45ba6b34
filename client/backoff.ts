const FIRST_MS = 250;
const LONGEST_MS = 10_000;
/** After the gateway has sent the client away for what it did, it does not come back at once. */
const AFTER_OFFENCE_MS = 5000;
const OFFENCES: ReadonlySet<number> = new Set([1008, 1009, 4002, 4003, 4004]);

/**
 * The pause before a connection is tried again: doubles with each failure, up to 10 s, and half of it is random
 * (`fraction` in [0, 1)), so that a restart is not answered by everybody at once.
 */
export function backoffMs(failures: number, fraction: number, closeCode = 1006): number {
  const grown = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  const full = OFFENCES.has(closeCode) ? Math.max(grown, AFTER_OFFENCE_MS) : grown;
  return full / 2 + (full / 2) * fraction;
}
