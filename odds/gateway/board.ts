import type { FixtureStatus, MarketKey, OddsMessage } from '#contracts/mod.ts';

import { canonicalState, checksumOf } from './checksum.ts';
import { CodedMarket } from './coded-market.ts';
import { lineGroupOf, MainLines } from './main-lines.ts';
import type { Position } from './position.ts';
import type { Trail } from './trail.ts';
import { marketTypeOf, type View } from './view.ts';

/** What a reader at `prev` must be told. Values are absolute, so taking them twice does no harm. */
export type Step = Readonly<{
  op: 'image' | 'delta';
  prev: number;
  markets: readonly CodedMarket[];
  removed: readonly MarketKey[];
  info: OddsMessage['info'];
  /** Undefined in a delta that does not change it. */
  state: OddsMessage['state'] | undefined;
  /** Whether a reader at `prev` would notice. */
  isNews: boolean;
}>;

/**
 * What a message did. `urgent`: something that took bets takes them no longer, so readers must learn it before
 * anything else. `jumped`: more than one step of the host came at once.
 */
export type Merged = Readonly<{ urgent: boolean; jumped: boolean }>;

interface Listed {
  coded: CodedMarket;
  seq: number;
}
interface Gone {
  type: string;
  lineGroup: string | undefined;
  seq: number;
}

const MAX_REMOVED = 256;

/**
 * The board of one fixture under one owner, and for each part of it the sequence that last changed it: enough
 * to tell any reader what changed since any sequence, without keeping messages. Pure.
 */
export class Board {
  readonly epoch: number;
  #last: OddsMessage;
  #position: Position;
  /** As it stands in the text of the checksum. */
  #state: Readonly<{ line: string; seq: number }>;
  #info: Readonly<{ value: OddsMessage['info']; seq: number }>;
  readonly #markets = new Map<MarketKey, Listed>();
  readonly #removed = new Map<MarketKey, Gone>();
  readonly #mains = new MainLines();
  /** Which lines were main before is not known. */
  readonly #mainsFrom: number;
  /** Readers below need an image: what left the board before is forgotten. */
  #floor: number;
  /** Readers of other gateways below need an image: they may have been told of steps that were missed here. */
  #knownFrom: number;

  /** `trail`: what is known of the time before the image. */
  constructor(image: OddsMessage, trail?: Trail) {
    const { epoch, seq } = image;
    const from = Math.min(seq, trail?.from ?? seq);
    this.epoch = epoch;
    this.#last = image;
    this.#position = { epoch, seq };
    this.#floor = from;
    this.#knownFrom = from;
    this.#mainsFrom = seq;
    this.#state = { line: canonicalState(image.state), seq };
    this.#info = { value: image.info, seq: from };
    for (const value of image.markets) {
      const changedAt = trail?.changed.get(value.key) ?? trail?.removed.get(value.key) ?? from;
      this.#list(new CodedMarket(value), Math.min(seq, changedAt));
    }
    for (const [key, goneAt] of trail?.removed ?? [])
      if (!this.#markets.has(key)) this.#removed.set(key, goneOf(key, Math.min(seq, goneAt)));
    this.#mains.settle(seq);
  }

  get seq(): number {
    return this.#last.seq;
  }

  /** The same object for everyone, as long as the board stays as it is. */
  get position(): Position {
    return this.#position;
  }

  get last(): OddsMessage {
    return this.#last;
  }

  get status(): FixtureStatus {
    return this.#last.state.status;
  }

  get info(): OddsMessage['info'] {
    return this.#info.value;
  }

  /** Takes a later message of the same owner over: an image, or a delta from here or from before. */
  merge(message: OddsMessage): Merged {
    const isImage = message.kind === 'image';
    const removed = isImage ? this.#absentIn(message) : message.removed;
    const urgent = this.#closesSomething(message, removed);
    const jumped = message.prev > this.seq || message.seq > this.seq + 1;
    if (message.prev > this.seq) this.#knownFrom = message.seq;
    this.#take(message, removed);
    return { urgent, jumped };
  }

  /** Whether the image of a new owner closes something that takes bets here. */
  isClosedBy(image: OddsMessage): boolean {
    return this.#closesSomething(image, this.#absentIn(image));
  }

  /** Whether a reader that was sent `seq`, here or by another gateway, can go on with a delta. */
  canResume(seq: number, view: View): boolean {
    const from = Math.max(this.#floor, this.#knownFrom, view.looksAtMain ? this.#mainsFrom : 0);
    return seq >= from && seq <= this.seq;
  }

  /** What a reader at `prev` must be told; the whole board when `prev` is undefined or too long ago. */
  stepSince(prev: number | undefined, view: View): Step {
    if (prev === undefined || prev < this.#floor || prev > this.seq)
      return {
        ...this.#imageStep(view),
        removed: [],
        info: this.info,
        state: this.#last.state,
        isNews: true,
      };
    const markets: CodedMarket[] = [];
    const removed: MarketKey[] = [];
    for (const { coded, seq } of this.#markets.values()) {
      const share = shareOf(view, coded);
      if (share === 'none') continue;
      const turnedAt = share === 'main' ? this.#mains.changedAt(coded.key) : -1;
      const isShown = share === 'all' || this.#mains.isMain(coded);
      if (isShown && Math.max(seq, turnedAt) > prev) markets.push(coded);
      if (!isShown && turnedAt > prev) removed.push(coded.key);
    }
    for (const [key, gone] of this.#removed) {
      const share = shareOf(view, gone);
      if (share === 'none') continue;
      if ((share === 'main' ? this.#mains.changedAt(key) : gone.seq) > prev) removed.push(key);
    }
    const info = this.#info.seq > prev ? this.info : undefined;
    const state = this.#state.seq > prev ? this.#last.state : undefined;
    const isNews = markets.length + removed.length > 0 || info !== undefined || state !== undefined;
    return { op: 'delta', prev, markets, removed, info, state, isNews };
  }

  /** Of what a reader with this view holds. */
  checksum(view: View): number {
    const sorted = this.#imageStep(view).markets.sort((a, b) => (a.key < b.key ? -1 : 1));
    return checksumOf(this.#state.line, sorted);
  }

  #imageStep(view: View) {
    const markets: CodedMarket[] = [];
    for (const { coded } of this.#markets.values()) {
      const share = shareOf(view, coded);
      if (share === 'all' || (share === 'main' && this.#mains.isMain(coded))) markets.push(coded);
    }
    return { op: 'image' as const, prev: 0, markets };
  }

  #take(message: OddsMessage, removed: readonly MarketKey[]): void {
    const { seq, state, info } = message;
    const line = canonicalState(state);
    if (line !== this.#state.line) this.#state = { line, seq };
    if (info !== undefined && !sameJson(info, this.#info.value)) this.#info = { value: info, seq };
    this.#last = message;
    this.#position = { epoch: this.epoch, seq };
    for (const value of message.markets) {
      const before = this.#markets.get(value.key)?.coded;
      const coded = new CodedMarket(value, before);
      if (before?.canonical === coded.canonical) continue;
      this.#list(coded, seq);
      this.#removed.delete(value.key);
    }
    for (const key of removed) this.#remove(key, seq);
    this.#mains.settle(seq);
    this.#forgetOldRemovals();
  }

  #list(coded: CodedMarket, seq: number): void {
    this.#markets.set(coded.key, { coded, seq });
    this.#mains.set(coded);
  }

  #remove(key: MarketKey, seq: number): void {
    const listed = this.#markets.get(key);
    if (listed === undefined) return;
    this.#markets.delete(key);
    this.#mains.delete(listed.coded);
    this.#removed.set(key, goneOf(key, seq));
  }

  /** Keys leave in the order in which they were removed, so the map's first is always the oldest. */
  #forgetOldRemovals(): void {
    for (const [key, { seq }] of this.#removed) {
      if (this.#removed.size <= MAX_REMOVED) return;
      this.#removed.delete(key);
      this.#mains.forget(key);
      this.#floor = Math.max(this.#floor, seq);
    }
  }

  #absentIn({ markets }: OddsMessage): MarketKey[] {
    const present = new Set(markets.map(({ key }) => key));
    return [...this.#markets.keys()].filter((key) => !present.has(key));
  }

  /** Whether something that takes bets here takes them no longer there. */
  #closesSomething({ state, markets }: OddsMessage, removed: readonly MarketKey[]): boolean {
    if (this.#last.state.suspended.length > 0) return false;
    if (state.suspended.length > 0) return true;
    const wasActive = (key: MarketKey): boolean =>
      this.#markets.get(key)?.coded.value.status === 'active';
    return (
      markets.some(({ key, status }) => status !== 'active' && wasActive(key)) ||
      removed.some(wasActive)
    );
  }
}

function shareOf(view: View, { type, lineGroup }: Pick<CodedMarket, 'type' | 'lineGroup'>) {
  const share = view.shareOf(type);
  return share === 'main' && lineGroup === undefined ? 'all' : share;
}

const goneOf = (key: MarketKey, seq: number): Gone => ({
  type: marketTypeOf(key),
  lineGroup: lineGroupOf(key),
  seq,
});

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
