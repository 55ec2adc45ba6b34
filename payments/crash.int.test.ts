import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { CURRENCIES, type PaymentKind } from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import type { Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { findPayment } from './payment-rows.ts';
import type { PaymentOrder } from './requests.ts';
import { Killed, killedPool, World } from './testing/mod.ts';

let database: TestDatabase;
let pool: Pool;
beforeEach(async () => {
  database = await freshDatabase();
  pool = database.pool;
});
afterEach(() => database.drop());

/** The whole life of a payment, by a process that may die at any statement. */
async function live(world: World, order: PaymentOrder, mortal: Pool): Promise<void> {
  await world.request(order, mortal);
  for (let changes = 0; changes < 4; changes += 1) {
    await world.send(mortal);
    await world.clock.advance(1_000);
    await world.deliver(mortal);
    await world.apply(mortal);
    await world.readLog(mortal);
  }
}

type Life = Readonly<{ kind: PaymentKind; amountMinor: bigint; wants: object; customer: bigint }>;

/** Endings of the amounts choose what the provider does; a customer begins with 300.00. */
const LIVES: readonly Life[] = [
  {
    kind: 'deposit',
    amountMinor: 100_00n,
    wants: { status: 'succeeded', doneMinor: 100_00n },
    customer: 400_00n,
  },
  {
    kind: 'deposit',
    amountMinor: 100_04n,
    wants: { chargedBackMinor: 100_04n },
    customer: 300_00n,
  },
  { kind: 'deposit', amountMinor: 100_09n, wants: { status: 'failed' }, customer: 300_00n },
  {
    kind: 'withdrawal',
    amountMinor: 100_00n,
    wants: { status: 'succeeded', heldMinor: 0n },
    customer: 200_00n,
  },
  {
    kind: 'withdrawal',
    amountMinor: 100_03n,
    wants: { status: 'failed', heldMinor: 0n },
    customer: 300_00n,
  },
  {
    kind: 'withdrawal',
    amountMinor: 100_07n,
    wants: { status: 'succeeded', doneMinor: 100_07n },
    customer: 199_93n,
  },
];

describe('dying at every statement', () => {
  test.each(LIVES)(
    '$kind of $amountMinor',
    async ({ kind, amountMinor, wants, customer: left }) => {
      const world = new World(pool, 'crash');
      let deaths = 0;
      for (let at = 1; ; at += 1) {
        const customer = await world.customer('EUR', 300_00n);
        const order = world.order(customer, kind, amountMinor);
        const mortal = killedPool(pool, at);
        await live(world, order, mortal.pool).catch((error: unknown) => {
          if (!(error instanceof Killed)) throw error;
        });
        // Another process takes over; the customer asks again under the same key.
        const payment = await world.request(order);
        await world.settle();
        const found = await findPayment(pool, customer.accountId, payment.id);
        expect(found, `died at statement ${String(at)}`).toMatchObject(wants);
        expect(await world.funds(customer), `died at statement ${String(at)}`).toBe(left);
        if (!mortal.died()) break;
        deaths += 1;
      }
      expect(deaths).toBeGreaterThan(20);
      for (const currency of CURRENCIES)
        expect(await world.atProvider(currency)).toBe(world.books.balance(currency));
      await world.clear();
      expect(await world.atProvider('EUR')).toBe(0n);
      const { results } = await verifyLedger(pool);
      expect(results.filter(({ failure }) => failure)).toEqual([]);
    },
  );
});
