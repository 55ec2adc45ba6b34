import type { Frame } from './frame.ts';

/** How often each message was written. Readers who see the same are mostly served one after the other. */
export class Tally {
  readonly #counts = new Map<Frame, number>();
  #last: Frame | undefined;
  #run = 0;

  add(frame: Frame): void {
    if (frame !== this.#last) {
      this.#settle();
      this.#last = frame;
    }
    this.#run += 1;
  }

  counts(): ReadonlyMap<Frame, number> {
    this.#settle();
    return this.#counts;
  }

  #settle(): void {
    if (this.#last === undefined) return;
    this.#counts.set(this.#last, (this.#counts.get(this.#last) ?? 0) + this.#run);
    this.#last = undefined;
    this.#run = 0;
  }
}
