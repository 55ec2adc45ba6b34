import type {
  AccountId,
  ConflationReason,
  StreamErrorCode,
  FixtureId,
  Role,
} from '#contracts/mod.ts';

import { advance, conflate, isSameFollow, type Follow } from './follow.ts';
import type { Frame } from './frame.ts';
import type { BookFrames, OddsFrames } from './frames.ts';
import type { GatewayLimits } from './limits.ts';
import type { Position } from './position.ts';
import { selects, Subscriptions, type Channel, type Subscription } from './subscriptions.ts';
import { Tokens, type ResumeTokens } from './tokens.ts';
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

/** `send` what is there, `merge` and wait, or `close` a reader that is too slow. */
export type Pace = 'send' | 'merge' | 'close';
/** What asking for fixtures came to: how many there are, and how many of them go on where the client was. */
export type Joined = Readonly<{ fixtures: number; resumed: number }>;

/** Told whenever the client begins or ceases to follow a fixture, or has taken what was new of it. */
export type FollowWatch = Readonly<{
  joined(channel: Channel, fixture: FixtureId): void;
  left(channel: Channel, fixture: FixtureId): void;
  took(channel: Channel, fixture: FixtureId): void;
  /** It goes its own way in the odds of the fixture; it shared `with` others how far it was. */
  parted(fixture: FixtureId, with_: Follow): void;
}>;

/**
 * What a client wants and has, or several that want and have the same. Instead of a queue it has the set of fixtures that changed since they were
 * last sent: a slow reader skips states but never sees an older one later, and costs no memory. Pure.
 */
export class Session {
  readonly subscriptions: Subscriptions;
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
  readonly #tokens = new Tokens();
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
  }

  /** What it wants, in so few letters that two who want different things never have the same. */
  get wish(): string {
    return this.subscriptions.digest;
  }

  /** What it was sent last of each fixture. */
  get tops(): Tops {
    const tops = new Tops();
    for (const fixture of this.#tokens.awaited) tops.set(fixture, null);
    for (const [fixture, { isOwed, sent }] of this.#follows)
      tops.set(fixture, isOwed ? null : (sent ?? null));
    return tops;
  }

  /** Another that stands where this one does, for a client that goes its own way from here. */
  twin(watch: FollowWatch): Session {
    const twin = new Session(this.#sources, this.#limits, watch, this);
    for (const [fixture, follow] of this.#follows) {
      twin.#follows.set(fixture, { ...follow, isShared: false });
      watch.joined('odds', fixture);
      if (follow.isShared && follow.news !== undefined) twin.#readyOdds.add(fixture);
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
    if (isHeldBack) this.partAll();
  }

  /** How far it is in a fixture, if that may be kept together with others who are there. */
  shareable(fixture: FixtureId): Follow | undefined {
    const follow = this.#follows.get(fixture);
    if (follow === undefined || follow.isShared || this.#isHeldBack) return undefined;
    const isAtRest = !follow.isOwed && follow.news === undefined;
    return isAtRest && follow.windowMs === 0 ? follow : undefined;
  }

  /** From now on it is where the others are. */
  share(fixture: FixtureId, shared: Follow): void {
    this.#follows.set(fixture, shared);
  }

  /** It goes its own way from where the others are. */
  part(fixture: FixtureId): void {
    if (this.#follows.get(fixture)?.isShared !== true) return;
    const follow = this.#own(fixture);
    if (follow !== undefined) this.#rest(fixture, follow);
  }

  partAll(): void {
    for (const fixture of this.#follows.keys()) this.part(fixture);
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
    this.#tokens.keep(tokens, (fixture) => this.#isKnown('odds', fixture));
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
    if (held?.view.key !== sight.view.key || again) this.#start(fixture, sight);
    else if (held.windowMs !== sight.windowMs) this.#slowDown(fixture, sight.windowMs);
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
    if (follow === undefined || follow.isShared) return 0;
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
    this.#tokens.beat();
  }

  #start(fixture: FixtureId, { view, windowMs }: Pick<Follow, 'view' | 'windowMs'>): void {
    const token = this.#tokens.take(fixture);
    const sent = this.#mayGoOn(fixture, token, view) ? token : undefined;
    this.#unqueue(fixture, this.#own(fixture));
    this.#follows.set(fixture, {
      view,
      windowMs,
      sent,
      isOwed: true,
      news: undefined,
      conflated: undefined,
      isShared: false,
    });
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
    if (follow === undefined || follow.isShared) return [];
    const late = this.#reasonFor(follow);
    if (!this.hasReady) this.#wasBehind = false;
    const frames = advance(this.#sources.odds, fixture, follow, late);
    this.#watch.took('odds', fixture);
    return frames;
  }

  /** Makes it its own how far it is. */
  #own(fixture: FixtureId): Follow | undefined {
    const held = this.#follows.get(fixture);
    if (held?.isShared !== true) return held;
    const follow = { ...held, isShared: false };
    this.#follows.set(fixture, follow);
    this.#watch.parted(fixture, held);
    return follow;
  }

  /** What was on the way to all that shared it is on the way to this one alone. */
  #rest(fixture: FixtureId, { news }: Follow): void {
    if (news === undefined) this.#watch.took('odds', fixture);
    else this.#readyOdds.add(fixture);
  }

  #slowDown(fixture: FixtureId, windowMs: number): void {
    const { isShared } = this.#follows.get(fixture) ?? { isShared: false };
    const follow = this.#own(fixture);
    if (follow === undefined) return;
    follow.windowMs = windowMs;
    if (isShared) this.#rest(fixture, follow);
  }

  #leave(channel: Channel, fixture: FixtureId): void {
    if (!this.follows(channel, fixture)) return;
    if (channel === 'odds') this.#own(fixture);
    this.#watch.left(channel, fixture);
    (channel === 'odds' ? this.#readyOdds : this.#readyBooks).delete(fixture);
    if (channel === 'book') {
      this.#books.delete(fixture);
      return;
    }
    this.#unqueue(fixture, this.#follows.get(fixture));
    this.#follows.delete(fixture);
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
