import type { BookMessage, FixtureId, ServerMessage } from '#contracts/mod.ts';

import type { OddsStore, Position } from './store.ts';

export type Frame = Readonly<{ text: string; op: ServerMessage['op']; publishedAt: number }>;

interface Cached {
  epoch: number;
  seq: number;
  byPrev: Map<number, Frame>;
}
/** Where an image stands in the map of predecessors: no sequence is negative. */
const IMAGE = -1;

export const encode = (message: ServerMessage): string => JSON.stringify(message);

/**
 * Every step (fixture, from, to) is encoded once and shared by all readers that take the same step; most
 * readers do, because a reader that keeps up is always one message behind.
 */
export class OddsFrames {
  readonly #store: OddsStore;
  readonly #cache = new Map<FixtureId, Cached>();
  #encodings = 0;

  constructor(store: OddsStore) {
    this.#store = store;
  }

  /** How often something was really encoded: shows that equal readers share. */
  get encodings(): number {
    return this.#encodings;
  }

  fixtures(): FixtureId[] {
    return this.#store.fixtures();
  }

  position(fixture: FixtureId): Position | undefined {
    return this.#store.position(fixture);
  }

  /** The message that takes a reader from `sent` to the present; undefined when it is there already. */
  next(fixture: FixtureId, sent: Position | undefined): Frame | undefined {
    const top = this.#store.position(fixture);
    if (top === undefined) return undefined;
    const prev = sent?.epoch === top.epoch && sent.seq <= top.seq ? sent.seq : IMAGE;
    if (prev === top.seq) return undefined;
    const { byPrev } = this.#cached(fixture, top);
    const known = byPrev.get(prev);
    if (known !== undefined) return known;
    const frame = this.#encode(fixture, prev);
    if (frame !== undefined) byPrev.set(prev, frame);
    return frame;
  }

  drop(fixture: FixtureId): void {
    this.#cache.delete(fixture);
  }

  #cached(fixture: FixtureId, { epoch, seq }: Position): Cached {
    const cached = this.#cache.get(fixture);
    if (cached?.epoch === epoch && cached.seq === seq) return cached;
    const fresh = { epoch, seq, byPrev: new Map<number, Frame>() };
    this.#cache.set(fixture, fresh);
    return fresh;
  }

  #encode(fixture: FixtureId, prev: number): Frame | undefined {
    const delta = prev === IMAGE ? undefined : this.#store.deltaSince(fixture, prev);
    const message = delta ?? this.#store.imageOf(fixture);
    if (message === undefined) return undefined;
    this.#encodings += 1;
    const { kind, ...rest } = message;
    return { text: encode({ op: kind, ...rest }), op: kind, publishedAt: rest.stamps.publishedAt };
  }
}

/** The newest book of every fixture, encoded once. */
export class BookFrames {
  readonly #books = new Map<FixtureId, Readonly<{ book: BookMessage; text: string | null }>>();

  /** False for a book that is older than the one held. */
  apply(book: BookMessage): boolean {
    const held = this.#books.get(book.fixtureId)?.book;
    if (held !== undefined && isOlder(book, held)) return false;
    this.#books.set(book.fixtureId, { book, text: null });
    return true;
  }

  fixtures(): FixtureId[] {
    return [...this.#books.keys()];
  }

  get(fixture: FixtureId): Frame | undefined {
    const held = this.#books.get(fixture);
    if (held === undefined) return undefined;
    const text = held.text ?? encode({ op: 'book', book: held.book });
    if (held.text === null) this.#books.set(fixture, { book: held.book, text });
    return { text, op: 'book', publishedAt: held.book.at };
  }

  drop(fixture: FixtureId): void {
    this.#books.delete(fixture);
  }
}

const isOlder = (a: BookMessage, b: BookMessage): boolean =>
  a.epoch < b.epoch || (a.epoch === b.epoch && (a.seq < b.seq || (a.seq === b.seq && a.at < b.at)));
