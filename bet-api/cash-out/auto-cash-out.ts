import { Refusal } from '#contracts/mod.ts';
import { repeat, type Clock, type Logger, type Pool, type Repeated } from '#platform/mod.ts';

import type { FixtureBook } from '../book/fixture-book.ts';
import type { BetApiConfig } from '../config.ts';
import { selectBets, type BetRow } from '../placement/bet-row.ts';
import type { CashOuts } from './cash-outs.ts';
import { activeRules, type CashOutRule } from './rules.ts';

export type AutoCashOutPorts = Readonly<{
  pool: Pool;
  book: FixtureBook;
  cashOuts: CashOuts;
  clock: Clock;
  log: Logger;
  config: Pick<BetApiConfig, 'autoCashOutEveryMs'>;
}>;

/**
 * Takes offers for standing orders as soon as they are good enough. PostgreSQL holds the orders, so any process may
 * run this and any may stop; two that see the same offer find that the bet is being cashed out.
 */
export class AutoCashOut {
  readonly #ports: AutoCashOutPorts;
  /** By order: the odds by which it was looked at last. */
  readonly #seen = new Map<string, string>();
  #looking: Repeated | undefined;

  constructor(ports: AutoCashOutPorts) {
    this.#ports = ports;
  }

  start(): void {
    const { clock, config, log } = this.#ports;
    this.#looking ??= repeat(clock, {
      everyMs: config.autoCashOutEveryMs,
      work: () => this.lookOnce(),
      onError: (error) => {
        log.warn({ err: error }, 'standing orders could not be looked at; trying again');
      },
    });
  }

  async stop(): Promise<void> {
    await this.#looking?.stop();
  }

  /** Looks at the orders whose odds moved since the last time; returns how many offers it took. */
  async lookOnce(): Promise<number> {
    const { pool } = this.#ports;
    const rules = await activeRules(pool);
    const ids = new Set(rules.map(({ ruleId }) => ruleId));
    for (const id of this.#seen.keys()) if (!ids.has(id)) this.#seen.delete(id);
    if (rules.length === 0) return 0;
    const bets = await selectBets(
      pool,
      { where: 'b.id = ANY ($1::uuid[])', order: 'b.id, l.leg' },
      [rules.map(({ betId }) => betId)],
    );
    const byId = new Map(bets.map((bet) => [bet.betId, bet]));
    let taken = 0;
    for (const rule of rules) {
      const bet = byId.get(rule.betId);
      if (bet && (await this.#look(rule, bet))) taken += 1;
    }
    return taken;
  }

  async #look(rule: CashOutRule, bet: BetRow): Promise<boolean> {
    const { cashOuts, log } = this.#ports;
    const odds = this.#oddsOf(bet);
    if (this.#seen.get(rule.ruleId) === odds) return false;
    try {
      const offer = await cashOuts.price(bet, rule.partBps);
      this.#seen.set(rule.ruleId, odds);
      if (offer.valueMinor < rule.targetMinor) return false;
      await cashOuts.keep(bet, offer);
      const { quoteId } = offer;
      const { ruleId, betId, accountId } = rule;
      const key = `auto-${quoteId}`;
      await cashOuts.take({ quoteId, betId, accountId, key, policy: 'higher', ruleId });
      return true;
    } catch (error) {
      const { betId } = rule;
      // Suspended, away, or someone else was faster: the next odds are looked at anew.
      if (error instanceof Refusal)
        log.debug({ code: error.code, betId }, 'no offer for a standing order');
      // One that cannot be looked at does not keep the others from being sold.
      else log.warn({ err: error, betId }, 'a standing order could not be looked at');
      return false;
    }
  }

  /** The version of the bet and the states of all boards that its open legs are on. */
  #oddsOf({ version, legs }: BetRow): string {
    const open = legs.filter(({ result }) => result === null);
    const states = open.map(({ fixtureId }) => {
      const { epoch = 0, seq = 0 } = this.#ports.book.view(fixtureId) ?? {};
      return `${String(epoch)}:${String(seq)}`;
    });
    return [version, ...states].join(' ');
  }
}
