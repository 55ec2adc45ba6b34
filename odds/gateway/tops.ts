import type { FixtureId } from '#contracts/mod.ts';

import type { Position } from './position.ts';

/** What was last sent; null when the first message is still to come. */
export type Top = Position | null;

/**
 * What was last sent to one client, per fixture, with a fingerprint: clients that have been sent the same are told
 * so by the same bytes.
 */
export class Tops {
  readonly #tops = new Map<FixtureId, Top>();

  set(fixture: FixtureId, top: Top): void {
    this.#tops.set(fixture, top);
  }

  delete(fixture: FixtureId): void {
    this.#tops.delete(fixture);
  }

  /** Sums of a hash of every entry, in two independent lanes of 32 bits, whatever their order. */
  get fingerprint(): string {
    let [first, second] = [0, 0];
    for (const [fixture, top] of this.#tops) {
      first = (first + hash(fixture, top, 0x811c9dc5)) >>> 0;
      second = (second + hash(fixture, top, 0x9e3779b9)) >>> 0;
    }
    return `${String(this.#tops.size)}:${String(first)}:${String(second)}`;
  }

  record(): Record<string, [epoch: number, seq: number] | null> {
    const entries = [...this.#tops].map(
      ([fixture, top]) => [fixture, top && [top.epoch, top.seq]] as const,
    );
    return Object.fromEntries(entries) as Record<string, [number, number] | null>;
  }
}

/** FNV-1a of the id, with epoch and sequence mixed in one after the other. */
function hash(fixture: FixtureId, top: Top, basis: number): number {
  const { epoch, seq } = top ?? { epoch: -1, seq: -1 };
  let mixed = basis;
  for (let index = 0; index < fixture.length; index += 1)
    mixed = Math.imul(mixed ^ fixture.charCodeAt(index), 0x01000193);
  return avalanche(avalanche(mixed ^ epoch) ^ seq) >>> 0;
}

/** The finaliser of MurmurHash3: neighbouring numbers come far apart, so that they do not cancel. */
function avalanche(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
