import { InvalidMessageError } from '#platform/mod.ts';

import {
  crossedRunners,
  makeBooks,
  parseMessage,
  type MarketBook,
  type MarketMessage,
} from '../exchange/mod.ts';
import { factsOf, sameFacts } from '../exchange/facts-of.ts';
import { SlowBooks } from '../exchange/slow-books.ts';
import { rowOf, verdictOf, type CheckRow } from './check-row.ts';

/** How often a book is compared beside its images and its end. */
const COMPARED_EVERY = 10;
const REASONS_KEPT = 5;

/**
 * Replays an exchange stream into the books of the engine and into an obvious rebuild of their own. They must be the same
 * at every image, at every tenth message and at the end, and no open market may be crossed.
 */
export class ExchangeCheck {
  readonly #books = makeBooks();
  readonly #slow = new SlowBooks();
  readonly #different = new Map<string, string>();
  readonly #crossed = new Map<string, number>();
  readonly #poison: string[] = [];
  #messages = 0;
  #understood = 0;

  /** One line, or why its bytes are none. */
  take(line: string, problem?: string): void {
    this.#messages += 1;
    try {
      if (problem !== undefined) throw new InvalidMessageError(problem);
      const message = parseMessage(line);
      if (message.op === 'mcm') this.#apply(message);
      this.#understood += 1;
    } catch (error) {
      if (!(error instanceof InvalidMessageError)) throw error;
      this.#poison.push(`message ${this.#messages}: ${error.reason}`);
    }
  }

  row(file: string): CheckRow {
    const markets = [...this.#books.markets()];
    for (const book of markets) this.#compare(book, 'at the end');
    const isWrong = ({ id }: MarketBook): boolean =>
      this.#different.has(id) || this.#crossed.has(id);
    const counts = {
      ...{ messages: this.#messages, understood: this.#understood, units: markets.length },
      agreeing: markets.filter((book) => !isWrong(book)).length,
    };
    return rowOf(file, 'exchange', {
      ...counts,
      verdict: this.#different.size > 0 ? 'unreadable' : verdictOf(counts),
      reasons: [...this.#poison.slice(0, REASONS_KEPT), ...this.#reasons()],
    });
  }

  #apply(message: MarketMessage): void {
    const changed = this.#books.apply(message);
    this.#slow.take(message);
    for (const id of changed) {
      const book = this.#books.market(id);
      if (book === undefined) continue;
      if (crossedRunners(book).length > 0) this.#crossed.set(id, (this.#crossed.get(id) ?? 0) + 1);
      const isImage = message.mc?.some((change) => change.id === id && change.img === true);
      if (isImage === true || this.#messages % COMPARED_EVERY === 0)
        this.#compare(book, `at message ${this.#messages}`);
    }
  }

  #compare(book: MarketBook, when: string): void {
    if (sameFacts(factsOf(book), this.#slow.facts.get(book.id))) return;
    if (!this.#different.has(book.id))
      this.#different.set(book.id, `market ${book.id} differs from its rebuild ${when}`);
  }

  #reasons(): readonly string[] {
    const counts = [...this.#crossed.values()];
    const crossed =
      counts.length === 0
        ? []
        : [
            `${counts.length} open markets were crossed after ${counts.reduce((a, b) => a + b, 0)} messages, as when a recording misses some`,
          ];
    return [...[...this.#different.values()].slice(0, REASONS_KEPT), ...crossed];
  }
}
