import type { FixtureId } from '#contracts/mod.ts';

/**
 * The last sequence that was sent to one client, per fixture, with a fingerprint: clients that have been sent the
 * same are told so by the same bytes.
 */
export class Tops {
  readonly #tops = new Map<FixtureId, number>();
  /** Sums of a hash of every entry, in two independent lanes of 32 bits. */
  #lanes: readonly [number, number] = [0, 0];

  set(fixture: FixtureId, seq: number): void {
    const before = this.#tops.get(fixture);
    if (before === seq) return;
    if (before !== undefined) this.#add(fixture, before, -1);
    this.#tops.set(fixture, seq);
    this.#add(fixture, seq, 1);
  }

  delete(fixture: FixtureId): void {
    const seq = this.#tops.get(fixture);
    if (seq === undefined) return;
    this.#tops.delete(fixture);
    this.#add(fixture, seq, -1);
  }

  has(fixture: FixtureId): boolean {
    return this.#tops.has(fixture);
  }

  get fingerprint(): string {
    return `${String(this.#tops.size)}:${this.#lanes.join(':')}`;
  }

  record(): Record<string, number> {
    return Object.fromEntries(this.#tops);
  }

  #add(fixture: FixtureId, seq: number, sign: 1 | -1): void {
    const [first, second] = this.#lanes;
    this.#lanes = [
      (first + sign * hash(fixture, seq, 0x811c9dc5)) >>> 0,
      (second + sign * hash(fixture, seq, 0x9e3779b9)) >>> 0,
    ];
  }
}

/** FNV-1a of the id, mixed with the sequence by the finaliser of MurmurHash3. */
function hash(fixture: FixtureId, seq: number, basis: number): number {
  let mixed = basis;
  for (let index = 0; index < fixture.length; index += 1)
    mixed = Math.imul(mixed ^ fixture.charCodeAt(index), 0x01000193);
  mixed = Math.imul(mixed ^ seq, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
