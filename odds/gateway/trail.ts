import type { MarketKey, OddsMessage } from '#contracts/mod.ts';

/**
 * What changed since when, from messages that came before any image: not what the board is, but enough to let
 * readers go on whose boards are from that time.
 */
export class Trail {
  readonly epoch: number;
  /** Everything that changed after this sequence is in the trail, up to `top`. */
  readonly from: number;
  readonly changed = new Map<MarketKey, number>();
  readonly removed = new Map<MarketKey, number>();
  #top: number;

  constructor({ kind, epoch, seq, prev }: OddsMessage) {
    this.epoch = epoch;
    // An image does not say what of it is new, so it tells nothing of the time before it.
    this.from = kind === 'image' ? seq : prev;
    this.#top = this.from;
  }

  get top(): number {
    return this.#top;
  }

  /** False when something is missing between the trail and the message: a new trail has to begin. */
  follow({ kind, epoch, seq, prev, markets, removed }: OddsMessage): boolean {
    if (epoch !== this.epoch) return false;
    if (seq <= this.#top) return true;
    if (kind === 'image' || prev > this.#top) return false;
    for (const { key } of markets) {
      this.changed.set(key, seq);
      this.removed.delete(key);
    }
    for (const key of removed) {
      this.changed.delete(key);
      this.removed.set(key, seq);
    }
    this.#top = seq;
    return true;
  }
}
