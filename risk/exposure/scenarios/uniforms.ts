const GOLDEN = 0x9e37_79b9;
const SCALE = 2 ** -32;

/** A 32-bit stream number for a name (FNV-1a), so that a fixture draws the same numbers in every process. */
export function streamOf(seed: number, name: string): number {
  let hash = (0x811c_9dc5 ^ seed) >>> 0;
  for (let at = 0; at < name.length; at += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(at), 0x0100_0193);
  }
  return hash >>> 0;
}

/**
 * Number `at` of a stream, uniform over [0, 1) in steps of 2^-32: a hash of both (the finaliser of
 * MurmurHash3 twice), so that any number can be had without the ones before it.
 */
export function uniformAt(stream: number, at: number): number {
  let hash = (stream + Math.imul(at + 1, GOLDEN)) >>> 0;
  for (let round = 0; round < 2; round += 1) {
    hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
    hash = (hash ^ (hash >>> 16)) >>> 0;
  }
  return hash * SCALE;
}

const GUIDES = 1_024;

/**
 * The cell of each scenario: common random numbers through the inverse distribution function, so that
 * equal chances give equal cells and a small move of the chances moves few scenarios.
 * @param chances sum to any positive number; cells without a chance are never drawn.
 */
export function drawCells(
  chances: Float64Array,
  stream: number,
  scenarios: number,
): Uint16Array<ArrayBuffer> {
  const upTo = new Float64Array(chances.length);
  let total = 0;
  for (let cell = 0; cell < chances.length; cell += 1) {
    total += chances[cell] ?? 0;
    upTo[cell] = total;
  }
  const last = upTo.indexOf(total);
  const guides = new Uint16Array(GUIDES);
  for (let guide = 0, cell = 0; guide < GUIDES; guide += 1) {
    while ((upTo[cell] ?? Infinity) <= (guide / GUIDES) * total) cell += 1;
    guides[guide] = cell;
  }
  const cells = new Uint16Array(scenarios);
  for (let at = 0; at < scenarios; at += 1) {
    const uniform = uniformAt(stream, at);
    let cell = guides[Math.floor(uniform * GUIDES)] ?? 0;
    while ((upTo[cell] ?? Infinity) <= uniform * total) cell += 1;
    cells[at] = Math.min(cell, last);
  }
  return cells;
}
