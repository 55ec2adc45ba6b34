import {
  accountId,
  CURRENCIES,
  transferId,
  type AccountId,
  type Currency,
  type PaymentKind,
} from '#contracts/mod.ts';
import {
  balanceOf,
  deposit,
  houseAccountId,
  openCustomerAccount,
  post,
  providerAccountId,
  receivableAccountId,
} from '#ledger/mod.ts';
import {
  ManualClock,
  newId,
  seededRandom,
  withTransaction,
  type Pool,
  type Random,
} from '#platform/mod.ts';

import { applyNext, keepEvents, readLog } from '../inbox.ts';
import { DEFAULT_PAYMENT_POLICY } from '../limits.ts';
import type { PaymentProvider } from '../provider/port.ts';
import { signatureProblem } from '../provider/signature.ts';
import { eventOf, parseEvent, parseLog, reportOf, wireOrder } from '../provider/wire.ts';
import { requestPayment, type PaymentOrder } from '../requests.ts';
import { sendNext } from '../sender.ts';
import { Books } from '../simulated/books.ts';
import { Deliveries, NO_FAULTS, type DeliveryFaults, type Post } from '../simulated/deliveries.ts';
import { noJournal } from '../simulated/journal.ts';

const SECRETS = ['the secret of the webhooks'];
const STEP_MS = 1_000;

export type Customer = Readonly<{ accountId: AccountId; userId: string; currency: Currency }>;

/** A provider in the same process, the payments beside it, and time that stands until it is moved. */
export class World {
  readonly clock = new ManualClock();
  readonly random: Random;
  readonly books: Books;
  readonly deliveries: Deliveries;
  readonly provider: PaymentProvider;
  readonly pool: Pool;

  constructor(pool: Pool, seed: string, faults: DeliveryFaults = NO_FAULTS) {
    this.pool = pool;
    this.random = seededRandom(seed);
    this.books = new Books({ newId, stepMs: STEP_MS, journal: noJournal });
    const random = this.random.fork('deliveries');
    this.deliveries = new Deliveries({ random, secrets: SECRETS, faults });
    this.books.onEvent = (event) => this.deliveries.add(event, this.clock.now());
    this.provider = {
      name: 'simulated',
      start: async (order) => {
        const answer = this.books.start(wireOrder(order), this.clock.now());
        if ('error' in answer.body)
          return Promise.resolve({ kind: 'refused', reason: answer.body.error });
        return Promise.resolve({ kind: 'taken', report: reportOf(answer.body) });
      },
      eventsAfter: async (position) => {
        const log = parseLog(JSON.parse(JSON.stringify(this.books.eventsAfter(position))));
        return Promise.resolve({ events: log.events.map(eventOf), position: log.position });
      },
      sendWebhooksTo: () => Promise.resolve(),
    };
  }

  /** A customer with so much in the wallet. */
  async customer(currency: Currency = 'EUR', balanceMinor = 0n): Promise<Customer> {
    const customer = { accountId: accountId(newId()), userId: newId(), currency };
    const { accountId: account, userId } = customer;
    await withTransaction(this.pool, async (client) => {
      await client.query(
        `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, $2, 'none', 'bettor')`,
        [userId, `customer-${userId}`],
      );
      await client.query('INSERT INTO account (id, user_id, currency) VALUES ($1, $2, $3)', [
        account,
        userId,
        currency,
      ]);
      await openCustomerAccount(client, account, { purpose: 'wallet', currency });
      if (balanceMinor === 0n) return;
      const given = { id: transferId(newId()), currency, amountMinor: balanceMinor, at: 0 };
      await post([deposit({ ...given, accountId: account })], client);
    });
    return customer;
  }

  /** Money that is lost on bets. */
  async spend({ accountId: account, currency }: Customer, amountMinor: bigint): Promise<void> {
    const legs = [
      { accountId: account, amountMinor: -amountMinor },
      { accountId: houseAccountId('house', currency), amountMinor },
    ];
    const lost = { id: transferId(newId()), kind: 'adjustment', at: 0, legs } as const;
    await withTransaction(this.pool, (client) => post([lost], client));
  }

  order(
    { accountId: account, userId, currency }: Customer,
    kind: PaymentKind,
    amountMinor: bigint,
  ): PaymentOrder {
    const key = newId();
    const at = this.clock.now();
    const what = { kind, method: 'card', amountMinor } as const;
    return { id: newId(), accountId: account, userId, currency, key, at, ...what };
  }

  request = (order: PaymentOrder, pool = this.pool) =>
    requestPayment(pool, order, DEFAULT_PAYMENT_POLICY);

  send = (pool = this.pool, provider = this.provider): Promise<boolean> =>
    sendNext(pool, provider, this.clock);

  readLog = (pool = this.pool): Promise<number> => readLog(pool, this.provider, this.clock.now());

  async apply(pool = this.pool): Promise<void> {
    while (await applyNext(pool, this.clock.now()));
  }

  /** Lets the provider go on, and delivers its webhooks. */
  async deliver(pool = this.pool): Promise<void> {
    this.books.tick(this.clock.now());
    await this.deliveries.deliver(this.clock.now(), this.#receive(pool));
  }

  #receive =
    (pool: Pool): Post =>
    async (body, signature) => {
      const now = this.clock.now();
      if (signatureProblem(signature, body, { secrets: SECRETS, now }) !== undefined) return false;
      const event = eventOf(parseEvent(JSON.parse(body)));
      await keepEvents(pool, 'simulated', [event], { source: 'webhook', at: now });
      return true;
    };

  /** Everything works again: goes on until nothing is left to do by itself. */
  async settle(): Promise<void> {
    for (let round = 0; round < 200; round += 1) {
      await this.clock.advance(60_000);
      while (await this.send());
      await this.deliver();
      while ((await this.readLog()) > 0);
      await this.apply();
      if (this.books.isQuiet() && this.deliveries.waiting === 0 && !(await this.#hasWork())) return;
    }
    throw new Error('it never comes to rest');
  }

  async #hasWork(): Promise<boolean> {
    const { rows } = await this.pool.query<{ due: bigint }>(
      `SELECT (SELECT count(*) FROM payment WHERE due_at IS NOT NULL) +
              (SELECT count(*) FROM payment_event WHERE due_at IS NOT NULL) AS due`,
    );
    return rows[0]?.due !== 0n;
  }

  /** What the customer has less what the customer owes. */
  async funds({ accountId: account }: Customer): Promise<bigint> {
    const owed = (await balanceOf(this.pool, receivableAccountId(account))) ?? 0n;
    return ((await balanceOf(this.pool, account)) ?? 0n) + owed;
  }

  /** What the ledger says that the provider has of ours, by currency; as the provider says it: `books.balance`. */
  async atProvider(currency: Currency): Promise<bigint> {
    const minor = await balanceOf(this.pool, providerAccountId('simulated', currency));
    return 0n - (minor ?? 0n);
  }

  /** The provider hands over all it has. */
  async clear(): Promise<void> {
    for (const currency of CURRENCIES) this.books.clear(currency);
    await this.settle();
  }
}
