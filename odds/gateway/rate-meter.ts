import type { Clock } from '#platform/mod.ts';

interface Bucket {
  tokens: number;
  atMs: number;
}

/** So many names are remembered before the ones that have been quiet are looked for. */
const SWEEP_ABOVE = 10_000;
const SWEEP_EVERY_MS = 1000;

/** Token buckets by name: a steady rate, of which two seconds' worth may come at once. */
export class RateMeter {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #buckets = new Map<string, Bucket>();
  #sweptMs = -Infinity;

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#burst = 2 * perSecond;
  }

  /** Takes one; false when there is none left. */
  mayTake(name: string): boolean {
    const bucket = this.#filled(name);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  #filled(name: string): Bucket {
    const atMs = this.#clock.monotonic();
    const known = this.#buckets.get(name);
    if (known !== undefined) {
      known.tokens = this.#tokensOf(known, atMs);
      known.atMs = atMs;
      return known;
    }
    const isSweepDue = atMs - this.#sweptMs >= SWEEP_EVERY_MS;
    if (this.#buckets.size >= SWEEP_ABOVE && isSweepDue) this.#sweep(atMs);
    const fresh = { tokens: this.#burst, atMs };
    this.#buckets.set(name, fresh);
    return fresh;
  }

  #tokensOf({ tokens, atMs }: Bucket, nowMs: number): number {
    return Math.min(this.#burst, tokens + ((nowMs - atMs) / 1000) * this.#perSecond);
  }

  /** A bucket that is full again says nothing that a new one would not. */
  #sweep(nowMs: number): void {
    this.#sweptMs = nowMs;
    for (const [name, bucket] of this.#buckets)
      if (this.#tokensOf(bucket, nowMs) >= this.#burst) this.#buckets.delete(name);
  }
}
