import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { newId, type Pool } from '#platform/mod.ts';
import { World } from '#payments/testing/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { ApiRig, type Reply } from '../testing/mod.ts';

const TOKEN = 'tok_of-the-form-0123456789';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
let world: World;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
  world = new World(pool, 'instruments of routes');
});
afterAll(() => database.drop());
beforeEach(async () => {
  rig = await ApiRig.start(pool, { authRateLimit: undefined, rateLimit: undefined });
});
afterEach(() => rig.stop());

const pay = (
  token: string,
  instrumentToken: unknown,
  key = newId(),
  kind = 'deposits',
): Promise<Reply> =>
  rig.post(`/v1/account/${kind}`, {
    token,
    key,
    body: {
      amount: '20.00',
      method: 'card',
      ...(instrumentToken === undefined ? {} : { instrumentToken }),
    },
  });

async function fingerprintsOf(token: string): Promise<readonly string[]> {
  const { accountId } = await rig.me(token);
  const { rows } = await pool.query<{ fingerprint: string }>(
    'SELECT fingerprint FROM payment_instrument WHERE account_id = $1 ORDER BY payment_id',
    [accountId],
  );
  return rows.map(({ fingerprint }) => fingerprint);
}

describe('the card of a payment', () => {
  test('is kept as its fingerprint, in and out, and told to nobody', async () => {
    const [ada, bob] = [await rig.rich(), await rig.rich()];
    const replies = [
      await pay(ada, TOKEN),
      await pay(ada, TOKEN, newId(), 'withdrawals'),
      await pay(bob, TOKEN),
    ];
    await world.settle();
    const [mine = '', again] = await fingerprintsOf(ada);
    expect(mine).toMatch(/^fp_/u);
    expect(again).toBe(mine);
    expect(await fingerprintsOf(bob)).toEqual([mine]);
    for (const url of ['/v1/account/payments', '/v1/account/statement', '/v1/me'])
      replies.push(await rig.get(url, { token: bob }));
    const told = JSON.stringify(replies.map(({ body, headers }) => [body, headers]));
    expect(told).not.toContain(mine);
    expect(told).not.toContain(TOKEN);
  });

  test('belongs to the request: a repeat gets the first answer, another card under the key none', async () => {
    const token = await rig.rich();
    const key = newId();
    const first = await pay(token, TOKEN, key);
    expect((await pay(token, TOKEN, key)).body).toEqual(first.body);
    expect(await pay(token, `${TOKEN}-2`, key)).toMatchObject({
      status: 409,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    await world.settle();
    expect(await fingerprintsOf(token)).toHaveLength(1);
  });

  test.each([
    '4111111111111111',
    'tok_4111111111111111',
    'tok_4111-1111-1111-1111',
    'tok_short',
    `tok_${'x'.repeat(61)}`,
    'tok_with blanks in between',
    '',
    7,
    null,
  ])('is not named by %j: nothing is done', async (instrumentToken) => {
    const token = await rig.rich();
    expect(await pay(token, instrumentToken)).toMatchObject({
      status: 400,
      body: { code: 'BAD_REQUEST' },
    });
    expect((await rig.get('/v1/account/payments', { token })).body).toEqual({ payments: [] });
  });
});
