import type { BookMessage, ConflationReason, FixtureId } from '#contracts/mod.ts';

import type { Board, Step } from './board.ts';
import type { CodedMarket } from './coded-market.ts';
import { Frame } from './frame.ts';
import type { Position } from './position.ts';
import type { OddsStore } from './store.ts';
import type { View } from './view.ts';

/** Where a reader stands in a fixture and how it looks at it. */
export type Standpoint = Readonly<{
  view: View;
  /** What it was sent last; undefined when it is to get the whole board. */
  sent: Position | undefined;
  /** Whether it waits for a first message, even if that tells it only that nothing has changed. */
  isOwed: boolean;
  conflated: ConflationReason | undefined;
}>;

/** Steps of one fixture to its present position, by the standpoints that they start from. */
interface Cached {
  position: Position;
  steps: Map<string, readonly Frame[]>;
}

/** A burst of readers that are all behind by different steps must not keep all their messages in memory. */
const MAX_CACHED_STEPS = 32;
/** A checksum goes with the first message at or after each multiple of this sequence. */
const CHECKSUM_EVERY = 32;
/** Of the fields around the markets of a message. */
const HEAD_BYTES = 1200;

/**
 * Every step (fixture, view, from, to) is encoded once and shared by all readers that take the same step; most
 * readers do, because a reader that keeps up is always one message behind.
 */
export class OddsFrames {
  readonly #store: OddsStore;
  readonly #segmentBytes: number;
  readonly #fineNow: () => number;
  readonly #cache = new Map<FixtureId, Cached>();
  #built = 0;

  /** `fineNow` gives UTC milliseconds with fractions. */
  constructor(store: OddsStore, segmentBytes: number, fineNow: () => number) {
    this.#store = store;
    this.#segmentBytes = segmentBytes;
    this.#fineNow = fineNow;
  }

  /** How many messages were really built: shows that equal readers share. */
  get built(): number {
    return this.#built;
  }

  fixtures(): FixtureId[] {
    return this.#store.fixtures();
  }

  board(fixture: FixtureId): Board | undefined {
    return this.#store.board(fixture);
  }

  /**
   * The messages that take a reader to the present; none when it would notice nothing, or when it is ahead of
   * this gateway and has to wait until that catches up.
   */
  next(fixture: FixtureId, standpoint: Standpoint): readonly Frame[] {
    const board = this.#store.board(fixture);
    if (board === undefined || isAhead(standpoint.sent, board)) return [];
    const { view, isOwed, conflated } = standpoint;
    const prev = continuedFrom(standpoint, board);
    const { steps } = this.#cached(fixture, board);
    const name = [String(prev), isOwed ? 'owed' : '', conflated ?? '', view.key].join(' ');
    const frames = steps.get(name) ?? this.#build(board, prev, standpoint);
    if (steps.size < MAX_CACHED_STEPS) steps.set(name, frames);
    return frames;
  }

  drop(fixture: FixtureId): void {
    this.#cache.delete(fixture);
  }

  /** Lets go of all messages: who took the same step at about the same time has it by now. */
  trim(): void {
    this.#cache.clear();
  }

  #cached(fixture: FixtureId, { position }: Board): Cached {
    const cached = this.#cache.get(fixture);
    if (cached?.position === position) return cached;
    const fresh: Cached = { position, steps: new Map() };
    this.#cache.set(fixture, fresh);
    return fresh;
  }

  #build(board: Board, prev: number | undefined, standpoint: Standpoint): readonly Frame[] {
    const { view, isOwed, conflated } = standpoint;
    const step = board.stepSince(prev, view);
    if (!step.isNews && !isOwed) return [];
    this.#built += 1;
    const sizes = segmentsOf(step.markets, this.#segmentBytes - HEAD_BYTES);
    // A delta is never cut: one that is too large for a message is as large as the board anyway.
    if (step.op === 'delta' && sizes.length > 1) return this.#build(board, undefined, standpoint);
    const needsChecksum =
      step.op === 'image' ||
      isOwed ||
      Math.floor(board.seq / CHECKSUM_EVERY) > Math.floor(step.prev / CHECKSUM_EVERY);
    const checksum = needsChecksum ? board.checksum(view) : undefined;
    const head = headOf(board, step, this.#fineNow());
    return sizes.map((markets, index) => {
      const isLast = index === sizes.length - 1;
      const segment =
        sizes.length === 1 ? undefined : isLast ? 'last' : index === 0 ? 'first' : 'middle';
      const extras = { conflated, segment, checksum: isLast ? checksum : undefined };
      const { publishedAt } = board.last.stamps;
      return Frame.ofBoard(step.op, publishedAt, {
        head: { ...head, ...extras },
        markets,
      });
    });
  }
}

const isAhead = (sent: Position | undefined, { epoch, seq }: Board): boolean =>
  sent !== undefined && (sent.epoch > epoch || (sent.epoch === epoch && sent.seq > seq));

/** The sequence to go on from; a position that this gateway has not sent itself has to be one that it knows. */
function continuedFrom({ sent, isOwed, view }: Standpoint, board: Board): number | undefined {
  if (sent?.epoch !== board.epoch) return undefined;
  return isOwed && !board.canResume(sent.seq, view) ? undefined : sent.seq;
}

function headOf({ epoch, seq, last }: Board, step: Step, gatewayAt: number) {
  const { op, prev, info, state, removed } = step;
  const { fixtureId, inputSeq, feedVersion } = last;
  const stamps = { ...last.stamps, gatewayAt };
  return { op, fixtureId, epoch, seq, prev, inputSeq, feedVersion, info, state, removed, stamps };
}

/** Cuts the markets into parts of about so many bytes of JSON; one part, maybe empty, at least. */
function segmentsOf(markets: readonly CodedMarket[], bytes: number): readonly CodedMarket[][] {
  let part: CodedMarket[] = [];
  const parts = [part];
  let filled = 0;
  for (const market of markets) {
    const { length } = market.json;
    if (filled > 0 && filled + length > bytes) {
      part = [];
      parts.push(part);
      filled = 0;
    }
    part.push(market);
    filled += length;
  }
  return parts;
}

/** The newest book of every fixture, encoded once. */
export class BookFrames {
  readonly #books = new Map<FixtureId, Readonly<{ book: BookMessage; frame: Frame }>>();

  /** False for a book that is older than the one held. */
  apply(book: BookMessage): boolean {
    const held = this.#books.get(book.fixtureId)?.book;
    if (held !== undefined && isOlder(book, held)) return false;
    this.#books.set(book.fixtureId, { book, frame: Frame.of({ op: 'book', book }, book.at) });
    return true;
  }

  fixtures(): FixtureId[] {
    return [...this.#books.keys()];
  }

  info(fixture: FixtureId): BookMessage['info'] | undefined {
    return this.#books.get(fixture)?.book.info;
  }

  get(fixture: FixtureId): Frame | undefined {
    return this.#books.get(fixture)?.frame;
  }

  drop(fixture: FixtureId): void {
    this.#books.delete(fixture);
  }
}

const isOlder = (a: BookMessage, b: BookMessage): boolean =>
  a.epoch < b.epoch || (a.epoch === b.epoch && (a.seq < b.seq || (a.seq === b.seq && a.at < b.at)));
