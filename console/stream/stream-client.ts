import { connect, type FeedState, type OddsClient, type Subscription } from '#client/mod.ts';
import type { BookMessage, FixtureId, MarketKey, Session } from '#contracts/mod.ts';

import type { Board } from './board.ts';
import type { ConnectionState, LiveStore } from './live-store.ts';

export type StreamOptions = Readonly<{
  url: string;
  store: LiveStore;
  /** Milliseconds that never go backwards. */
  monotonic: () => number;
  /** Uniform in [0, 1). */
  random: () => number;
  /** The balance or a bet of whoever is logged in has changed. */
  onAccount?: () => void;
}>;

type User = Pick<Session, 'token' | 'role'>;

/** Follows the odds of all fixtures into a store, the books too for a trader, and the account of whoever is logged in. */
export class StreamClient {
  readonly #options: StreamOptions;
  #client: OddsClient | undefined;
  #ofUser: Subscription[] = [];
  #user: User | null = null;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  start(): void {
    const { url, monotonic, random } = this.#options;
    this.stop();
    const client = connect({ url, surroundings: { monotonicMs: monotonic, random } });
    this.#client = client;
    client.subscribe();
    this.#subscribeForUser();
    void this.#read(client);
  }

  stop(): void {
    this.#client?.close();
    this.#client = undefined;
    this.#ofUser = [];
  }

  /** Who is logged in; without anybody only the odds remain. */
  follow(user: User | null): void {
    if (user?.token === this.#user?.token) return;
    this.#user = user;
    for (const subscription of this.#ofUser.splice(0)) subscription.close();
    this.#subscribeForUser();
  }

  #subscribeForUser(): void {
    const [client, user] = [this.#client, this.#user];
    if (user === null || client === undefined) return;
    client.authenticate(user.token);
    this.#ofUser.push(client.followAccount());
    if (user.role === 'trader') this.#ofUser.push(client.subscribe({ channel: 'book' }));
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
        case 'account':
          this.#options.onAccount?.();
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
