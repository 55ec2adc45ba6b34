import { OwnAccount, type Account } from './account.ts';
import { backoffMs } from './backoff.ts';
import type { Board } from './board.ts';
import { Boards, type BoardUpdate } from './boards.ts';
import type { ConnectionStatus, FeedState, StreamEvent } from './events.ts';
import { Link } from './link.ts';
import { Mailbox } from './mailbox.ts';
import {
  NOTHING_HELD,
  subscribeMessage,
  type Selection,
  type Subscription,
} from './subscriptions.ts';
import { globalSurroundings, type Surroundings } from './surroundings.ts';
import type { ClientMessage, Heartbeat, ServerMessage, StreamLimits } from './wire.ts';

export type ClientOptions = Readonly<{
  /** `ws://…/v1/stream` of the gateway, or of several, which are tried in turn. */
  url: string | readonly string[];
  /** Of `POST /v1/auth/login`; odds need none. */
  token?: string;
  /** Reads MessagePack, as `decode` of `@msgpack/msgpack` does; with it the stream comes in that encoding. */
  msgpack?: (bytes: Uint8Array) => unknown;
  surroundings?: Partial<Surroundings>;
}>;

/**
 * Whether a price may be acted on. `catching-up`: the board is from before an interruption. `feed-stale`: the
 * gateway does not hear the host. `over`: the market is settled, cancelled or inactive.
 */
export type Availability =
  'open' | 'suspended' | 'over' | 'catching-up' | 'feed-stale' | 'not-connected' | 'unknown';

type Request = ClientMessage extends infer Each
  ? Each extends ClientMessage
    ? Omit<Each, 'id'>
    : never
  : never;

const WATCH_MS = 500;
/** What the gateway did not look at is asked again after so long. */
const ASK_AGAIN_MS = 2000;
const MAX_NAMES = 500;
const ALL_STALE: FeedState = { allStale: true, stale: new Set() };

/** Follows odds, and finds its way back after every kind of interruption. Made by `connect`. */
export class OddsClient {
  readonly #options: ClientOptions;
  readonly #surroundings: Surroundings;
  readonly #urls: readonly string[];
  readonly #boards = new Boards();
  readonly #account = new OwnAccount();
  readonly #subscriptions = new Map<number, Selection>();
  readonly #mailboxes = new Set<Mailbox>();
  /** The connection that is listened to, and the one that is to take its place. */
  #current: Link | undefined;
  #coming: Link | undefined;
  #status: ConnectionStatus = 'connecting';
  #feed: FeedState = ALL_STALE;
  #token: string | undefined;
  #lastId = 0;
  #attempts = 0;
  #failures = 0;
  /** Subscriptions that the gateway has not answered yet: until it has, what it does not name is not gone. */
  readonly #unanswered = new Set<number>();
  /** The boards are seen through the present subscriptions, so their positions are good for going on. */
  #canResume = true;
  #cancelRetry: (() => void) | undefined;
  #cancelAsking: (() => void) | undefined;
  #cancelWatch: (() => void) | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#surroundings = { ...globalSurroundings, ...options.surroundings };
    this.#urls = [options.url].flat();
    this.#token = options.token;
    this.#open();
    this.#watch();
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  get feed(): FeedState {
    return this.#feed;
  }

  /** The board as it is known; look at `availability` before acting on it. */
  board(fixtureId: string): Board | undefined {
    return this.#boards.get(fixtureId);
  }

  boards(): readonly Board[] {
    return this.#boards.all();
  }

  /** The own account, once it is followed and here; look at `isAccountCurrent` before relying on it. */
  get account(): Account | undefined {
    return this.#account.account;
  }

  get isAccountCurrent(): boolean {
    return this.#status === 'live' && this.#account.isCurrent;
  }

  /** Follows balance and bets of whoever the token is of; the same as to subscribe to the channel `account`. */
  followAccount(): Subscription {
    return this.subscribe({ channel: 'account' });
  }

  /** Whether bets on the fixture, or on one market of it, may be taken at the prices of its board. */
  availability(fixtureId: string, marketKey?: string): Availability {
    const board = this.#boards.get(fixtureId);
    const market = marketKey === undefined ? undefined : board?.markets.get(marketKey);
    if (board === undefined || (marketKey !== undefined && market === undefined)) return 'unknown';
    if (this.#status !== 'live') return 'not-connected';
    if (!this.#boards.isConfirmed(fixtureId)) return 'catching-up';
    if (this.#feed.allStale || this.#feed.stale.has(fixtureId)) return 'feed-stale';
    if (board.state.suspended.length > 0 || market?.status === 'suspended') return 'suspended';
    return market === undefined || market.status === 'active' ? 'open' : 'over';
  }

  /** Follows what the selection selects, over all interruptions, until it is closed. */
  subscribe(selection: Selection = {}): Subscription {
    const id = this.#nextId();
    this.#subscriptions.set(id, selection);
    const { limits } = this.#current?.hello ?? {};
    if (limits === undefined) this.#canResume = false;
    else this.#ask(id, selection, limits);
    return {
      id,
      close: () => {
        if (!this.#subscriptions.delete(id)) return;
        this.#unanswered.delete(id);
        const channel = selection.channel ?? 'odds';
        if (channel === 'account') this.#account.forget();
        if (this.#current === undefined) this.#canResume = false;
        else this.#request({ op: 'unsubscribe', channel, subscription: id });
      },
    };
  }

  /** Says who the client is, now and on every connection to come. */
  authenticate(token: string): void {
    this.#token = token;
    this.#request({ op: 'authenticate', token });
    // What needs a login has ended with the one before, or was refused without one.
    this.#askAgain((_, { channel = 'odds' }) => channel !== 'odds');
  }

  /** What happens from now on, after what is known already. A reader that is slow gets merged events. */
  events(): AsyncIterableIterator<StreamEvent> {
    const mailbox = new Mailbox((ended) => this.#mailboxes.delete(ended));
    mailbox.push({ type: 'status', status: this.#status });
    mailbox.push({ type: 'feed', ...this.#feed });
    for (const board of this.#boards.all()) {
      const changed = new Set(board.markets.keys());
      mailbox.push(boardEvent({ ...unchanged(board), changed }));
    }
    const { account } = this;
    if (account !== undefined) {
      const changed = [...account.bets.values()];
      mailbox.push({ type: 'account', account, changed, isCurrent: this.isAccountCurrent });
    }
    if (this.#status === 'closed') mailbox.end();
    else this.#mailboxes.add(mailbox);
    return mailbox;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<StreamEvent> {
    return this.events();
  }

  /** Ends the connection and all event iterators, for good. */
  close(): void {
    this.#cancelWatch?.();
    this.#cancelRetry?.();
    this.#cancelAsking?.();
    for (const link of [this.#current, this.#coming]) link?.close();
    this.#current = undefined;
    this.#coming = undefined;
    this.#setStatus('closed');
    for (const mailbox of [...this.#mailboxes]) mailbox.end();
  }

  /** Makes a connection, which takes the place of the present one as soon as the gateway greets it. */
  #open(): void {
    const url = this.#urls[this.#attempts % this.#urls.length] ?? '';
    this.#attempts += 1;
    this.#coming = new Link({
      url,
      surroundings: this.#surroundings,
      msgpack: this.#options.msgpack,
      onHello: (link) => {
        this.#begin(link);
      },
      onMessage: (link, message) => {
        if (link === this.#current) this.#receive(message);
      },
      onLost: (link, code) => {
        this.#lose(link, code);
      },
    });
  }

  #begin(link: Link): void {
    const before = this.#current;
    this.#current = link;
    this.#coming = undefined;
    before?.close();
    const limits = link.hello?.limits;
    if (limits === undefined) return;
    this.#boards.doubtAll(this.#surroundings.monotonicMs());
    this.#account.doubt();
    this.#boards.takeDoubted();
    this.#setStatus('live');
    if (this.#token !== undefined) this.#request({ op: 'authenticate', token: this.#token });
    const boards = this.#canResume ? this.#boards.all() : [];
    const held = { boards, account: this.#account.account };
    this.#unanswered.clear();
    for (const id of this.#subscriptions.keys()) this.#unanswered.add(id);
    const last = [...this.#subscriptions.keys()].at(-1);
    for (const [id, selection] of this.#subscriptions)
      link.send(() => {
        if (!this.#subscriptions.has(id)) return undefined;
        const message = subscribeMessage(id, selection, held, limits);
        return id === last ? message : { ...message, more: true };
      });
    this.#canResume = true;
  }

  #lose(link: Link, code: number): void {
    if (link === this.#coming) this.#coming = undefined;
    if (link === this.#current) {
      this.#current = undefined;
      this.#setFeed(ALL_STALE);
      this.#setStatus('lost');
    }
    if (this.#coming !== undefined || this.#cancelRetry !== undefined) return;
    this.#retryIn(backoffMs(this.#failures, this.#surroundings.random(), code));
    this.#failures += 1;
  }

  #retryIn(delayMs: number): void {
    this.#cancelRetry?.();
    this.#cancelRetry = this.#surroundings.after(delayMs, () => {
      this.#cancelRetry = undefined;
      this.#open();
    });
  }

  #receive(message: ServerMessage): void {
    const nowMs = this.#surroundings.monotonicMs();
    switch (message.op) {
      case 'image':
      case 'delta': {
        const update = this.#boards.receive(message, nowMs);
        if (update !== undefined) this.#tell(boardEvent(update));
        break;
      }
      case 'heartbeat':
        this.#compare(message, nowMs);
        break;
      case 'book':
        this.#tell({ type: 'book', book: message.book });
        break;
      case 'account': {
        const change = this.#account.receive(message);
        if (change !== undefined) this.#tell({ type: 'account', ...change });
        break;
      }
      case 'error':
        this.#unanswered.delete(message.id ?? -1);
        if (message.id === null && message.error.code === 'RATE_LIMITED') this.#askLater();
        this.#tell({ type: 'refused', id: message.id, error: message.error });
        break;
      case 'goaway':
        if (this.#coming === undefined) this.#retryIn(message.reconnectInMs);
        break;
      case 'status':
        this.#unanswered.delete(message.id);
        break;
      case 'hello':
        break;
    }
    for (const board of this.#boards.takeDoubted()) this.#tell(boardEvent(unchanged(board)));
    this.#askForWanted(nowMs);
  }

  #compare({ upstream, stale, tops, account }: Heartbeat, nowMs: number): void {
    this.#failures = 0;
    const allStale = upstream === 'stale' && stale.length === 0;
    this.#setFeed({ allStale, stale: new Set(stale) });
    const gone = this.#unanswered.size === 0 ? this.#boards.keepOnly(tops) : [];
    for (const fixtureId of gone) this.#tell({ type: 'gone', fixtureId });
    for (const update of this.#boards.compare(tops, nowMs)) this.#tell(boardEvent(update));
    const change = this.#account.compare(account);
    if (change !== undefined) this.#tell({ type: 'account', ...change });
  }

  #askForWanted(nowMs: number): void {
    if (this.#current === undefined) return;
    if (this.#account.takeWanted(nowMs))
      this.#request({ op: 'resync', fixtures: [], account: true });
    const wanted = this.#boards.takeWanted(nowMs);
    for (let from = 0; from < wanted.length; from += MAX_NAMES)
      this.#request({ op: 'resync', fixtures: wanted.slice(from, from + MAX_NAMES) });
  }

  #watch(): void {
    this.#cancelWatch = this.#surroundings.after(WATCH_MS, () => {
      for (const link of [this.#current, this.#coming]) link?.check();
      this.#askForWanted(this.#surroundings.monotonicMs());
      this.#watch();
    });
  }

  /** One message too many, of all of this address or account, was not looked at; nobody knows which. */
  #askLater(): void {
    this.#cancelAsking ??= this.#surroundings.after(ASK_AGAIN_MS, () => {
      this.#cancelAsking = undefined;
      if (this.#token !== undefined) this.#request({ op: 'authenticate', token: this.#token });
      this.#askAgain((id) => this.#unanswered.has(id));
    });
  }

  #askAgain(which: (id: number, selection: Selection) => boolean): void {
    const { hello } = this.#current ?? {};
    if (hello === undefined) return;
    for (const [id, selection] of this.#subscriptions)
      if (which(id, selection)) this.#ask(id, selection, hello.limits);
  }

  #ask(id: number, selection: Selection, limits: StreamLimits): void {
    this.#unanswered.add(id);
    this.#current?.send(() => subscribeMessage(id, selection, NOTHING_HELD, limits));
  }

  #request(request: Request): void {
    const id = this.#nextId();
    this.#current?.send(() => ({ ...request, id }));
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #setStatus(status: ConnectionStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#tell({ type: 'status', status });
  }

  #setFeed(feed: FeedState): void {
    const isSame =
      feed.allStale === this.#feed.allStale &&
      feed.stale.size === this.#feed.stale.size &&
      [...feed.stale].every((fixtureId) => this.#feed.stale.has(fixtureId));
    if (isSame) return;
    this.#feed = feed;
    this.#tell({ type: 'feed', ...feed });
  }

  #tell(event: StreamEvent): void {
    for (const mailbox of this.#mailboxes) mailbox.push(event);
  }
}

/** Connects to the odds stream, and stays connected until `close`. */
export const connect = (options: ClientOptions): OddsClient => new OddsClient(options);

const unchanged = (board: Board): BoardUpdate => ({
  board,
  changed: new Set(),
  closed: false,
  conflated: undefined,
});

const boardEvent = (update: BoardUpdate) =>
  ({ type: 'board', fixtureId: update.board.fixtureId, ...update }) as const;
