import type { FixtureState, Market } from './wire.ts';

/** CRC-32 with the polynomial of zip and PNG, bits reversed. */
const POLYNOMIAL = 0xedb88320;

const TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1)
    remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
  return remainder;
});

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

const encoder = new TextEncoder();

/**
 * The checksum of a board as the gateway says it: over a line of text for its state, and one per market in the order
 * of the keys.
 */
export function checksumOf(state: FixtureState, markets: Iterable<Market>): number {
  const sorted = [...markets].sort((a, b) => (a.key < b.key ? -1 : 1));
  return crc32(encoder.encode(stateLineOf(state) + sorted.map(lineOf).join('')));
}

function stateLineOf(state: FixtureState): string {
  const { status, phase, clock, suspended } = state;
  const { score, halfTime, extraTime, shootOut, redCards, corners } = state;
  const scores = [score, halfTime, extraTime, shootOut, redCards, corners].map((each) =>
    each === null ? '-' : `${String(each.home)}-${String(each.away)}`,
  );
  const words = [status, phase, clock.phase, String(clock.elapsedMs), ...scores];
  return `${[...words, suspended.join(',')].join('\t')}\n`;
}

function lineOf({ key, status, version, outcomes }: Market): string {
  const prices = outcomes.map(({ id, odds }) => `\t${id}=${odds === null ? '-' : String(odds)}`);
  return `${key}\t${status}\t${String(version)}${prices.join('')}\n`;
}
