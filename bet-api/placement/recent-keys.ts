/**
 * Remembers what came lately, at most twice `size` of it and at least the last `size`. Forgetting costs a caller
 * time, never truth.
 */
export class RecentKeys {
  readonly #size: number;
  #now = new Set<string>();
  #before = new Set<string>();

  constructor(size: number) {
    this.#size = size;
  }

  /** Remembers the key; true when it was known. */
  add(key: string): boolean {
    const isKnown = this.#now.has(key) || this.#before.has(key);
    if (this.#now.size >= this.#size) {
      this.#before = this.#now;
      this.#now = new Set();
    }
    this.#now.add(key);
    return isKnown;
  }
}
