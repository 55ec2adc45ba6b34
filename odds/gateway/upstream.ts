import {
  BookMessageSchema,
  subjects,
  type BookMessage,
  type FixtureId,
  type FixtureStatus,
  type OddsMessage,
} from '#contracts/mod.ts';
import {
  decodeJson,
  InvalidMessageError,
  parserOf,
  type Clock,
  type Logger,
  type Nats,
  type Parse,
} from '#platform/mod.ts';

import type { BookFrames, OddsFrames } from './frames.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import type { UpstreamView } from './heartbeat.ts';
import { HostWatch, parseHostAlive, type HostAlive } from './host-watch.ts';
import { ImageRequests, parseOdds } from './image-requests.ts';
import type { OddsStore } from './store.ts';

export type UpstreamOptions = Readonly<{
  nats: Nats;
  clock: Clock;
  log: Logger;
  metrics: GatewayMetrics;
  store: OddsStore;
  odds: OddsFrames;
  books: BookFrames;
  staleAfterMs: number;
  onChange: (channel: 'odds' | 'book', fixture: FixtureId, urgent: boolean) => void;
  onDrop: (fixture: FixtureId) => void;
}>;

const OVER: ReadonlySet<FixtureStatus> = new Set(['ended', 'closed', 'abandoned', 'cancelled']);
/** How long a finished fixture that no host lists any more is still shown. */
const KEEP_OVER_MS = 300_000;

const parseBook: Parse<BookMessage> = parserOf(BookMessageSchema);

/** What comes from the hosts: follows their messages, asks for what is missing, notices who is silent. */
export class Upstream {
  readonly #options: UpstreamOptions;
  readonly #watch = new HostWatch();
  readonly #images: ImageRequests;
  readonly #missingSinceMs = new Map<FixtureId, number>();
  readonly #subscriptions: { unsubscribe(): void }[];

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.#images = new ImageRequests({
      nats: options.nats,
      clock: options.clock,
      onImage: (image) => {
        this.#onOdds(image);
      },
      onAnswer: (_, answer) => {
        options.metrics.images.inc({ answer });
      },
    });
    this.#subscriptions = [
      this.#follow(subjects.oddsAll, parseOdds, (message) => {
        this.#onOdds(message);
      }),
      this.#follow(subjects.bookAll, parseBook, (book) => {
        this.#onBook(book);
      }),
      this.#follow(subjects.hostAlive, parseHostAlive, (alive) => {
        this.#onAlive(alive);
      }),
    ];
    void this.#healAfterReconnects();
  }

  /** Asks again for what is still missing, forgets what is over, and says how things stand. */
  check(): UpstreamView {
    const { clock, store, staleAfterMs } = this.#options;
    const nowMs = clock.monotonic();
    const stale = new Set<FixtureId>();
    for (const fixture of store.fixtures()) {
      if (this.#isForgettable(fixture, nowMs)) {
        this.#drop(fixture);
        continue;
      }
      const missingMs = this.#missingFor(fixture, nowMs);
      const silent = this.#watch.ownerSilentMs(fixture, nowMs) > staleAfterMs;
      if (silent || missingMs > staleAfterMs) stale.add(fixture);
    }
    for (const fixture of this.#watch.listed())
      if (store.position(fixture) === undefined) this.#images.ask(fixture);
    return { silent: this.#watch.silentMs(nowMs) > staleAfterMs, stale };
  }

  stop(): void {
    this.#images.stop();
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }

  #onOdds(message: OddsMessage): void {
    const { store, metrics, onChange } = this.#options;
    const { fixtureId } = message;
    const applied = store.apply(message);
    metrics.upstream.inc({ did: applied.did });
    if (applied.did === 'gap') this.#images.ask(fixtureId);
    if (applied.did === 'applied') onChange('odds', fixtureId, applied.urgent);
  }

  #onBook(book: BookMessage): void {
    if (this.#options.books.apply(book)) this.#options.onChange('book', book.fixtureId, false);
  }

  #onAlive(alive: HostAlive): void {
    this.#watch.heard(alive, this.#options.clock.monotonic());
    for (const fixture of alive.fixtures)
      if (this.#options.store.position(fixture) === undefined) this.#images.ask(fixture);
  }

  #missingFor(fixture: FixtureId, nowMs: number): number {
    if (!this.#options.store.needsImage(fixture)) {
      this.#missingSinceMs.delete(fixture);
      return 0;
    }
    this.#images.ask(fixture);
    const sinceMs = this.#missingSinceMs.get(fixture) ?? nowMs;
    this.#missingSinceMs.set(fixture, sinceMs);
    return nowMs - sinceMs;
  }

  /** Over, and unlisted although its shard has an owner that we hear. */
  #isForgettable(fixture: FixtureId, nowMs: number): boolean {
    const { store, staleAfterMs } = this.#options;
    const status = store.statusOf(fixture);
    return (
      status !== undefined &&
      OVER.has(status) &&
      this.#watch.ownerSilentMs(fixture, nowMs) <= staleAfterMs &&
      this.#watch.unlistedMs(fixture, nowMs) > KEEP_OVER_MS
    );
  }

  #drop(fixture: FixtureId): void {
    const { store, odds, books, onDrop } = this.#options;
    store.drop(fixture);
    odds.drop(fixture);
    books.drop(fixture);
    this.#watch.drop(fixture);
    this.#images.forget(fixture);
    this.#missingSinceMs.delete(fixture);
    onDrop(fixture);
  }

  #follow<T>(
    subject: string,
    parse: Parse<T>,
    handle: (value: T) => void,
  ): { unsubscribe(): void } {
    const { nats, log, metrics } = this.#options;
    return nats.connection.subscribe(subject, {
      callback: (failure, message) => {
        if (failure) {
          log.error({ err: failure, subject }, 'a subscription failed');
          return;
        }
        try {
          handle(decodeJson(message.data, parse));
        } catch (error) {
          if (!(error instanceof InvalidMessageError)) throw error;
          metrics.upstream.inc({ did: 'refused' });
          log.error({ subject: message.subject, reason: error.reason }, 'a message was refused');
        }
      },
    });
  }

  /** Whatever was published while the connection was away is lost, quiet fixtures included. */
  async #healAfterReconnects(): Promise<void> {
    const { nats, store, log } = this.#options;
    for await (const { type } of nats.connection.status()) {
      if (type !== 'reconnect') continue;
      log.info('connection to NATS is back: asking for every board again');
      for (const fixture of store.fixtures()) this.#images.ask(fixture);
    }
  }
}
