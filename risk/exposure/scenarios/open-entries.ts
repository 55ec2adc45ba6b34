/** So many closed ones are carried along even in a short list. */
const SLACK = 32;

/**
 * What is open out of what was ever added, in the order in which it was. To close one only marks it, wherever it
 * stands; the marked are dropped together when they are half of the list.
 */
export class OpenEntries<Entry extends { readonly isOpen: boolean }> {
  #entries: Entry[] = [];
  #closed = 0;

  get size(): number {
    return this.#entries.length - this.#closed;
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** One of those that were added has just been marked. */
  closeOne(): void {
    this.#closed += 1;
    if (this.#closed <= SLACK || 2 * this.#closed < this.#entries.length) return;
    this.#entries = this.#entries.filter(({ isOpen }) => isOpen);
    this.#closed = 0;
  }

  *[Symbol.iterator](): IterableIterator<Entry> {
    for (const entry of this.#entries) if (entry.isOpen) yield entry;
  }
}
