import { SequenceCheck } from '../load/sequence-check.ts';
import type { Told } from './decoders.ts';

/** What one reader has been told: checked, and counted. Pure. */
export class Reader {
  images = 0;
  readonly #check = new SequenceCheck();

  /** Messages before which something is missing. */
  get gaps(): number {
    return this.#check.gaps;
  }

  /** Messages that told nothing new, or something older. */
  get repeats(): number {
    return this.#check.repeats;
  }

  /** The last sequence that it holds; 0 before any. */
  get top(): number {
    return this.#check.top ?? 0;
  }

  /** Returns how many steps of the sequence the message brought. */
  take(told: Told): number {
    const isImage = 'op' in told;
    if (isImage) this.images += 1;
    const { top } = this.#check;
    const { seq } = told;
    // An image goes on from wherever the reader is; one of what it holds already was asked for.
    if (isImage && seq === top) return 0;
    const prev = isImage ? Math.min(top ?? seq, seq - 1) : told.prev;
    this.#check.take({ ...told, prev });
    return isImage ? Math.max(0, seq - (top ?? seq)) : seq - prev;
  }
}
