import type { BookMessage, FixtureId, FixtureStatus, OddsMessage } from '#contracts/mod.ts';
import type { Clock } from '#platform/mod.ts';

import type { BookFrames, OddsFrames } from './frames.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import type { UpstreamView } from './heartbeat.ts';
import { HostWatch, type HostAlive } from './host-watch.ts';
import type { Hub } from './hub.ts';
import { ImageRequests, type ImageReply } from './image-requests.ts';
import type { Applied, OddsStore } from './store.ts';

export type UpstreamOptions = Readonly<{
  clock: Clock;
  metrics: GatewayMetrics;
  store: OddsStore;
  odds: OddsFrames;
  books: BookFrames;
  hub: Hub;
  staleAfterMs: number;
  requestImage: (fixture: FixtureId) => Promise<ImageReply>;
}>;

const OVER: ReadonlySet<FixtureStatus> = new Set(['ended', 'closed', 'abandoned', 'cancelled']);
/** How long a finished fixture that no host lists any more is still shown. */
const KEEP_OVER_MS = 300_000;

/** What comes from the hosts: takes their messages, asks for what is missing, notices who is silent. */
export class Upstream {
  readonly #options: UpstreamOptions;
  readonly #watch = new HostWatch();
  readonly #images: ImageRequests;
  readonly #missingSinceMs = new Map<FixtureId, number>();

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.#images = new ImageRequests({
      clock: options.clock,
      request: options.requestImage,
      onImage: (image) => {
        this.takeOdds(image);
      },
      onAnswer: (_, answer) => {
        options.metrics.images.inc({ answer });
      },
    });
  }

  takeOdds(message: OddsMessage): void {
    const { store } = this.#options;
    const { fixtureId } = message;
    const before = store.board(fixtureId)?.info;
    const isNew = store.board(fixtureId) === undefined;
    const first = store.apply(message);
    for (let did: Applied | undefined = first; did; did = store.applyWaiting(fixtureId))
      this.#tell(fixtureId, did);
    const isElsewhere = store.board(fixtureId)?.info !== before;
    if (first.did === 'applied' && (isNew || isElsewhere)) this.#reconsider('odds', fixtureId);
  }

  takeBook(book: BookMessage): void {
    const { books } = this.#options;
    const before = books.info(book.fixtureId);
    if (!books.apply(book)) return;
    if (JSON.stringify(before) !== JSON.stringify(book.info))
      this.#reconsider('book', book.fixtureId);
    this.#options.hub.changed('book', book.fixtureId);
  }

  takeAlive(alive: HostAlive): void {
    this.#watch.heard(alive, this.#options.clock.monotonic());
    for (const fixture of alive.fixtures)
      if (this.#options.store.board(fixture) === undefined) this.#images.ask(fixture);
  }

  /** Whatever was published while the way to the hosts was cut is lost, quiet fixtures included. */
  askForEverything(): void {
    for (const fixture of this.#options.store.fixtures()) this.#images.ask(fixture);
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
      if (store.board(fixture) === undefined) this.#images.ask(fixture);
    return { silent: this.#watch.silentMs(nowMs) > staleAfterMs, stale };
  }

  stop(): void {
    this.#images.stop();
  }

  #tell(fixture: FixtureId, applied: Applied): void {
    const { hub, metrics } = this.#options;
    metrics.upstream.inc({ did: applied.did });
    if (applied.did === 'gap') this.#images.ask(fixture);
    if (applied.did === 'applied') hub.changed('odds', fixture, applied);
  }

  #reconsider(channel: 'odds' | 'book', fixture: FixtureId): void {
    this.#options.hub.reconsider(channel, fixture);
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
    const status = store.board(fixture)?.status;
    return (
      status !== undefined &&
      OVER.has(status) &&
      this.#watch.ownerSilentMs(fixture, nowMs) <= staleAfterMs &&
      this.#watch.unlistedMs(fixture, nowMs) > KEEP_OVER_MS
    );
  }

  #drop(fixture: FixtureId): void {
    const { store, odds, books, hub } = this.#options;
    store.drop(fixture);
    odds.drop(fixture);
    books.drop(fixture);
    this.#watch.drop(fixture);
    this.#images.forget(fixture);
    this.#missingSinceMs.delete(fixture);
    hub.drop(fixture);
  }
}
