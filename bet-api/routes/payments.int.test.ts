import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import {
  accountId,
  PaymentListSchema,
  PaymentViewSchema,
  type Currency,
  type PaymentView,
} from '#contracts/mod.ts';
import { openCustomerAccount, receivableAccountId, verifyLedger } from '#ledger/mod.ts';
import { ManualClock, newId, type Pool } from '#platform/mod.ts';
import { World } from '#payments/testing/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { seedDemoUsers } from '../accounts/seed.ts';
import { ApiRig, fits, type Reply } from '../testing/mod.ts';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
let world: World;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
  world = new World(pool, 'routes');
  await seedDemoUsers(pool, { clock: new ManualClock(), newId });
});
afterAll(async () => {
  expect((await verifyLedger(pool)).results.filter(({ failure }) => failure)).toEqual([]);
  await database.drop();
});
beforeEach(async () => {
  rig = await ApiRig.start(pool);
});
afterEach(() => rig.stop());

const DEPOSITS = '/v1/account/deposits';
const WITHDRAWALS = '/v1/account/withdrawals';
const body = (amount: string, more: object = {}) => ({ amount, method: 'card', ...more });
const ask = (token: string, url: string, amount: string): Promise<Reply> =>
  rig.post(url, { token, key: newId(), body: body(amount) });
const seen = async (token: string, reply: Reply): Promise<PaymentView> => {
  const { paymentId } = fits(PaymentViewSchema, reply);
  return fits(PaymentViewSchema, await rig.get(`/v1/account/payments/${paymentId}`, { token }));
};
const refused = (status: number, code: string, detail?: object) => ({
  status,
  body: { code, ...(detail ? { detail } : {}) },
});

describe('the way of the money', () => {
  test('a deposit is in the balance when the provider has it, and only then', async () => {
    const { token } = await rig.register();
    const asked = await ask(token, DEPOSITS, '50.00');
    expect(asked.status).toBe(202);
    expect(fits(PaymentViewSchema, asked)).toMatchObject({ status: 'queued', done: '0.00' });
    expect((await rig.me(token)).balance).toBe('0.00');
    await world.settle();
    expect(await seen(token, asked)).toMatchObject({ status: 'succeeded', done: '50.00' });
    expect((await rig.me(token)).balance).toBe('50.00');
  });

  test('a withdrawal leaves the balance at once and comes back when it fails', async () => {
    const token = await rig.rich('100.00');
    const paid = await ask(token, WITHDRAWALS, '30.00');
    const failing = await ask(token, WITHDRAWALS, '20.01');
    expect((await rig.me(token)).balance).toBe('49.99');
    await world.settle();
    expect(await seen(token, paid)).toMatchObject({ status: 'succeeded' });
    expect(await seen(token, failing)).toMatchObject({
      status: 'failed',
      reason: 'account_closed',
    });
    expect((await rig.me(token)).balance).toBe('70.00');
  });

  test('what a chargeback cannot take is owed, stops withdrawals, and the next deposit pays it', async () => {
    const { token } = await rig.register();
    await ask(token, DEPOSITS, '100.04');
    world.books.tick(world.clock.now());
    const request = await rig.get('/v1/account/payments', { token });
    const [payment] = fits(PaymentListSchema, request).payments;
    expect(payment?.status).toBe('queued');
    await world.settle();
    expect((await rig.me(token)).balance).toBe('0.00');
    const again = await rig.rich('100.00');
    const deposit = await ask(again, DEPOSITS, '50.00');
    await world.settle();
    const { accountId: account } = await rig.me(again);
    await world.spend({ accountId: accountId(account), userId: '', currency: 'EUR' }, 130_00n);
    const { paymentId } = fits(PaymentViewSchema, deposit);
    world.books.takeBack(paymentId, 'chargedBack', 50_00n);
    await world.settle();
    expect((await rig.me(again)).balance).toBe('0.00');
    expect(await ask(again, WITHDRAWALS, '5.00')).toMatchObject(
      refused(409, 'ACCOUNT_OWES', { owed: '30.00' }),
    );
    await ask(again, DEPOSITS, '40.00');
    await world.settle();
    expect((await rig.me(again)).balance).toBe('10.00');
  });
});

describe('refusals, each before those below it', () => {
  test('of the request', async () => {
    const { token } = await rig.register();
    const key = newId();
    const wrong = { amount: '1.005', method: 'card', currency: 'GBP' };
    for (const url of [DEPOSITS, WITHDRAWALS]) {
      const table = [
        [{ body: { ...wrong, more: 1 } }, 400, 'BAD_REQUEST'],
        [{ body: { ...wrong, method: 'cheque' } }, 400, 'BAD_REQUEST'],
        [{ body: { ...wrong, amount: 10 } }, 400, 'BAD_REQUEST'],
        [{ body: wrong }, 401, 'UNAUTHENTICATED'],
        [{ token, body: wrong }, 400, 'IDEMPOTENCY_KEY_MISSING'],
        [{ token, key, body: wrong }, 400, 'CURRENCY_MISMATCH'],
        [{ token, key, body: body('1.005', { currency: 'EUR' }) }, 400, 'AMOUNT_INVALID'],
        [{ token, key, body: body('4.99') }, 409, 'AMOUNT_BELOW_MINIMUM'],
        [{ token, key, body: body('50000.01') }, 409, 'AMOUNT_ABOVE_LIMIT'],
      ] as const;
      for (const [given, status, code] of table)
        expect(await rig.post(url, given), code).toMatchObject(refused(status, code));
    }
  });

  test.each([
    '0',
    '0.00',
    '-5.00',
    '1e3',
    '5,00',
    '+5.00',
    ' 5.00',
    '',
    'NaN',
    '5.',
    '.5',
    '9999999999999999',
    '5.000',
  ])('the amount %j is no amount in EUR', async (amount) => {
    const token = await rig.logIn('bettor');
    for (const url of [DEPOSITS, WITHDRAWALS])
      expect(await ask(token, url, amount)).toMatchObject(refused(400, 'AMOUNT_INVALID'));
  });

  test.each([
    ['JPY', '1000', 202],
    ['JPY', '1000.0', 400],
    ['JPY', '1000.5', 400],
    ['USD', '10.5', 202],
    ['USD', '10.505', 400],
  ] as const)('decimals of %s: %s', async (currency, amount, status) => {
    const token = await registerIn(currency);
    expect((await ask(token, DEPOSITS, amount)).status).toBe(status);
  });

  test('limits say themselves', async () => {
    const token = await registerIn('JPY');
    expect(await ask(token, DEPOSITS, '749')).toMatchObject(
      refused(409, 'AMOUNT_BELOW_MINIMUM', { minAmount: '750' }),
    );
    expect(await ask(token, DEPOSITS, '1500001')).toMatchObject(
      refused(409, 'AMOUNT_ABOVE_LIMIT', { maxAmount: '1500000' }),
    );
  });

  test('a closed or excluded account takes no deposits, and pays out', async () => {
    const token = await rig.rich('100.00');
    const { accountId: account } = await rig.me(token);
    for (const status of ['closed', 'excluded']) {
      await pool.query('UPDATE account SET status = $2 WHERE id = $1', [account, status]);
      expect(await ask(token, DEPOSITS, '10.00')).toMatchObject(refused(403, 'ACCOUNT_CLOSED'));
      expect((await ask(token, WITHDRAWALS, '10.00')).status).toBe(202);
    }
  });

  test('only what is free can leave: stakes of open bets and other withdrawals cannot', async () => {
    const token = await rig.rich('100.00');
    await ask(token, WITHDRAWALS, '40.00');
    const { accountId: account } = await rig.me(token);
    await pool.query('UPDATE ledger_account SET min_balance_minor = 1000 WHERE id = $1', [account]);
    expect(await ask(token, WITHDRAWALS, '50.01')).toMatchObject(
      refused(409, 'INSUFFICIENT_FUNDS', { available: '50.00' }),
    );
    expect((await ask(token, WITHDRAWALS, '50.00')).status).toBe(202);
    const owing = receivableAccountId(accountId(account));
    await openCustomerAccount(pool, accountId(account), { purpose: 'receivable', currency: 'EUR' });
    expect(owing).not.toBe(account);
    expect(await ask(token, WITHDRAWALS, '5.00')).toMatchObject(refused(409, 'INSUFFICIENT_FUNDS'));
  });

  test('ten withdrawals of everything at once: one is taken', async () => {
    const token = await rig.rich('100.00');
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => ask(token, WITHDRAWALS, '100.00')),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([
      202,
      ...Array<number>(9).fill(409),
    ]);
    expect((await rig.me(token)).balance).toBe('0.00');
  });
});

describe('keys', () => {
  test('the same key is the same payment, or the same refusal, whatever happened since', async () => {
    const token = await rig.rich('10.00');
    const key = newId();
    const too = { token, key, body: body('20.00') };
    const first = await rig.post(WITHDRAWALS, too);
    expect(first).toMatchObject(refused(409, 'INSUFFICIENT_FUNDS', { available: '10.00' }));
    await rig.post('/v1/me/deposits', {
      token,
      key: newId(),
      body: { amount: '90.00', method: 'demo-card' },
    });
    expect((await rig.post(WITHDRAWALS, too)).body).toEqual(first.body);
    for (const changed of [body('20.01'), body('20.00', { method: 'bank' })])
      expect(await rig.post(WITHDRAWALS, { token, key, body: changed })).toMatchObject(
        refused(409, 'IDEMPOTENCY_KEY_REUSED'),
      );
    expect(await rig.post(DEPOSITS, too)).toMatchObject(refused(409, 'IDEMPOTENCY_KEY_REUSED'));
    const good = { token, key: newId(), body: body('20.00') };
    const replies = await Promise.all([1, 2, 3, 4].map(() => rig.post(WITHDRAWALS, good)));
    expect(new Set(replies.map((reply) => fits(PaymentViewSchema, reply).paymentId)).size).toBe(1);
    expect((await rig.me(token)).balance).toBe('80.00');
  });
});

describe('four eyes', () => {
  const large = async () => {
    const token = await rig.rich('5000.00');
    const asked = await ask(token, WITHDRAWALS, '1000.01');
    const { paymentId, status } = fits(PaymentViewSchema, asked);
    expect(status).toBe('approval');
    return { token, asked, paymentId, url: `/v1/operations/payments/${paymentId}` };
  };

  test('up to the threshold nobody is asked', async () => {
    const token = await rig.rich('5000.00');
    const asked = await ask(token, WITHDRAWALS, '1000.00');
    expect(fits(PaymentViewSchema, asked).status).toBe('queued');
  });

  test('an operator approves, and it goes out', async () => {
    const { token, asked, url, paymentId } = await large();
    const operator = await rig.logIn('operator');
    await world.settle();
    expect(await seen(token, asked)).toMatchObject({ status: 'approval' });
    const { body: list } = await rig.get('/v1/operations/payments', { token: operator });
    expect(JSON.stringify(list)).toContain(paymentId);
    expect(await rig.post(`${url}/approve`, { token: operator })).toMatchObject({ status: 200 });
    expect(await rig.post(`${url}/approve`, { token: operator })).toMatchObject(
      refused(409, 'PAYMENT_NOT_WAITING', { status: 'queued' }),
    );
    await world.settle();
    expect(await seen(token, asked)).toMatchObject({ status: 'failed', reason: 'account_closed' });
  });

  test('an operator rejects with a reason, and the money is back', async () => {
    const { token, asked, url } = await large();
    const operator = await rig.logIn('operator');
    const bad = await rig.post(`${url}/reject`, { token: operator, body: { reason: 'No!' } });
    expect(bad).toMatchObject(refused(400, 'BAD_REQUEST'));
    await rig.post(`${url}/reject`, { token: operator, body: { reason: 'documents_missing' } });
    expect(await seen(token, asked)).toMatchObject({
      status: 'rejected',
      reason: 'documents_missing',
    });
    expect((await rig.me(token)).balance).toBe('5000.00');
  });

  test('nobody decides on what they asked for, and nobody but operators decides', async () => {
    const { url, token } = await large();
    for (const who of [token, await rig.logIn('trader')])
      for (const path of [`${url}/approve`, `${url}/reject`, '/v1/operations/payments'])
        expect(
          path.endsWith('payments')
            ? await rig.get(path, { token: who })
            : await rig.post(path, { token: who, body: { reason: 'mine_mine' } }),
        ).toMatchObject(refused(403, 'FORBIDDEN'));
    const operator = await rig.logIn('operator');
    await rig.post('/v1/me/deposits', {
      token: operator,
      key: newId(),
      body: { amount: '5000.00', method: 'demo-card' },
    });
    const own = fits(PaymentViewSchema, await ask(operator, WITHDRAWALS, '2000.00'));
    for (const [verb, given] of [
      ['approve', {}],
      ['reject', { body: { reason: 'own_payment' } }],
    ] as const)
      expect(
        await rig.post(`/v1/operations/payments/${own.paymentId}/${verb}`, {
          token: operator,
          ...given,
        }),
      ).toMatchObject(refused(403, 'APPROVER_IS_REQUESTER'));
  });
});

describe('taking back, and other people', () => {
  test('a withdrawal can be cancelled until it is on its way', async () => {
    const token = await rig.rich('100.00');
    const first = fits(PaymentViewSchema, await ask(token, WITHDRAWALS, '60.00'));
    const url = (id: string): string => `/v1/account/payments/${id}/cancel`;
    const cancelled = await rig.post(url(first.paymentId), { token });
    expect(fits(PaymentViewSchema, cancelled).status).toBe('cancelled');
    expect((await rig.me(token)).balance).toBe('100.00');
    const second = fits(PaymentViewSchema, await ask(token, WITHDRAWALS, '60.00'));
    await world.clock.advance(60_000);
    while (await world.send());
    expect(await rig.post(url(second.paymentId), { token })).toMatchObject(
      refused(409, 'PAYMENT_NOT_CANCELLABLE', { status: 'pending' }),
    );
    const deposit = fits(PaymentViewSchema, await ask(token, DEPOSITS, '10.00'));
    expect(await rig.post(url(deposit.paymentId), { token })).toMatchObject(
      refused(409, 'PAYMENT_NOT_CANCELLABLE'),
    );
    await world.settle();
  });

  test('payments of others, unknown ones and rubbish are not found, without a hint', async () => {
    const token = await rig.rich('100.00');
    const { paymentId } = fits(PaymentViewSchema, await ask(token, WITHDRAWALS, '10.00'));
    const { token: stranger } = await rig.register();
    const operator = await rig.logIn('operator');
    const foreign = await rig.get(`/v1/account/payments/${paymentId}`, { token: stranger });
    expect(foreign.body).toMatchObject({ code: 'PAYMENT_NOT_FOUND' });
    for (const id of [paymentId, newId(), 'rubbish', '%00'])
      for (const reply of [
        await rig.get(`/v1/account/payments/${id}`, { token: stranger }),
        await rig.post(`/v1/account/payments/${id}/cancel`, { token: stranger }),
        ...(id === paymentId
          ? []
          : [await rig.post(`/v1/operations/payments/${id}/approve`, { token: operator })]),
      ])
        expect(reply).toMatchObject({ status: 404, body: foreign.body });
  });

  test('the list is paged, newest first', async () => {
    const token = await rig.rich('100.00');
    const ids: string[] = [];
    for (const amount of ['5.00', '6.00', '7.00'])
      ids.unshift(fits(PaymentViewSchema, await ask(token, WITHDRAWALS, amount)).paymentId);
    const page = async (query: string): Promise<string[]> =>
      fits(
        PaymentListSchema,
        await rig.get(`/v1/account/payments?${query}`, { token }),
      ).payments.map(({ paymentId }) => paymentId);
    expect(await page('')).toEqual(ids);
    expect(await page('limit=2')).toEqual(ids.slice(0, 2));
    expect(await page(`limit=2&before=${ids[1] ?? ''}`)).toEqual(ids.slice(2));
    for (const query of ['limit=0', 'limit=201', 'before=x', 'more=1'])
      expect(await rig.get(`/v1/account/payments?${query}`, { token })).toMatchObject(
        refused(400, 'BAD_REQUEST'),
      );
  });
});

test('without demo deposits nobody makes money', async () => {
  const token = await rig.rich('10.00');
  const strict = await ApiRig.start(pool, { demoDeposits: false });
  const reply = await strict.post('/v1/me/deposits', {
    token,
    key: newId(),
    body: { amount: '10.00', method: 'demo-card' },
  });
  expect(reply).toMatchObject(refused(409, 'PAYMENT_METHOD_UNAVAILABLE'));
  await strict.stop();
});

async function registerIn(currency: Currency): Promise<string> {
  const given = { username: `u-${newId().slice(-12)}`, password: 'long enough', currency };
  const reply = await rig.post('/v1/auth/register', { body: given });
  return (reply.body as { token: string }).token;
}
