import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { applyReport } from './inbox.ts';
import { listPayments, lockPayment } from './payment-rows.ts';
import { withTransaction } from '#platform/mod.ts';
import { reportOn, World, type Customer } from './testing/mod.ts';

const CARD = 'tok_card-of-ada-0123456789';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await freshDatabase();
  world = new World(database.pool, 'instruments');
});
afterAll(() => database.drop());

const pay = async (
  customer: Customer,
  token?: string,
  kind: 'deposit' | 'withdrawal' = 'deposit',
) => {
  const order = { ...world.order(customer, kind, 50_00n), instrumentToken: token };
  return world.request(order);
};
async function instrumentsOf({ accountId }: Customer): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ fingerprint: string }>(
    'SELECT fingerprint FROM payment_instrument WHERE account_id = $1 ORDER BY payment_id',
    [accountId],
  );
  return rows.map(({ fingerprint }) => fingerprint);
}

describe('the card of a payment', () => {
  test('is known by one fingerprint, whoever pays with it, in or out', async () => {
    const [ada, bob] = [await world.customer('EUR', 100_00n), await world.customer()];
    await pay(ada, CARD);
    await pay(ada, CARD, 'withdrawal');
    await pay(bob, CARD);
    await world.settle();
    const [first, second] = await instrumentsOf(ada);
    expect(first).toMatch(/^fp_card[0-9a-f]{32}$/u);
    expect(second).toBe(first);
    expect(await instrumentsOf(bob)).toEqual([first]);
    const { rows } = await database.pool.query<{ text: string }>(
      'SELECT i::text AS text FROM payment_instrument AS i',
    );
    const kept = rows.map(({ text }) => text).join();
    expect(kept).not.toContain(CARD);
  });

  test('is another one for another token, and unknown without', async () => {
    const customer = await world.customer();
    await pay(customer, CARD);
    await pay(customer, `${CARD}-2`);
    await pay(customer);
    await world.settle();
    expect(new Set(await instrumentsOf(customer)).size).toBe(2);
    expect(await instrumentsOf(customer)).toHaveLength(2);
  });

  test('is kept once for a payment, by the first report that is applied', async () => {
    const customer = await world.customer();
    const payment = await pay(customer, CARD);
    await world.settle();
    await world.settle();
    expect(await instrumentsOf(customer)).toHaveLength(1);
    const { pool } = database;
    const now = await withTransaction(pool, (client) => lockPayment(client, payment.id));
    if (now === undefined) throw new Error('the payment is there');
    const later = reportOn(now, {
      version: now.providerVersion + 1,
      amountMinor: now.amountMinor,
      status: 'succeeded',
      doneMinor: now.doneMinor,
      refundedMinor: 1n,
      fingerprint: `fp_${'b'.repeat(32)}`,
    });
    await withTransaction(pool, (client) => applyReport(client, 'simulated', later, 5));
    await withTransaction(pool, (client) => applyReport(client, 'simulated', later, 6));
    expect(await instrumentsOf(customer)).toHaveLength(1);
    expect((await instrumentsOf(customer))[0]).not.toBe(later.fingerprint);
  });

  test.each(['4111111111111111', 'fp_4111111111111111', 'fp_short', `fp_${'A'.repeat(20)}`, ''])(
    'is not kept when it is told as %j, and the money moves all the same',
    async (fingerprint) => {
      const customer = await world.customer();
      const { id } = await pay(customer);
      const { pool } = database;
      await world.send();
      const outcome = await withTransaction(pool, async (client) => {
        const payment = await lockPayment(client, id);
        if (payment === undefined) throw new Error('the payment is there');
        const told = reportOn(payment, {
          amountMinor: 50_00n,
          doneMinor: 50_00n,
          status: 'succeeded',
          fingerprint,
        });
        return applyReport(client, 'simulated', told, 5);
      });
      expect(outcome).toBe('applied');
      expect(await instrumentsOf(customer)).toEqual([]);
      const [seen] = await listPayments(pool, customer.accountId, { limit: 1 });
      expect(seen).toMatchObject({ status: 'succeeded', doneMinor: 50_00n });
    },
  );

  test('belongs to the request: the key with another card is another request', async () => {
    const customer = await world.customer();
    const order = { ...world.order(customer, 'deposit', 50_00n), instrumentToken: CARD };
    const first = await world.request(order);
    expect((await world.request(order)).id).toBe(first.id);
    for (const instrumentToken of [`${CARD}-2`, undefined])
      await expect(world.request({ ...order, instrumentToken })).rejects.toThrow(
        'IDEMPOTENCY_KEY_REUSED',
      );
  });
});
