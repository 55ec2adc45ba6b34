import { mergedEvents, slotOf, type StreamEvent } from './events.ts';

/**
 * Events for one reader, in order, that are merged while it does not read: however slow it is, there is at most
 * one event per fixture, and the board in it is the newest.
 */
export class Mailbox implements AsyncIterableIterator<StreamEvent> {
  readonly #slots = new Map<string, StreamEvent>();
  readonly #onEnd: (mailbox: Mailbox) => void;
  readonly #readers: ((result: IteratorResult<StreamEvent>) => void)[] = [];
  #isEnded = false;

  constructor(onEnd: (mailbox: Mailbox) => void) {
    this.#onEnd = onEnd;
  }

  push(event: StreamEvent): void {
    if (this.#isEnded) return;
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader({ done: false, value: event });
      return;
    }
    const slot = slotOf(event);
    const waiting = this.#slots.get(slot);
    // A fixture that came back after it had gone is news again, at the end of the line.
    if (waiting?.type === 'gone') this.#slots.delete(slot);
    this.#slots.set(slot, waiting === undefined ? event : mergedEvents(waiting, event));
  }

  /** What was pushed before can still be read. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    for (const reader of this.#readers.splice(0)) reader({ done: true, value: undefined });
    this.#onEnd(this);
  }

  next(): Promise<IteratorResult<StreamEvent>> {
    for (const [slot, value] of this.#slots) {
      this.#slots.delete(slot);
      return Promise.resolve({ done: false, value });
    }
    if (this.#isEnded) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  return(): Promise<IteratorResult<StreamEvent>> {
    this.#slots.clear();
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
