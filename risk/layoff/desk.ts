import {
  InputError,
  ODDS_SCALE,
  type Currency,
  type FixtureId,
  type LayOffAnswer,
  type LayOffOrder,
  type LayOffRequest,
} from '#contracts/mod.ts';
import {
  inTurn,
  newId,
  repeat,
  type Clock,
  type Logger,
  type Pool,
  type Repeated,
} from '#platform/mod.ts';

import type { ExchangeMarket } from './exchange-market.ts';
import type { ExchangePort, LimitOrder, OrderReport } from './exchange-port.ts';
import type { LiabilityOf } from './hedge.ts';
import { riskMinorOf } from './limits.ts';
import { decimalOfOrder } from './position.ts';
import { proposalFor } from './propose.ts';
import { settlePositions, type PostSettlement } from './settle-positions.ts';
import {
  approveOrder,
  closeOrder,
  layOffLimits,
  layOffOrder,
  layOffOrders,
  orderRefOf,
  setLayOffLimits,
  writeProposal,
  writeReport,
  type Deed,
} from './store.ts';

/** The book of the house, as far as the desk needs it. */
export type DeskBook = Readonly<{
  /** What the open bets on a match mean for its selections, until the book changes. */
  liabilitiesOn: (fixtureId: FixtureId) => LiabilityOf;
  /** What is matched of an order counts from now on, in the place of what was. */
  holdPosition: (order: LayOffOrder) => void;
  dropPosition: (orderId: string) => void;
}>;

export type DeskOptions = Readonly<{
  pool: Pool;
  clock: Clock;
  log: Logger;
  exchange: LayOffOrder['exchange'];
  port: ExchangePort;
  book: DeskBook;
  /** What the exchange shows now. */
  markets: () => readonly ExchangeMarket[];
  /** Has what a position came to in the books of the house. */
  post: PostSettlement;
  /** Of the house, and of its account at the exchange. */
  currency: Currency;
  commissionBps: number;
}>;

const TURN_MS = 2_000;
/** So often the exchange is asked about orders at work, whatever it tells by itself, and the engine proposes by itself. */
const ROUND_MS = 10_000;
/** A proposal is no longer sent, and a market no longer looked at, when its prices are older than this. */
const PRICE_AGE_MS = 30_000;
/** After so long an order that the exchange does not know was not placed: bets are delayed by 12 s at most. */
const UNKNOWN_AFTER_MS = 30_000;
const BPS = 10_000;
const NO_LIMITS =
  'a person sets limits first: overround lay-off limits --band <minor> --order <minor> --match <minor> ' +
  '--day <minor> --actor <name> --reason <words>';

/** Told to whoever asked, in these words. */
const refused = (field: string, message: string): InputError =>
  Object.assign(new InputError('STATE_CONTRADICTORY', field, null, message), { message });

/**
 * Lays risk off: proposes orders, sends what a person approved or limits allow by themselves, and keeps each order and
 * fill in PostgreSQL. An order is written before the exchange hears of it, and never sent twice: after a crash, or an
 * answer that did not come, the exchange is asked what it has. Does one thing at a time.
 */
export class LayOffDesk {
  readonly #options: DeskOptions;
  readonly #inTurn = inTurn();
  #turns: Repeated | undefined;
  #unfollow: () => void = () => undefined;
  #nextRound = 0;
  #resultsSince = 0;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** Positions into the book, then what became of the orders that an earlier run left at work. */
  async start(): Promise<void> {
    const { pool, port, clock, book } = this.#options;
    this.#unfollow = port.follow({
      report: (report) => {
        this.#later(() => this.#take(report));
      },
      gap: () => {
        this.#later(() => this.#reconcile());
      },
    });
    for (const order of await layOffOrders(pool, 'positions')) book.holdPosition(order);
    this.#later(() => this.#reconcile());
    this.#turns = repeat(clock, {
      everyMs: TURN_MS,
      work: () => this.#inTurn(() => this.#turn()),
      onError: (error) => {
        this.#failed(error);
      },
    });
  }

  async stop(): Promise<void> {
    this.#unfollow();
    await this.#turns?.stop();
    await this.#inTurn(() => Promise.resolve());
  }

  async answer(request: LayOffRequest): Promise<LayOffAnswer> {
    const { pool } = this.#options;
    try {
      const orders = await this.#answer(request);
      return { ok: true, limits: (await layOffLimits(pool)) ?? null, orders: [...orders] };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { ok: false, field: error.field, message: error.message };
    }
  }

  async #answer(request: LayOffRequest): Promise<readonly LayOffOrder[]> {
    const { pool, clock } = this.#options;
    switch (request.op) {
      case 'list':
        return layOffOrders(pool, 'all', request.limit);
      case 'propose':
        return this.#inTurn(() => this.#propose(request.fixtureId));
      case 'send':
        return this.#inTurn(() => this.#send(request.orderId, { ...request, cause: 'person' }));
      case 'cancel':
        return this.#inTurn(() => this.#cancel(request.orderId));
      case 'limits': {
        const { limits, actor, reason } = request;
        if (limits !== undefined)
          await setLayOffLimits(pool, limits, { actor, reason, at: clock.now() });
        return [];
      }
    }
  }

  /** Results, orders at work, and what limits let the engine do by itself. */
  async #turn(): Promise<void> {
    const { pool, clock } = this.#options;
    await this.#settle();
    if (clock.now() < this.#nextRound) return;
    this.#nextRound = clock.now() + ROUND_MS;
    await this.#reconcile();
    for (const { orderId } of await layOffOrders(pool, 'resulted'))
      await this.#cancel(orderId).catch((error: unknown) => {
        this.#failed(error);
      });
    const limits = await layOffLimits(pool);
    if (limits?.automatic !== true) return;
    for (const { orderId } of await this.#propose()) {
      const deed = { actor: 'engine', reason: 'limits allow it', cause: 'automatic' } as const;
      await this.#send(orderId, deed).catch((error: unknown) => {
        // Limits that are used up are no failure.
        if (!(error instanceof InputError)) throw error;
      });
    }
  }

  async #settle(): Promise<void> {
    const { pool, clock, book, post } = this.#options;
    const of = { at: clock.now(), since: this.#resultsSince };
    const { ids, failures, since } = await settlePositions(pool, post, of);
    for (const id of ids) book.dropPosition(id);
    for (const failure of failures) this.#failed(failure);
    this.#resultsSince = since;
  }

  async #propose(fixtureId?: FixtureId): Promise<readonly LayOffOrder[]> {
    const { pool, clock, markets, book, exchange, currency, commissionBps } = this.#options;
    const limits = await layOffLimits(pool);
    if (limits === undefined) throw refused('limits', NO_LIMITS);
    const atWork = new Set((await layOffOrders(pool, 'at-work')).map((order) => order.fixtureId));
    const now = clock.now();
    const shown = markets().filter(
      (market) =>
        (fixtureId === undefined || market.fixtureId === fixtureId) &&
        market.isOpen &&
        now - market.at <= PRICE_AGE_MS &&
        !atWork.has(market.fixtureId),
    );
    const terms = { limits, commission: commissionBps / BPS };
    const ids: string[] = [];
    for (const [match, ofMatch] of Map.groupBy(shown, (market) => market.fixtureId)) {
      const proposal = proposalFor(ofMatch, book.liabilitiesOn(match), terms);
      if (proposal === null) continue;
      const { market, selection, odds, sizeMinor } = proposal;
      const { marketId, fixtureId: on, marketKey } = market;
      const orderId = newId();
      await writeProposal(pool, {
        ...{ orderId, exchange, marketId, selectionId: selection.selectionId, fixtureId: on },
        ...{ marketKey, outcomeId: selection.outcomeId, side: 'back', currency, commissionBps },
        odds,
        sizeMinor: String(sizeMinor),
        riskMinor: String(riskMinorOf('back', sizeMinor, odds / ODDS_SCALE)),
        createdAt: now,
      });
      ids.push(orderId);
    }
    return this.#ordersOf(ids);
  }

  async #ordersOf(ids: readonly string[]): Promise<readonly LayOffOrder[]> {
    const found = await Promise.all(ids.map((id) => layOffOrder(this.#options.pool, id)));
    return found.filter((order) => order !== undefined);
  }

  async #send(
    id: string,
    deed: Deed & Readonly<{ cause: 'person' | 'automatic' }>,
  ): Promise<readonly LayOffOrder[]> {
    const { pool, clock, port, log } = this.#options;
    const at = clock.now();
    const approved = await approveOrder(pool, id, { ...deed, at, oldestAt: at - PRICE_AGE_MS });
    if ('why' in approved) throw refused('order', `the order is not sent: ${approved.why}`);
    const placed = await port.place(limitOrderOf(approved.order)).catch((error: unknown) => {
      this.#failed(error);
      return { ok: false, refusal: 'OUTCOME_UNKNOWN' } as const;
    });
    if (placed.ok) await this.#take(placed.report);
    else if (placed.refusal === 'OUTCOME_UNKNOWN' || placed.refusal === 'DUPLICATE')
      log.warn({ orderId: id }, 'the exchange may have an order or not; it will be asked');
    else await closeOrder(pool, id, placed.detail ?? placed.refusal);
    return this.#ordersOf([id]);
  }

  async #cancel(id: string): Promise<readonly LayOffOrder[]> {
    const { pool, port } = this.#options;
    const order = await layOffOrder(pool, id);
    if (order === undefined) throw refused('order', 'there is no such order');
    if (order.status !== 'open' && order.status !== 'sending')
      throw refused('order', `the order is ${order.status}`);
    const report = await port.cancel(limitOrderOf(order));
    if (report !== undefined) await this.#take(report);
    else await this.#reconcile();
    return this.#ordersOf([id]);
  }

  /** Asks the exchange about all orders at work. */
  async #reconcile(): Promise<void> {
    const { pool, port, clock } = this.#options;
    const atWork = await layOffOrders(pool, 'at-work');
    if (atWork.length === 0) return;
    const reports = await port.orders(atWork.map(({ orderId }) => orderRefOf(orderId)));
    const known = new Set(reports.map(({ orderRef }) => orderRef));
    for (const report of reports)
      await this.#take(report).catch((error: unknown) => {
        this.#failed(error);
      });
    for (const { orderId, status, sentAt } of atWork) {
      if (known.has(orderRefOf(orderId)) || clock.now() - (sentAt ?? 0) < UNKNOWN_AFTER_MS)
        continue;
      await closeOrder(pool, orderId, status === 'sending' ? 'NOT_PLACED' : null);
    }
  }

  async #take(report: OrderReport): Promise<void> {
    const { pool, clock, book } = this.#options;
    const order = await writeReport(pool, report, clock.now());
    if (order?.result === null) book.holdPosition(order);
  }

  #later(work: () => Promise<void>): void {
    this.#inTurn(work).catch((error: unknown) => {
      this.#failed(error);
    });
  }

  #failed(error: unknown): void {
    this.#options.log.error({ err: error }, 'the lay-off desk failed at a step');
  }
}

const limitOrderOf = (order: LayOffOrder): LimitOrder => ({
  orderRef: orderRefOf(order.orderId),
  marketId: order.marketId,
  selectionId: order.selectionId,
  side: order.side,
  odds: decimalOfOrder(order),
  sizeMinor: Number(order.sizeMinor),
});
