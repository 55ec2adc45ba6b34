import { Refusal } from '#contracts/mod.ts';
import { repeat, type Clock, type Logger, type Pool, type Repeated } from '#platform/mod.ts';

import type { BetApiConfig } from '../config.ts';
import { isDatabaseAway } from '../database-errors.ts';
import { selectBets, type BetRow } from '../placement/bet-row.ts';
import type { QuotePort } from '../quote-port.ts';
import type { CashOutAnswer, CashOutRow } from './cash-out-row.ts';
import { claimOverdueCashOuts, giveUpCashOuts } from './claim.ts';
import { decideCashOut } from './decide.ts';
import { finishCashOut } from './finish.ts';
import { insertQuote, priceCashOut, purgeQuotes, type CashOutOffer } from './quote.ts';
import { receiveCashOut, type CashOutOrder } from './receive.ts';

export type CashOutPorts = Readonly<{
  pool: Pool;
  quotes: QuotePort;
  clock: Clock;
  newId: () => string;
  log: Logger;
  config: BetApiConfig;
}>;

/** A final answer, or a cash-out that waits for its decision with the promise of its answer. */
export type TakenCashOut =
  | Readonly<{ kind: 'answered'; answer: CashOutAnswer }>
  | Readonly<{ kind: 'deciding'; cashOut: CashOutRow; answer: Promise<CashOutAnswer> }>;

export type WantedCashOut = Omit<CashOutOrder, 'now' | 'claimLeaseMs'>;

const CLAIM_LIMIT = 100;

/**
 * Takes cash-outs through quote, receive, decide and finish. What a crash leaves between the steps is finished by
 * `claimOnce` of any process. Throws Refusal where nothing was written.
 */
export class CashOuts {
  readonly #ports: CashOutPorts;
  readonly #deciding = new Map<string, Promise<CashOutAnswer>>();
  /** Taken here, and PostgreSQL went away before their end was written: nobody need wait for their leases. */
  readonly #left = new Set<string>();
  readonly #stopping = new AbortController();
  #claiming: Repeated | undefined;

  constructor(ports: CashOutPorts) {
    this.#ports = ports;
  }

  /** What the part is worth, without an obligation. */
  price(bet: BetRow, partBps: number): Promise<CashOutOffer> {
    return priceCashOut(this.#ports, bet, partBps);
  }

  /** Makes an offer binding until it expires. */
  keep(bet: BetRow, offer: CashOutOffer): Promise<void> {
    return insertQuote(this.#ports.pool, bet, offer);
  }

  async take(wanted: WantedCashOut): Promise<TakenCashOut> {
    const { pool, clock, config } = this.#ports;
    const { claimLeaseMs } = config;
    const received = await receiveCashOut(pool, { ...wanted, now: clock.now(), claimLeaseMs });
    if (received.kind === 'repeat') return { kind: 'answered', answer: received.answer };
    const { cashOut } = received;
    return { kind: 'deciding', cashOut, answer: this.#track(cashOut) };
  }

  /** Claims overdue cash-outs that nobody finishes; resolves when those are finished. Returns their number. */
  async claimOnce(): Promise<number> {
    const { pool, clock, config, log } = this.#ports;
    const givenUp = [...this.#left];
    await giveUpCashOuts(pool, givenUp);
    for (const quoteId of givenUp) this.#left.delete(quoteId);
    const claim = { now: clock.now(), leaseMs: config.claimLeaseMs, limit: CLAIM_LIMIT };
    const claimed = await claimOverdueCashOuts(pool, claim);
    const left = claimed.filter(({ quoteId }) => !this.#deciding.has(quoteId));
    if (left.length > 0)
      log.warn({ cashOuts: left.length }, 'finishing cash-outs that were left behind');
    await Promise.allSettled(left.map((cashOut) => this.#track(cashOut)));
    await purgeQuotes(pool, clock.now());
    return left.length;
  }

  start(): void {
    const { clock, config, log } = this.#ports;
    this.#claiming ??= repeat(clock, {
      everyMs: config.claimEveryMs,
      work: () => this.claimOnce(),
      onError: (error) => {
        log.warn({ err: error }, 'overdue cash-outs could not be claimed; trying again');
      },
    });
  }

  /** Leaves cash-outs that still wait to whoever claims them next. */
  async stop(): Promise<void> {
    const claimed = this.#claiming?.stop();
    this.#stopping.abort(new Refusal('UNAVAILABLE', { because: 'the server is stopping' }));
    const deciding = [...this.#deciding.keys()];
    await Promise.allSettled(this.#deciding.values());
    await claimed;
    await giveUpCashOuts(this.#ports.pool, [...deciding, ...this.#left]).catch((error: unknown) => {
      this.#ports.log.warn({ err: error }, 'cash-outs could not be given up');
    });
  }

  #track(cashOut: CashOutRow): Promise<CashOutAnswer> {
    const { quoteId } = cashOut;
    const answer = this.#resolve(cashOut).finally(() => this.#deciding.delete(quoteId));
    this.#deciding.set(quoteId, answer);
    answer.catch((error: unknown) => {
      if (isDatabaseAway(error)) this.#left.add(quoteId);
      if (!this.#stopping.signal.aborted)
        this.#ports.log.error({ err: error, quoteId }, 'a cash-out waits to be claimed');
    });
    return answer;
  }

  async #resolve(cashOut: CashOutRow): Promise<CashOutAnswer> {
    const { pool, clock, quotes, config } = this.#ports;
    const { signal } = this.#stopping;
    const waitMs = cashOut.dueAt - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs, signal);
    const where = { where: 'b.id = $1', order: 'b.id, l.leg' };
    const [bet] = await selectBets(pool, where, [cashOut.betId]);
    if (!bet) throw new Error(`no bet ${cashOut.betId}`);
    const ports = { quotes, clock, config, signal };
    const decision = await decideCashOut(ports, bet, cashOut);
    return (await finishCashOut({ pool, clock }, { bet, cashOut }, decision)).answer;
  }
}
