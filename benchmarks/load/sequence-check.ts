/** One message as a reader sees it: `prev` is the sequence of the one before it, `dueMs` when it was to be sent. */
export type Received = Readonly<{ seq: number; prev: number; dueMs: number }>;

/** Follows the sequence of one reader: what is missing, what came twice or too late. */
export class SequenceCheck {
  gaps = 0;
  repeats = 0;
  #top: number | undefined;

  get top(): number | undefined {
    return this.#top;
  }

  take({ seq, prev }: Received): void {
    const top = this.#top ?? prev;
    if (seq <= top) this.repeats += 1;
    else if (prev > top) this.gaps += 1;
    this.#top = Math.max(top, seq);
  }
}
