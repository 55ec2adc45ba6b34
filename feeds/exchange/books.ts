import { InvalidMessageError } from '#platform/mod.ts';

import { applyChange, type MarketBook } from './book.ts';
import type { MarketMessage } from './message.ts';

/** What a provider gone wild may cost in memory. */
export type BookLimits = Readonly<{
  /** Markets at once; when there are more, closed ones go first. */
  markets: number;
  /** Selections and lines of one market. */
  runnersPerMarket: number;
  /** Prices on one ladder; the finest ladder of the exchange has 99,900. */
  pricesPerLadder: number;
}>;

export const BOOK_LIMITS: BookLimits = {
  markets: 10_000,
  runnersPerMarket: 2_000,
  pricesPerLadder: 100_000,
};

/** Where to go on after a break. Undefined until an image came. */
export type Clocks = Readonly<{ initialClk: string; clk: string }>;

/** All books of one subscription. */
export type Books = Readonly<{
  /**
   * Takes one message and returns the ids of markets to tell others about: none inside a message of
   * several segments, all of its segments at their end.
   * @throws InvalidMessageError when a limit is passed; the books are then as before the message.
   */
  apply: (message: MarketMessage) => readonly string[];
  market: (id: string) => MarketBook | undefined;
  markets: () => Iterable<MarketBook>;
  clocks: () => Clocks | undefined;
}>;

export function makeBooks(limits: BookLimits = BOOK_LIMITS): Books {
  let books = new Map<string, MarketBook>();
  let untold = new Set<string>();
  let initialClk: string | undefined;
  let clk: string | undefined;

  function booksAfter({ mc, ct, pt, segmentType }: MarketMessage): Map<string, MarketBook> {
    // The image of a subscription is the whole truth: what it leaves out is no longer subscribed.
    const isNew = ct === 'SUB_IMAGE' && (segmentType == null || segmentType === 'SEG_START');
    const changed = new Map<string, MarketBook>();
    for (const change of mc ?? []) {
      const before = changed.get(change.id) ?? (isNew ? undefined : books.get(change.id));
      const after = applyChange(before, change, pt ?? 0);
      checkSize(after, limits);
      changed.set(change.id, after);
    }
    return isNew ? withRoom(new Map(), changed, limits) : withRoom(books, changed, limits);
  }

  return {
    apply: (message) => {
      books = booksAfter(message);
      for (const { id } of message.mc ?? []) untold.add(id);
      initialClk = message.initialClk ?? initialClk;
      if (message.segmentType != null && message.segmentType !== 'SEG_END') return [];
      clk = message.clk ?? clk;
      const told = [...untold];
      untold = new Set();
      return told;
    },
    market: (id) => books.get(id),
    markets: () => books.values(),
    clocks: () => (initialClk === undefined || clk === undefined ? undefined : { initialClk, clk }),
  };
}

function checkSize({ id, runners }: MarketBook, limits: BookLimits): void {
  if (runners.size > limits.runnersPerMarket)
    throw new InvalidMessageError(`market ${id} has more than ${limits.runnersPerMarket} runners`);
  for (const { atb, atl, trd, spb, spl } of runners.values())
    for (const ladder of [atb, atl, trd, spb, spl])
      if (ladder.length > limits.pricesPerLadder)
        throw new InvalidMessageError(
          `a ladder of market ${id} has more than ${limits.pricesPerLadder} prices`,
        );
}

/** Adds to the books, which must stay within the limit: closed markets make room, the oldest first. */
function withRoom(
  books: Map<string, MarketBook>,
  changed: ReadonlyMap<string, MarketBook>,
  { markets }: BookLimits,
): Map<string, MarketBook> {
  const added = [...changed.keys()].filter((id) => !books.has(id)).length;
  const surplus = books.size + added - markets;
  if (surplus > 0) {
    const closed = [...books.values()].filter(
      ({ id, definition }) => definition?.status === 'CLOSED' && !changed.has(id),
    );
    if (closed.length < surplus)
      throw new InvalidMessageError(`there are more than ${markets} markets`);
    for (const { id } of closed.slice(0, surplus)) books.delete(id);
  }
  for (const [id, book] of changed) books.set(id, book);
  return books;
}
