import type { ErrorCode, FixtureId, Role } from '#contracts/mod.ts';

import type { BookFrames, Frame, OddsFrames } from './frames.ts';
import type { GatewayLimits } from './limits.ts';
import type { Position } from './store.ts';
import { Subscription } from './subscription.ts';

export type Channel = 'odds' | 'book';
/** Who a token says the client is. After `expiresAt` (UTC ms) it counts no longer. */
export type Identity = Readonly<{ username: string; role: Role; expiresAt: number }>;
export type Sources = Readonly<{ odds: OddsFrames; books: BookFrames }>;

/** `send` what is there, `merge` and wait, or `close` a reader that is too slow. */
export type Pace = 'send' | 'merge' | 'close';

/**
 * What one client wants and has. Instead of a queue it has the set of fixtures that changed since they were
 * last sent: a slow reader skips states but never sees an older one later, and costs no memory. Pure.
 */
export class Session {
  readonly subscriptions: Readonly<Record<Channel, Subscription>> = {
    odds: new Subscription(),
    book: new Subscription(),
  };
  identity: Identity | null = null;
  readonly #sources: Sources;
  readonly #limits: GatewayLimits;
  readonly #sent = new Map<FixtureId, Position>();
  readonly #dirty: Readonly<Record<Channel, Set<FixtureId>>> = { odds: new Set(), book: new Set() };
  #behindSinceMs: number | null = null;

  constructor(sources: Sources, limits: GatewayLimits) {
    this.#sources = sources;
    this.#limits = limits;
  }

  get isDirty(): boolean {
    return this.#dirty.odds.size + this.#dirty.book.size > 0;
  }

  /** Subscribing again to what is subscribed sends the image again: that is how a client heals a gap. */
  subscribe(channel: Channel, fixtures: readonly FixtureId[] | undefined): ErrorCode | undefined {
    const subscription = this.subscriptions[channel];
    const { odds, book } = this.subscriptions;
    if (odds.size + book.size + subscription.growth(fixtures) > this.#limits.subscriptions)
      return 'TOO_MANY_SUBSCRIPTIONS';
    subscription.add(fixtures);
    const { odds: oddsFrames, books } = this.#sources;
    const present = channel === 'odds' ? oddsFrames.fixtures() : books.fixtures();
    for (const fixture of fixtures ?? present) {
      if (channel === 'odds') this.#sent.delete(fixture);
      this.#dirty[channel].add(fixture);
    }
    return undefined;
  }

  unsubscribe(channel: Channel, fixtures: readonly FixtureId[] | undefined): void {
    const subscription = this.subscriptions[channel];
    subscription.remove(fixtures);
    const unwanted = (fixture: FixtureId): boolean => !subscription.wants(fixture);
    for (const fixture of this.#dirty[channel])
      if (unwanted(fixture)) this.#dirty[channel].delete(fixture);
    if (channel === 'book') return;
    for (const fixture of this.#sent.keys()) if (unwanted(fixture)) this.#sent.delete(fixture);
  }

  mark(channel: Channel, fixture: FixtureId): void {
    this.#dirty[channel].add(fixture);
  }

  /** The fixture left the gateway. */
  forget(fixture: FixtureId): void {
    this.#sent.delete(fixture);
    this.#dirty.odds.delete(fixture);
    this.#dirty.book.delete(fixture);
  }

  /** The next frame to send: `first` before all others, then the rest, longest waiting first. */
  take(first?: FixtureId): Frame | undefined {
    if (first !== undefined) return this.#takeOdds(first);
    for (const fixture of this.#dirty.odds) {
      const frame = this.#takeOdds(fixture);
      if (frame !== undefined) return frame;
    }
    for (const fixture of this.#dirty.book) {
      this.#dirty.book.delete(fixture);
      const frame = this.#sources.books.get(fixture);
      if (frame !== undefined) return frame;
    }
    return undefined;
  }

  /** Judges the reader by its unsent bytes; called before each frame and on every tick. */
  pace(unsentBytes: number, nowMs: number): Pace {
    if (unsentBytes <= this.#limits.mergeAboveBytes) {
      this.#behindSinceMs = null;
      return 'send';
    }
    this.#behindSinceMs ??= nowMs;
    const tooLong = nowMs - this.#behindSinceMs >= this.#limits.closeAfterMs;
    return tooLong || unsentBytes > this.#limits.closeAboveBytes ? 'close' : 'merge';
  }

  /** The last sequence that was sent, per fixture. */
  tops(): Record<string, number> {
    return Object.fromEntries([...this.#sent].map(([fixture, { seq }]) => [fixture, seq]));
  }

  get sentFixtures(): Iterable<FixtureId> {
    return this.#sent.keys();
  }

  #takeOdds(fixture: FixtureId): Frame | undefined {
    this.#dirty.odds.delete(fixture);
    const frame = this.#sources.odds.next(fixture, this.#sent.get(fixture));
    const position = this.#sources.odds.position(fixture);
    if (position !== undefined) {
      const { epoch, seq } = position;
      this.#sent.set(fixture, { epoch, seq });
    }
    return frame;
  }
}
