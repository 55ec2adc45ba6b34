import type { FixtureId } from '#contracts/mod.ts';

/** Epoch and sequence; null when the first message is still to come. */
export type Top = [epoch: number, seq: number] | null;

/**
 * What was last sent to one client, per fixture, with a fingerprint: clients that have been sent the same are told
 * so by the same bytes.
 */
export class Tops {
  readonly #tops = new Map<FixtureId, Top>();
  /** Sums of a hash of every entry, in two independent lanes of 32 bits. */
  #lanes: readonly [number, number] = [0, 0];

  set(fixture: FixtureId, top: Top): void {
    this.delete(fixture);
    this.#tops.set(fixture, top);
    this.#add(fixture, top, 1);
  }

  delete(fixture: FixtureId): void {
    const top = this.#tops.get(fixture);
    if (top === undefined) return;
    this.#tops.delete(fixture);
    this.#add(fixture, top, -1);
  }

  get fingerprint(): string {
    return `${String(this.#tops.size)}:${this.#lanes.join(':')}`;
  }

  record(): Record<string, Top> {
    return Object.fromEntries(this.#tops);
  }

  #add(fixture: FixtureId, top: Top, sign: 1 | -1): void {
    const [first, second] = this.#lanes;
    this.#lanes = [
      (first + sign * hash(fixture, top, 0x811c9dc5)) >>> 0,
      (second + sign * hash(fixture, top, 0x9e3779b9)) >>> 0,
    ];
  }
}

/** FNV-1a of the id, mixed with epoch and sequence by the finaliser of MurmurHash3. */
function hash(fixture: FixtureId, top: Top, basis: number): number {
  const [epoch, seq] = top ?? [-1, -1];
  let mixed = basis;
  for (let index = 0; index < fixture.length; index += 1)
    mixed = Math.imul(mixed ^ fixture.charCodeAt(index), 0x01000193);
  mixed = Math.imul(mixed ^ epoch, 0x01000193);
  mixed = Math.imul(mixed ^ seq, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
