import type { BookMessage, FixtureId, MarketKey, PublishedMarket } from '#contracts/mod.ts';

import type { Board } from './board.ts';
import { Cells, type Cell } from './cells.ts';
import { Topics } from './topics.ts';

export type ConnectionState = 'connecting' | 'live' | 'stale' | 'lost';
export const CONNECTION = 'connection';
export const FIXTURES = 'fixtures';
export const fixtureTopic = (id: FixtureId): string => `fixture/${id}`;
export const bookTopic = (id: FixtureId): string => `book/${id}`;
export const BOOKS = 'books';

/**
 * Everything that comes from the stream, with subscriptions per fixture and per price. Components read it by
 * `useLive`; what they read are unchanging objects that are replaced.
 */
export class LiveStore {
  readonly topics: Topics;
  readonly #boards = new Map<FixtureId, Board>();
  readonly #books = new Map<FixtureId, BookMessage>();
  readonly #cells = new Cells();
  #fixtures: readonly Board[] = [];
  #bookList: readonly BookMessage[] = [];
  #connection: ConnectionState = 'connecting';

  constructor(schedule: (task: () => void) => void) {
    this.topics = new Topics(schedule);
  }

  get connection(): ConnectionState {
    return this.#connection;
  }

  setConnection(connection: ConnectionState): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    this.topics.changed(CONNECTION);
  }

  board(id: FixtureId): Board | undefined {
    return this.#boards.get(id);
  }

  book(id: FixtureId): BookMessage | undefined {
    return this.#books.get(id);
  }

  cell(topic: string): Cell | undefined {
    return this.#cells.get(topic);
  }

  /** In play first, then what is to come, then what is over; each by competition and start. */
  fixtures(): readonly Board[] {
    return this.#fixtures;
  }

  books(): readonly BookMessage[] {
    return this.#bookList;
  }

  /** Takes a new board of a fixture over, of which these markets are new, different or gone. */
  takeBoard(board: Board, changed: Iterable<MarketKey>): void {
    const { fixtureId } = board;
    const before = this.#boards.get(fixtureId);
    this.#boards.set(fixtureId, board);
    const isStopped = isSuspended(board);
    const keys =
      before === undefined || isSuspended(before) === isStopped
        ? changed
        : everyKey(board, changed);
    for (const key of keys) {
      const market = board.markets.get(key);
      const gone = before?.markets.get(key);
      if (market !== undefined)
        this.#tell(this.#cells.update(fixtureId, isStopped ? stopped(market) : market));
      else if (gone !== undefined) this.#tell(this.#cells.remove(fixtureId, gone));
    }
    this.topics.changed(fixtureTopic(fixtureId));
    if (before === undefined || rank(before) !== rank(board) || before.info !== board.info)
      this.#listFixtures();
  }

  /** Markets that are as before stay the same objects, so that their rows need not render again. */
  takeBook(book: BookMessage): void {
    const { fixtureId } = book;
    const before = new Map(
      this.#books.get(fixtureId)?.markets.map((market) => [market.key, market]),
    );
    const markets = book.markets.map((market) => {
      const old = before.get(market.key);
      return JSON.stringify(old) === JSON.stringify(market) && old !== undefined ? old : market;
    });
    this.#books.set(fixtureId, { ...book, markets });
    this.#bookList = [...this.#books.values()];
    this.topics.changed(bookTopic(fixtureId));
    this.topics.changed(BOOKS);
  }

  /** The fixture is over, or is not shown any more. */
  drop(id: FixtureId): void {
    const markets = this.#boards.get(id)?.markets.values() ?? [];
    for (const market of markets) this.#tell(this.#cells.remove(id, market));
    this.#boards.delete(id);
    this.#books.delete(id);
    this.#bookList = [...this.#books.values()];
    this.topics.changed(fixtureTopic(id));
    this.topics.changed(BOOKS);
    this.#listFixtures();
  }

  #listFixtures(): void {
    this.#fixtures = [...this.#boards.values()].sort(byImportance);
    this.topics.changed(FIXTURES);
  }

  #tell(topics: readonly string[]): void {
    for (const topic of topics) this.topics.changed(topic);
  }
}

const isSuspended = ({ state }: Board): boolean => state.suspended.length > 0;

/** The statuses of the markets follow a suspension of the whole fixture, but no price is open meanwhile. */
const stopped = (market: PublishedMarket): PublishedMarket =>
  market.status === 'active' ? { ...market, status: 'suspended' } : market;

const everyKey = ({ markets }: Board, changed: Iterable<MarketKey>): Set<MarketKey> =>
  new Set([...changed, ...markets.keys()]);

function rank({ state }: Board): number {
  switch (state.status) {
    case 'in-play':
    case 'interrupted':
      return 0;
    case 'not-started':
      return 1;
    case 'postponed':
      return 2;
    case 'ended':
    case 'closed':
    case 'abandoned':
    case 'cancelled':
      return 3;
  }
}

function byImportance(a: Board, b: Board): number {
  const start = ({ info }: Board): number => info?.startsAt ?? 0;
  const competition = ({ info }: Board): string => info?.competition ?? '';
  return (
    rank(a) - rank(b) ||
    competition(a).localeCompare(competition(b)) ||
    start(a) - start(b) ||
    a.fixtureId.localeCompare(b.fixtureId)
  );
}
