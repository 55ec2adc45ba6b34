import type {
  AccountId,
  ConflationReason,
  StreamErrorCode,
  FixtureId,
  Role,
} from '#contracts/mod.ts';

import { conflate, isSameFollow, type Follow } from './follow.ts';
import type { Frame } from './frame.ts';
import type { BookFrames, OddsFrames } from './frames.ts';
import type { GatewayLimits } from './limits.ts';
import type { Position } from './position.ts';
import { selects, Subscriptions, type Channel, type Subscription } from './subscriptions.ts';
import { Tops } from './tops.ts';
import type { View } from './view.ts';

/** Who a token says the client is. After `expiresAt` (UTC ms) it counts no longer. */
export type Identity = Readonly<{
  username: string;
  role: Role;
  accountId: AccountId;
  expiresAt: number;
}>;
export type Sources = Readonly<{ odds: OddsFrames; books: BookFrames }>;
export type ResumeTokens = Readonly<Record<string, Position>>;

/** `send` what is there, `merge` and wait, or `close` a reader that is too slow. */
export type Pace = 'send' | 'merge' | 'close';
/** What asking for fixtures came to: how many there are, and how many of them go on where the client was. */
export type Joined = Readonly<{ fixtures: number; resumed: number }>;

/** Told whenever the client begins or ceases to follow a fixture, or has taken what was new of it. */
export type FollowWatch = Readonly<{
  joined(channel: Channel, fixture: FixtureId): void;
  left(channel: Channel, fixture: FixtureId): void;
  took(channel: Channel, fixture: FixtureId): void;
}>;

const MAX_TOKENS = 1000;
/** For so many heartbeats a gateway that has just begun may still learn of a fixture that a client holds. */
const TOKEN_BEATS = 5;

/**
 * What a client wants and has, or several that want and have the same. Instead of a queue it has the set of fixtures that changed since they were
 * last sent: a slow reader skips states but never sees an older one later, and costs no memory. Pure.
 */
export class Session {
  readonly subscriptions: Subscriptions;
  readonly tops: Tops;
  readonly #sources: Sources;
  readonly #limits: GatewayLimits;
  readonly #watch: FollowWatch;
  readonly #follows = new Map<FixtureId, Follow>();
  readonly #books = new Set<FixtureId>();
  /** What is to be sent as soon as the client can take it, longest waiting first. */
  readonly #readyOdds = new Set<FixtureId>();
  readonly #readyBooks = new Set<FixtureId>();
  /** What waits for the end of a window, by the length of it. */
  readonly #held = new Map<number, Set<FixtureId>>();
  /** Positions of fixtures that this gateway does not know yet. */
  readonly #tokens = new Map<FixtureId, Position>();
  #tokenBeats = 0;
  /** More subscriptions are to come before it is clear what the client sees. */
  #isHeldBack = false;
  #behindSinceMs: number | null = null;
  /** What waits, or some of it, waited because the reader was behind. */
  #wasBehind = false;

  constructor(sources: Sources, limits: GatewayLimits, watch: FollowWatch, like?: Session) {
    this.#sources = sources;
    this.#limits = limits;
    this.#watch = watch;
    this.subscriptions = new Subscriptions(like?.subscriptions);
    this.tops = new Tops(like?.tops);
  }

  /** What it wants, in so few letters that two who want different things never have the same. */
  get wish(): string {
    return this.subscriptions.digest;
  }

  /** Another that stands where this one does, for a client that goes its own way from here. */
  twin(watch: FollowWatch): Session {
    const twin = new Session(this.#sources, this.#limits, watch, this);
    for (const [fixture, follow] of this.#follows) {
      twin.#follows.set(fixture, { ...follow });
      watch.joined('odds', fixture);
    }
    for (const fixture of this.#readyOdds) twin.#readyOdds.add(fixture);
    for (const [windowMs, fixtures] of this.#held) twin.#held.set(windowMs, new Set(fixtures));
    for (const [fixture, { news }] of this.#follows)
      if (news === undefined && !this.#readyOdds.has(fixture)) watch.took('odds', fixture);
    for (const fixture of this.#books) {
      twin.#books.add(fixture);
      watch.joined('book', fixture);
    }
    for (const fixture of this.#readyBooks) twin.#readyBooks.add(fixture);
    return twin;
  }

  /** The lengths of the windows that something waits for. */
  heldWindows(): number[] {
    return [...this.#held].flatMap(([windowMs, { size }]) => (size > 0 ? [windowMs] : []));
  }

  /** Of two that want the same: whether nothing waits in either, and both have been sent the same. */
  isLevelWith(other: Session): boolean {
    if (!this.#isAtRest || !other.#isAtRest || this.#follows.size !== other.#follows.size)
      return false;
    if (this.#books.size !== other.#books.size) return false;
    for (const [fixture, follow] of this.#follows)
      if (!isSameFollow(follow, other.#follows.get(fixture))) return false;
    return true;
  }

  get hasReady(): boolean {
    return !this.#isHeldBack && this.#readyOdds.size + this.#readyBooks.size > 0;
  }

  get isHeldBack(): boolean {
    return this.#isHeldBack;
  }

  holdBack(isHeldBack: boolean): void {
    this.#isHeldBack = isHeldBack;
  }

  get #isAtRest(): boolean {
    const waiting = this.#readyOdds.size + this.#readyBooks.size + this.#tokens.size;
    return waiting === 0 && !this.#isHeldBack && this.heldWindows().length === 0;
  }

  follows(channel: Channel, fixture: FixtureId): boolean {
    return channel === 'odds' ? this.#follows.has(fixture) : this.#books.has(fixture);
  }

  followed(channel: Channel): Iterable<FixtureId> {
    return channel === 'odds' ? this.#follows.keys() : this.#books;
  }

  /** Whatever it asks for is sent again, from the positions that the client says it holds if that can be done. */
  subscribe(added: Subscription, tokens: ResumeTokens = {}): Joined | StreamErrorCode {
    if (this.subscriptions.sizeWith(added) > this.#limits.subscriptions)
      return 'TOO_MANY_SUBSCRIPTIONS';
    const replaced = this.subscriptions.get(added.id);
    this.subscriptions.set(added);
    if (replaced !== undefined) this.#reconsiderAll(replaced.channel);
    this.#keepTokens(tokens);
    let [fixtures, resumed] = [0, 0];
    for (const fixture of added.fixtures ?? this.#known(added.channel)) {
      if (!selects(added, fixture, this.#infoOf(added.channel, fixture))) continue;
      if (!this.consider(added.channel, fixture, true)) continue;
      fixtures += 1;
      if (this.#follows.get(fixture)?.sent !== undefined) resumed += 1;
    }
    return { fixtures, resumed };
  }

  unsubscribe(channel: Channel, id: number | undefined): void {
    this.subscriptions.delete(channel, id);
    this.#reconsiderAll(channel);
  }

  /**
   * Looks whether, and how, the client sees the fixture now, and arranges for its board to be sent when that is
   * new or when `again`; returns whether it follows it.
   */
  consider(channel: Channel, fixture: FixtureId, again = false): boolean {
    const isKnown = this.#isKnown(channel, fixture);
    const info = this.#infoOf(channel, fixture);
    const sight = isKnown ? this.subscriptions.sightOf(channel, fixture, info) : undefined;
    if (sight === undefined) {
      this.#leave(channel, fixture);
      return false;
    }
    if (channel === 'book') {
      if (again || !this.#books.has(fixture)) this.#readyBooks.add(fixture);
      this.#books.add(fixture);
      this.#watch.joined(channel, fixture);
      return true;
    }
    const held = this.#follows.get(fixture);
    if (held?.view.key === sight.view.key && !again) held.windowMs = sight.windowMs;
    else this.#start(fixture, sight);
    return true;
  }

  /** The whole board is sent again. */
  resync(fixture: FixtureId): void {
    const follow = this.#follows.get(fixture);
    if (follow !== undefined) this.#start(fixture, follow);
  }

  /** Something is new in a book. */
  markBook(fixture: FixtureId): void {
    if (this.#books.has(fixture)) this.#readyBooks.add(fixture);
  }

  /**
   * The board is at a new position, after more than one step of its host when `jumped`; need not be called again
   * before that has been taken. Returns after how long it is to be sent at the latest; 0 for at once.
   */
  markOdds(fixture: FixtureId, position: Position, jumped: boolean): number {
    const follow = this.#follows.get(fixture);
    if (follow === undefined) return 0;
    if (jumped && !follow.isOwed) conflate(follow, 'upstream');
    follow.news ??= position;
    const { windowMs } = follow;
    const isHeld = windowMs > 0 && !this.#readyOdds.has(fixture);
    if (!isHeld) this.#readyOdds.add(fixture);
    else this.#heldFor(windowMs).add(fixture);
    return isHeld ? windowMs : 0;
  }

  /** A window of this length has ended. */
  release(windowMs: number): void {
    for (const fixture of this.#held.get(windowMs) ?? []) this.#readyOdds.add(fixture);
    this.#held.delete(windowMs);
  }

  /** The fixture left the gateway. */
  forget(fixture: FixtureId): void {
    this.#leave('odds', fixture);
    this.#leave('book', fixture);
  }

  /** The next messages to send: of `first` before all others, then of the rest, longest waiting first. */
  take(first?: FixtureId): readonly Frame[] {
    if (this.#isHeldBack) return [];
    if (first !== undefined) return this.#takeOdds(first);
    for (const fixture of this.#readyOdds) {
      const frames = this.#takeOdds(fixture);
      if (frames.length > 0) return frames;
    }
    for (const fixture of this.#readyBooks) {
      this.#readyBooks.delete(fixture);
      const frame = this.#sources.books.get(fixture);
      if (frame !== undefined) return [frame];
    }
    return [];
  }

  /** Judges the reader by its unsent bytes; called before each message and on every tick. */
  pace(unsentBytes: number, nowMs: number): Pace {
    if (unsentBytes <= this.#limits.mergeAboveBytes) {
      this.#behindSinceMs = null;
      return 'send';
    }
    this.#behindSinceMs ??= nowMs;
    this.#wasBehind = true;
    const tooLong = nowMs - this.#behindSinceMs >= this.#limits.closeAfterMs;
    return tooLong || unsentBytes > this.#limits.closeAboveBytes ? 'close' : 'merge';
  }

  /** Called with every heartbeat to everyone. */
  beat(): void {
    this.#tokenBeats += 1;
    if (this.#tokens.size === 0 || this.#tokenBeats <= TOKEN_BEATS) return;
    for (const fixture of this.#tokens.keys())
      if (!this.#follows.has(fixture)) this.tops.delete(fixture);
    this.#tokens.clear();
  }

  #keepTokens(tokens: ResumeTokens): void {
    this.#tokenBeats = 0;
    for (const [id, position] of Object.entries(tokens)) {
      const fixture = id as FixtureId;
      if (this.#tokens.size >= MAX_TOKENS) return;
      this.#tokens.set(fixture, position);
      // Until it is known what became of the fixture, its board is on the way and not gone.
      if (!this.#isKnown('odds', fixture)) this.tops.set(fixture, null);
    }
  }

  #start(fixture: FixtureId, { view, windowMs }: Pick<Follow, 'view' | 'windowMs'>): void {
    const token = this.#tokens.get(fixture);
    this.#tokens.delete(fixture);
    const sent = this.#mayGoOn(fixture, token, view) ? token : undefined;
    this.#unqueue(fixture, this.#follows.get(fixture));
    this.#follows.set(fixture, {
      view,
      windowMs,
      sent,
      isOwed: true,
      news: undefined,
      conflated: undefined,
    });
    this.tops.set(fixture, null);
    this.#readyOdds.add(fixture);
    this.#watch.joined('odds', fixture);
  }

  /** A client may hold more than this gateway does: then it gets nothing until the gateway has caught up. */
  #mayGoOn(fixture: FixtureId, token: Position | undefined, view: View): boolean {
    const board = this.#sources.odds.board(fixture);
    if (token === undefined || board === undefined || token.epoch < board.epoch) return false;
    return token.epoch > board.epoch || token.seq > board.seq || board.canResume(token.seq, view);
  }

  #takeOdds(fixture: FixtureId): readonly Frame[] {
    const follow = this.#follows.get(fixture);
    this.#unqueue(fixture, follow);
    if (follow === undefined) return [];
    const position = this.#sources.odds.board(fixture)?.position;
    // What changed since it was told that there is news comes together with that.
    if (follow.news !== undefined && follow.news !== position && !follow.isOwed)
      conflate(follow, this.#reasonFor(follow));
    if (!this.hasReady) this.#wasBehind = false;
    const frames = this.#sources.odds.next(fixture, follow);
    follow.news = undefined;
    follow.conflated = undefined;
    this.#watch.took('odds', fixture);
    if (frames.length === 0 || position === undefined) return [];
    follow.sent = position;
    follow.isOwed = false;
    this.tops.set(fixture, position);
    return frames;
  }

  #leave(channel: Channel, fixture: FixtureId): void {
    if (!this.follows(channel, fixture)) return;
    this.#watch.left(channel, fixture);
    (channel === 'odds' ? this.#readyOdds : this.#readyBooks).delete(fixture);
    if (channel === 'book') {
      this.#books.delete(fixture);
      return;
    }
    this.#unqueue(fixture, this.#follows.get(fixture));
    this.#follows.delete(fixture);
    this.tops.delete(fixture);
  }

  #reconsiderAll(channel: Channel): void {
    for (const fixture of [...this.followed(channel)]) this.consider(channel, fixture);
  }

  #reasonFor({ windowMs }: Follow): ConflationReason {
    if (this.#wasBehind) return 'slow';
    return windowMs > 0 ? 'window' : 'upstream';
  }

  #unqueue(fixture: FixtureId, follow: Follow | undefined): void {
    this.#readyOdds.delete(fixture);
    if (follow !== undefined && follow.windowMs > 0)
      this.#held.get(follow.windowMs)?.delete(fixture);
  }

  #heldFor(windowMs: number): Set<FixtureId> {
    const held = this.#held.get(windowMs) ?? new Set();
    this.#held.set(windowMs, held);
    return held;
  }

  #known(channel: Channel): FixtureId[] {
    return channel === 'odds' ? this.#sources.odds.fixtures() : this.#sources.books.fixtures();
  }

  #isKnown(channel: Channel, fixture: FixtureId): boolean {
    const { odds, books } = this.#sources;
    return channel === 'odds'
      ? odds.board(fixture) !== undefined
      : books.info(fixture) !== undefined;
  }

  #infoOf(channel: Channel, fixture: FixtureId) {
    const { odds, books } = this.#sources;
    return channel === 'odds' ? odds.board(fixture)?.info : books.info(fixture);
  }
}
