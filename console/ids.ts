const bytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

/** A key under which a request can be sent again without being done twice. */
export const idempotencyKey = (): string =>
  [...bytes(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Uniform in [0, 1): spreads reconnections. */
export const randomFraction = (): number =>
  bytes(2).reduce((sum, byte, index) => sum + byte / 256 ** (index + 1), 0);
