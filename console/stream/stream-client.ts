import { connect, type FeedState, type OddsClient, type Subscription } from '#client/mod.ts';
import type { BookMessage, FixtureId, MarketKey } from '#contracts/mod.ts';

import type { Board } from './board.ts';
import type { ConnectionState, LiveStore } from './live-store.ts';

export type StreamOptions = Readonly<{
  url: string;
  store: LiveStore;
  /** Milliseconds that never go backwards. */
  monotonic: () => number;
  /** Uniform in [0, 1). */
  random: () => number;
}>;

/** Follows the odds of all fixtures into a store, and the books too for a trader. */
export class StreamClient {
  readonly #options: StreamOptions;
  #client: OddsClient | undefined;
  #books: Subscription | undefined;
  #trader: string | null = null;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  start(): void {
    const { url, monotonic, random } = this.#options;
    this.stop();
    const client = connect({ url, surroundings: { monotonicMs: monotonic, random } });
    this.#client = client;
    client.subscribe();
    this.#subscribeBooks();
    void this.#read(client);
  }

  stop(): void {
    this.#client?.close();
    this.#client = undefined;
    this.#books = undefined;
  }

  /** With a trader's token the books come too; without one only the odds remain. */
  follow(traderToken: string | null): void {
    if (traderToken === this.#trader) return;
    this.#trader = traderToken;
    this.#books?.close();
    this.#books = undefined;
    this.#subscribeBooks();
  }

  #subscribeBooks(): void {
    if (this.#trader === null) return;
    this.#client?.authenticate(this.#trader);
    this.#books = this.#client?.subscribe({ channel: 'book' });
  }

  /** Ids are plain words on the wire and words of their own kind in the engine: here the one become the other. */
  async #read(client: OddsClient): Promise<void> {
    const { store } = this.#options;
    for await (const event of client)
      switch (event.type) {
        case 'status':
        case 'feed':
          if (client === this.#client) store.setConnection(connectionState(client));
          break;
        case 'board':
          store.takeBoard(event.board as Board, event.changed as ReadonlySet<MarketKey>);
          break;
        case 'gone':
          store.drop(event.fixtureId as FixtureId);
          break;
        case 'book':
          store.takeBook(event.book as BookMessage);
          break;
        case 'refused':
          break;
      }
  }
}

function connectionState({ status, feed }: OddsClient): ConnectionState {
  switch (status) {
    case 'connecting':
      return 'connecting';
    case 'live':
      return isStale(feed) ? 'stale' : 'live';
    case 'lost':
    case 'closed':
      return 'lost';
  }
}

const isStale = ({ allStale, stale }: FeedState): boolean => allStale || stale.size > 0;
