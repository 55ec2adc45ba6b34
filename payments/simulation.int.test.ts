import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { CURRENCIES, Refusal, type PaymentKind } from '#contracts/mod.ts';
import { balanceOf, houseAccountId, verifyLedger } from '#ledger/mod.ts';
import { newId, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { approvePayment, cancelPayment, rejectPayment } from './decisions.ts';
import { listPayments } from './payment-rows.ts';
import type { PaymentProvider } from './provider/port.ts';
import type { PaymentOrder } from './requests.ts';
import { Killed, killedPool, World, type Customer } from './testing/mod.ts';

let database: TestDatabase;
let pool: Pool;
beforeEach(async () => {
  database = await freshDatabase();
  pool = database.pool;
});
afterEach(() => database.drop());

const STEPS = 150;
const FAULTS = { lost: 0.2, repeated: 0.3, late: 0.5, lateByMs: 20_000 };
/** How often a process dies, and within how many statements. */
const DEATHS = 0.25;
const WITHIN = 12;

class NoAnswer extends Error {}

/** Chance drives everything: what people ask, what the provider does, what is lost, and who dies when. */
class Run {
  readonly world: World;
  readonly customers: Customer[] = [];
  readonly orders: PaymentOrder[] = [];
  readonly spent = new Map<Customer, bigint>();
  readonly #operator: string;

  constructor(seed: string, operator: string) {
    this.world = new World(pool, seed, FAULTS);
    this.#operator = operator;
  }

  get #random() {
    return this.world.random;
  }

  /** A pool that dies soon, or one that does not. */
  #mortal(): Pool {
    const dies = this.#random.next() < DEATHS;
    return dies ? killedPool(pool, 1 + this.#random.int(WITHIN)).pool : pool;
  }

  /** Answers that are lost on their way, before or after the provider has heard. */
  #flaky(): PaymentProvider {
    const { provider } = this.world;
    return {
      ...provider,
      start: async (order) => {
        if (this.#random.next() < 0.2) throw new NoAnswer();
        const answer = await provider.start(order);
        if (this.#random.next() < 0.2) throw new NoAnswer();
        return answer;
      },
    };
  }

  async #ask(kind: PaymentKind): Promise<unknown> {
    const customer = this.#random.pick(this.customers);
    const isLarge = kind === 'withdrawal' && this.#random.next() < 0.3;
    const whole = isLarge ? 1_001 + this.#random.int(1_000) : 5 + this.#random.int(200);
    const order = this.world.order(customer, kind, BigInt(whole * 100 + this.#random.int(10)));
    this.orders.push(order);
    return this.world.request(order, this.#mortal());
  }

  readonly #actions: readonly (() => Promise<unknown>)[] = [
    () => this.#ask('deposit'),
    () => this.#ask('withdrawal'),
    () =>
      this.orders.length === 0
        ? Promise.resolve()
        : this.world.request(this.#random.pick(this.orders), this.#mortal()),
    async () => {
      const { accountId, userId } = this.#random.pick(this.customers);
      const [payment] = await listPayments(pool, accountId, { limit: 1 });
      const by = { accountId, userId, at: this.world.clock.now() };
      if (payment) await cancelPayment(this.#mortal(), payment.id, by);
    },
    () => this.decide(this.#mortal()),
    () => this.world.send(this.#mortal(), this.#flaky()),
    () => this.world.send(this.#mortal(), this.#flaky()),
    () => this.world.deliver(this.#mortal()),
    () => this.world.apply(this.#mortal()),
    () => this.world.readLog(this.#mortal()),
    () => this.world.clock.advance(this.#random.int(5_000)),
    () => this.world.clock.advance(this.#random.int(5_000)),
    () => this.#takeBack(),
    () => this.#spend(),
    () => {
      this.world.books.clear(this.#random.pick(CURRENCIES));
      return Promise.resolve();
    },
  ];

  async decide(mortal: Pool): Promise<boolean> {
    const { rows } = await pool.query<{ id: string }>(
      `SELECT id FROM payment WHERE status = 'approval' ORDER BY id LIMIT 1`,
    );
    const id = rows[0]?.id;
    if (id === undefined) return false;
    const by = { userId: this.#operator, at: this.world.clock.now() };
    if (this.#random.next() < 0.5) await approvePayment(mortal, id, by);
    else await rejectPayment(mortal, id, { ...by, reason: 'documents_missing' });
    return true;
  }

  #takeBack(): Promise<void> {
    const all = this.world.books.all();
    if (all.length === 0) return Promise.resolve();
    const { order, payment } = this.#random.pick(all);
    const total = (BigInt(payment.done) * BigInt(this.#random.int(101))) / 100n;
    const what = this.#random.pick(['refunded', 'chargedBack'] as const);
    this.world.books.takeBack(order.reference, what, total);
    return Promise.resolve();
  }

  async #spend(): Promise<void> {
    const customer = this.#random.pick(this.customers);
    const free = (await balanceOf(pool, customer.accountId)) ?? 0n;
    const amount = (free * BigInt(this.#random.int(101))) / 100n;
    if (amount <= 0n) return;
    await this.world.spend(customer, amount);
    this.spent.set(customer, (this.spent.get(customer) ?? 0n) + amount);
  }

  async step(): Promise<void> {
    await this.#random
      .pick(this.#actions)()
      .catch((error: unknown) => {
        const isExpected =
          error instanceof Killed || error instanceof NoAnswer || error instanceof Refusal;
        if (!isExpected) throw error;
      });
  }
}

/** What every payment of a customer came to, as the provider says it. */
const netAtProvider = (world: World, orders: readonly PaymentOrder[]): bigint =>
  orders.reduce((sum, { id, kind }) => {
    const payment = world.books.find(id)?.payment;
    if (!payment) return sum;
    const net = BigInt(payment.done) - BigInt(payment.refunded) - BigInt(payment.chargedBack);
    return kind === 'deposit' ? sum + net : sum - net;
  }, 0n);

const START_MINOR = 500_00n;

describe('months of bad luck', () => {
  test.each([1, 2, 3, 4, 5, 6])(
    'end with the books of the provider in the ledger, seed %i',
    async (seed) => {
      const operator = newId();
      await pool.query(
        `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, 'olga', 'none', 'operator')`,
        [operator],
      );
      const run = new Run(String(seed), operator);
      const { world } = run;
      for (const currency of ['EUR', 'EUR', 'JPY'] as const)
        run.customers.push(await world.customer(currency, START_MINOR));
      for (let step = 0; step < STEPS; step += 1) await run.step();
      do await world.settle();
      while (await run.decide(pool));

      const { rows: wrong } = await pool.query(
        `SELECT event_id, outcome FROM payment_event WHERE outcome IS NULL OR outcome LIKE 'refused%'`,
      );
      expect(wrong).toEqual([]);
      for (const customer of run.customers) {
        const own = run.orders.filter(({ accountId }) => accountId === customer.accountId);
        const lost = run.spent.get(customer) ?? 0n;
        expect(await world.funds(customer)).toBe(START_MINOR - lost + netAtProvider(world, own));
        for (const payment of await listPayments(pool, customer.accountId, { limit: 1_000 })) {
          const there = world.books.find(payment.id)?.payment;
          expect([there?.status, there?.done, there?.refunded, there?.chargedBack]).toEqual(
            there === undefined
              ? [undefined, undefined, undefined, undefined]
              : [
                  payment.status,
                  payment.doneMinor,
                  payment.refundedMinor,
                  payment.chargedBackMinor,
                ].map(String),
          );
          if (there === undefined)
            expect(['cancelled', 'rejected', 'failed']).toContain(payment.status);
        }
      }
      for (const currency of CURRENCIES) {
        expect(await world.atProvider(currency)).toBe(world.books.balance(currency));
        expect(await balanceOf(pool, houseAccountId('payouts', currency))).toBe(0n);
      }
      await world.clear();
      for (const currency of CURRENCIES) expect(await world.atProvider(currency)).toBe(0n);
      const { results } = await verifyLedger(pool);
      expect(results.filter(({ failure }) => failure)).toEqual([]);
    },
  );
});
