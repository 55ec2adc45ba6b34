import type { Clock } from '#platform/mod.ts';

import type { ExchangeMarket } from './exchange-market.ts';
import type { ExchangePort, LimitOrder, OrderListener, OrderReport } from './exchange-port.ts';
import { SimulatedExchange } from './simulated-exchange.ts';

export type SimulatedOptions = Readonly<{
  clock: Clock;
  /** How long an order in play waits before it takes part. */
  inPlayDelayMs: number;
}>;

interface Shown {
  readonly exchange: SimulatedExchange;
  isOpen: boolean;
  inPlay: boolean;
  lastTraded: number | null;
}

const keyOf = ({ marketId, selectionId }: Pick<LimitOrder, 'marketId' | 'selectionId'>): string =>
  `${marketId} ${String(selectionId)}`;

/**
 * An exchange in this process: orders meet the offers that a real one shows, in the order of its messages, as limit
 * orders do. It keeps nothing: what waited when the process ended has lapsed.
 */
export class SimulatedMarkets implements ExchangePort {
  readonly #options: SimulatedOptions;
  readonly #shown = new Map<string, Shown>();
  readonly #told = new Map<string, string>();
  readonly #listeners = new Set<OrderListener>();

  constructor(options: SimulatedOptions) {
    this.#options = options;
  }

  /** The market is like this now. */
  show({ marketId, isOpen, inPlay, selections }: ExchangeMarket): void {
    for (const { selectionId, back, lay, lastTraded } of selections) {
      const shown = this.#of({ marketId, selectionId });
      // What waits is taken back at the turn in play as well as by a suspension.
      if (!isOpen || (inPlay && !shown.inPlay)) shown.exchange.suspend();
      if (isOpen) shown.exchange.reopen();
      const hasTraded = lastTraded !== null && lastTraded !== shown.lastTraded;
      Object.assign(shown, { isOpen, inPlay, lastTraded });
      shown.exchange.show({
        back: isOpen && back !== null ? [back] : [],
        lay: isOpen && lay !== null ? [lay] : [],
      });
      if (isOpen && hasTraded) shown.exchange.tradedThrough(lastTraded);
    }
    this.#tell();
  }

  /** Delays end when time has passed. */
  tick(): void {
    for (const { exchange } of this.#shown.values()) exchange.tick();
    this.#tell();
  }

  async place(order: LimitOrder) {
    const shown = this.#shown.get(keyOf(order));
    if (shown?.isOpen !== true) return { ok: false, refusal: 'MARKET_NOT_OPEN' } as const;
    const placed = await shown.exchange.place(order);
    if (placed.ok) this.#told.set(order.orderRef, JSON.stringify(placed.report));
    this.#tell();
    return placed;
  }

  async cancel(order: LimitOrder): Promise<OrderReport | undefined> {
    return this.#shown.get(keyOf(order))?.exchange.cancel(order.orderRef);
  }

  orders(orderRefs: readonly string[]): Promise<readonly OrderReport[]> {
    const wanted = new Set(orderRefs);
    return Promise.resolve(this.#reports().filter(({ orderRef }) => wanted.has(orderRef)));
  }

  follow(listener: OrderListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #of(of: Pick<LimitOrder, 'marketId' | 'selectionId'>): Shown {
    const key = keyOf(of);
    const known = this.#shown.get(key);
    if (known !== undefined) return known;
    const { clock, inPlayDelayMs } = this.#options;
    const shown: Shown = {
      exchange: new SimulatedExchange({
        delayMs: () => (shown.inPlay ? inPlayDelayMs : 0),
        now: () => clock.now(),
      }),
      isOpen: false,
      inPlay: false,
      lastTraded: null,
    };
    this.#shown.set(key, shown);
    return shown;
  }

  #reports(): readonly OrderReport[] {
    return [...this.#shown.values()].flatMap(({ exchange }) => exchange.reports());
  }

  /** Only what has changed since it was told last. */
  #tell(): void {
    for (const report of this.#reports()) {
      const text = JSON.stringify(report);
      if (this.#told.get(report.orderRef) === text) continue;
      this.#told.set(report.orderRef, text);
      for (const { report: tell } of this.#listeners) tell(report);
    }
  }
}
