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

/** Complete orders that are still told of, the newest: whoever asks about one later is answered that it is not known. */
const KEPT_COMPLETE = 10_000;

const keyOf = ({ marketId, selectionId }: Pick<LimitOrder, 'marketId' | 'selectionId'>): string =>
  `${marketId} ${String(selectionId)}`;

/**
 * An exchange in this process: orders meet the offers that a real one shows, in the order of its messages, as limit
 * orders do. It keeps nothing: what waited when the process ended has lapsed.
 */
export class SimulatedMarkets implements ExchangePort {
  readonly #options: SimulatedOptions;
  readonly #shown = new Map<string, Shown>();
  /** Orders that are not complete, or of which that was not told yet: where they stand, and what was told last. */
  readonly #open = new Map<string, Readonly<{ shown: Shown; told: string }>>();
  readonly #complete = new Map<string, OrderReport>();
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
    const { orderRef } = order;
    if (this.#complete.has(orderRef)) return { ok: false, refusal: 'DUPLICATE' } as const;
    const placed = await shown.exchange.place(order);
    if (placed.ok) this.#keep(orderRef, shown, placed.report);
    this.#tell();
    return placed;
  }

  async cancel(order: LimitOrder): Promise<OrderReport | undefined> {
    const { orderRef } = order;
    return this.#complete.get(orderRef) ?? this.#shown.get(keyOf(order))?.exchange.cancel(orderRef);
  }

  orders(orderRefs: readonly string[]): Promise<readonly OrderReport[]> {
    const reports = orderRefs.map(
      (ref) => this.#complete.get(ref) ?? this.#open.get(ref)?.shown.exchange.report(ref),
    );
    return Promise.resolve(reports.filter((report) => report !== undefined));
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

  /** Where an order stands was told: a complete one is over, and no quote looks at it again. */
  #keep(orderRef: string, shown: Shown, report: OrderReport): void {
    if (report.status !== 'complete') {
      this.#open.set(orderRef, { shown, told: JSON.stringify(report) });
      return;
    }
    this.#open.delete(orderRef);
    shown.exchange.forget(orderRef);
    this.#complete.set(orderRef, report);
    const [oldest] = this.#complete.keys();
    if (this.#complete.size > KEPT_COMPLETE && oldest !== undefined) this.#complete.delete(oldest);
  }

  /** Only what has changed since it was told last. */
  #tell(): void {
    for (const [orderRef, { shown, told }] of this.#open) {
      const report = shown.exchange.report(orderRef);
      if (report === undefined || JSON.stringify(report) === told) continue;
      this.#keep(orderRef, shown, report);
      for (const { report: tell } of this.#listeners) tell(report);
    }
  }
}
