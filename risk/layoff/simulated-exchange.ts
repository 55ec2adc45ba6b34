import type { LimitOrder, OrderReport, OrderSide, PlaceResult } from './exchange-port.ts';

const LOWEST_ODDS = 1.01;
const HIGHEST_ODDS = 1_000;

interface Resting {
  readonly order: LimitOrder;
  /** Takes no part before. */
  readonly activeAt: number;
  /** Others' money that stood at the price before it came, and is matched first. */
  aheadMinor: number;
  matchedMinor: number;
  /** Size × odds of what is matched. */
  weighted: number;
  remainingMinor: number;
}

/** Others' offers that an order can take at once: the odds and how much of a backer's stake. */
export type Offer = Readonly<{ odds: number; sizeMinor: number }>;
export type Depth = Readonly<{
  /** To back at, and to lay at. */
  back: readonly Offer[];
  lay: readonly Offer[];
}>;

export type SimulatedMarket = Readonly<{
  /** Of an order that comes now. */
  delayMs: number | (() => number);
  now: () => number;
}>;

const offerKey = (side: OrderSide, odds: number): string => `${side} ${String(odds)}`;

const better = (order: LimitOrder, odds: number): boolean =>
  order.side === 'back' ? odds >= order.odds : odds <= order.odds;

/**
 * One selection of an exchange: an order takes what stands at its odds or better, the rest waits behind the money that
 * stood there first and fills as others trade. A suspension takes back what is unmatched, as exchanges do in play.
 */
export class SimulatedExchange {
  readonly #market: SimulatedMarket;
  readonly #orders = new Map<string, Resting>();
  /** What our orders have taken of an offer that others still show in full, by side and odds. */
  readonly #taken = new Map<string, number>();
  #depth: Depth = { back: [], lay: [] };
  #isSuspended = false;

  constructor(market: SimulatedMarket) {
    this.#market = market;
  }

  /** Others' offers are these now. What was taken of one stays taken for as long as it is shown at the same odds. */
  show(depth: Depth): void {
    this.#depth = { back: this.#left('back', depth), lay: this.#left('lay', depth) };
    const shown = [
      ...depth.back.map(({ odds }) => offerKey('back', odds)),
      ...depth.lay.map(({ odds }) => offerKey('lay', odds)),
    ];
    for (const key of this.#taken.keys()) if (!shown.includes(key)) this.#taken.delete(key);
    this.#matchActive();
  }

  #left(side: OrderSide, depth: Depth): readonly Offer[] {
    return depth[side].map(({ odds, sizeMinor }) => {
      const taken = this.#taken.get(offerKey(side, odds)) ?? 0;
      return { odds, sizeMinor: Math.max(0, sizeMinor - taken) };
    });
  }

  /** Others trade beyond these odds, so every order that waited nearer has been passed: it is matched in full. */
  tradedThrough(odds: number): void {
    for (const resting of this.#orders.values()) {
      const { order } = resting;
      const isPassed = order.side === 'back' ? odds > order.odds : odds < order.odds;
      if (isPassed && this.#isActive(resting)) fill(resting, order.odds, resting.remainingMinor);
    }
  }

  suspend(): void {
    this.#isSuspended = true;
    for (const resting of this.#orders.values()) resting.remainingMinor = 0;
  }

  reopen(): void {
    this.#isSuspended = false;
  }

  /** Delays end when time has passed. */
  tick(): void {
    this.#matchActive();
  }

  /** Others trade at these odds, so orders that wait there or at better ones for the others fill in their turn. */
  trade(odds: number, sizeMinor: number): void {
    let left = sizeMinor;
    for (const resting of this.#orders.values()) {
      const { order } = resting;
      const isReached = order.side === 'back' ? odds >= order.odds : odds <= order.odds;
      if (!isReached || resting.remainingMinor === 0 || !this.#isActive(resting)) continue;
      const ahead = Math.min(left, resting.aheadMinor);
      resting.aheadMinor -= ahead;
      left -= ahead;
      left -= fill(resting, order.odds, left);
    }
  }

  place(order: LimitOrder): Promise<PlaceResult> {
    return Promise.resolve(this.#place(order));
  }

  cancel(orderRef: string): Promise<OrderReport | undefined> {
    const resting = this.#orders.get(orderRef);
    if (resting === undefined) return Promise.resolve(undefined);
    resting.remainingMinor = 0;
    return Promise.resolve(this.#report(resting));
  }

  orders(): Promise<readonly OrderReport[]> {
    return Promise.resolve([...this.#orders.values()].map((resting) => this.#report(resting)));
  }

  report(orderRef: string): OrderReport | undefined {
    const resting = this.#orders.get(orderRef);
    return resting && this.#report(resting);
  }

  /** An order that is complete is looked at no more; its reference is as if it had never been used. */
  forget(orderRef: string): void {
    this.#orders.delete(orderRef);
  }

  #place(order: LimitOrder): PlaceResult {
    const { odds, sizeMinor, orderRef } = order;
    if (this.#isSuspended) return { ok: false, refusal: 'MARKET_SUSPENDED' };
    if (this.#orders.has(orderRef)) return { ok: false, refusal: 'DUPLICATE' };
    if (!(odds >= LOWEST_ODDS && odds <= HIGHEST_ODDS))
      return { ok: false, refusal: 'INVALID_ODDS' };
    if (!Number.isSafeInteger(sizeMinor) || sizeMinor <= 0)
      return { ok: false, refusal: 'INVALID_SIZE' };
    const { delayMs, now } = this.#market;
    const resting: Resting = {
      order,
      activeAt: now() + (typeof delayMs === 'number' ? delayMs : delayMs()),
      aheadMinor: 0,
      matchedMinor: 0,
      weighted: 0,
      remainingMinor: sizeMinor,
    };
    this.#orders.set(orderRef, resting);
    this.#matchActive();
    return { ok: true, report: this.#report(resting) };
  }

  #isActive = ({ activeAt }: Resting): boolean => activeAt <= this.#market.now();

  #matchActive(): void {
    for (const resting of this.#orders.values()) {
      if (resting.remainingMinor > 0 && this.#isActive(resting)) this.#take(resting);
    }
  }

  /** What others offer is used up as it is taken; what they ask for at the same odds stands in front. */
  #take(resting: Resting): void {
    const { order } = resting;
    const offers = this.#depth[order.side].map((offer) => {
      if (!better(order, offer.odds)) return offer;
      const taken = fill(resting, offer.odds, offer.sizeMinor);
      const key = offerKey(order.side, offer.odds);
      this.#taken.set(key, (this.#taken.get(key) ?? 0) + taken);
      return { ...offer, sizeMinor: offer.sizeMinor - taken };
    });
    const others = this.#depth[order.side === 'back' ? 'lay' : 'back'];
    const level = others.find(({ odds }) => odds === order.odds);
    resting.aheadMinor = Math.max(resting.aheadMinor, level?.sizeMinor ?? 0);
    this.#depth = { ...this.#depth, [order.side]: offers };
  }

  #report(resting: Resting): OrderReport {
    const { order, matchedMinor, weighted, remainingMinor } = resting;
    const isWaiting = remainingMinor > 0;
    return {
      orderRef: order.orderRef,
      status: !isWaiting ? 'complete' : this.#isActive(resting) ? 'executable' : 'delayed',
      matchedMinor,
      averageOdds: matchedMinor === 0 ? 0 : weighted / matchedMinor,
      remainingMinor,
    };
  }
}

function fill(resting: Resting, odds: number, offeredMinor: number): number {
  const taken = Math.min(resting.remainingMinor, offeredMinor);
  resting.matchedMinor += taken;
  resting.weighted += taken * odds;
  resting.remainingMinor -= taken;
  return taken;
}
