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
/** What is recalled of a fixture that no host lists within this time is forgotten. */
const KEEP_TRAILS_MS = 30_000;

/** What comes from the hosts: takes their messages, asks for what is missing, notices who is silent. */
export class Upstream {
  readonly #options: UpstreamOptions;
  readonly #watch = new HostWatch();
  readonly #images: ImageRequests;
  readonly #missingSinceMs = new Map<FixtureId, number>();
  /** What hosts say while their past is being read; undefined when it is not. */
  #early: OddsMessage[] | undefined;
  #trailsUntilMs = Infinity;

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

  /** Reads the past first: what hosts say meanwhile is taken after it, and images are asked for after it. */
  async recallFirst(
    readPast: (recall: (message: OddsMessage) => void) => Promise<void>,
  ): Promise<void> {
    const { store, clock } = this.#options;
    const early: OddsMessage[] = [];
    this.#early = early;
    await readPast((message) => {
      store.recall(message);
    });
    this.#early = undefined;
    this.#trailsUntilMs = clock.monotonic() + KEEP_TRAILS_MS;
    for (const message of early) {
      store.recall(message);
      this.takeOdds(message);
    }
    this.check();
  }

  takeOdds(message: OddsMessage): void {
    const { store, hub, metrics } = this.#options;
    if (this.#early !== undefined) {
      this.#early.push(message);
      return;
    }
    metrics.heard(message.stamps.publishedAt);
    const { fixtureId } = message;
    let known = store.board(fixtureId) && { info: store.board(fixtureId)?.info };
    for (let did: Applied | undefined = store.apply(message); did;) {
      const now = store.board(fixtureId);
      // Who follows the fixture, and how, depends on what is said of it: first that, then the news.
      if (now !== undefined && (known === undefined || known.info !== now.info)) {
        known = { info: now.info };
        hub.reconsider('odds', fixtureId);
      }
      this.#tell(fixtureId, did);
      did = store.applyWaiting(fixtureId);
    }
  }

  takeBook(book: BookMessage): void {
    const { books, hub } = this.#options;
    const before = books.info(book.fixtureId);
    if (!books.apply(book)) return;
    const isElsewhere = JSON.stringify(before) !== JSON.stringify(book.info);
    if (isElsewhere) hub.reconsider('book', book.fixtureId);
    hub.changed('book', book.fixtureId);
  }

  takeAlive(alive: HostAlive): void {
    this.#watch.heard(alive, this.#options.clock.monotonic());
    if (this.#early === undefined) this.#askForUnknown(alive.fixtures);
  }

  /** Whatever was published while the way to the hosts was cut is lost, quiet fixtures included. */
  askForEverything(): void {
    const fixtures = [...this.#options.store.fixtures(), ...this.#images.underway];
    for (const fixture of fixtures) this.#images.insist(fixture);
  }

  /** Whether a host has been heard, and of everything that hosts list there is a board. */
  isReady(): boolean {
    const { clock, store } = this.#options;
    const isHeard = this.#watch.silentMs(clock.monotonic()) < Infinity;
    return isHeard && [...this.#watch.listed()].every((fixture) => store.board(fixture));
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
    if (this.#early === undefined) this.#askForUnknown(this.#watch.listed());
    this.#images.tick();
    if (nowMs > this.#trailsUntilMs) {
      store.forgetTrails();
      this.#trailsUntilMs = Infinity;
    }
    return { silent: this.#watch.silentMs(nowMs) > staleAfterMs, stale };
  }

  stop(): void {
    this.#images.stop();
  }

  #askForUnknown(fixtures: Iterable<FixtureId>): void {
    for (const fixture of fixtures)
      if (this.#options.store.board(fixture) === undefined) this.#images.ask(fixture);
  }

  #tell(fixture: FixtureId, applied: Applied): void {
    const { hub, metrics } = this.#options;
    metrics.upstream.inc({ did: applied.did });
    if (applied.did === 'gap') this.#images.ask(fixture);
    if (applied.did === 'applied') hub.changed('odds', fixture, applied);
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
