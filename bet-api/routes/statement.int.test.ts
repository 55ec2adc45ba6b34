import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { accountId, StatementSchema, transferId, type Statement } from '#contracts/mod.ts';
import { balanceOf, deposit, post, withdrawal } from '#ledger/mod.ts';
import { newId, seededRandom, withTransaction, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { ApiRig, fits } from '../testing/mod.ts';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
});
afterAll(() => database.drop());
beforeEach(async () => {
  rig = await ApiRig.start(pool);
});
afterEach(() => rig.stop());

const DAY = 86_400_000;
const URL = '/v1/account/statement';
const EUR = 'EUR' as const;

/** A customer with entries at these times, by turns so much in and so much out. */
async function withEntries(times: readonly number[]): Promise<string> {
  const { token } = await rig.register();
  const account = accountId((await rig.me(token)).accountId);
  const moves = times.map((at, index) => {
    const move = { id: transferId(newId()), accountId: account, currency: EUR, at };
    return index % 2 === 0
      ? deposit({ ...move, amountMinor: BigInt(200 + index) })
      : withdrawal({ ...move, amountMinor: 150n });
  });
  for (let from = 0; from < moves.length; from += 500)
    await withTransaction(pool, (client) => post(moves.slice(from, from + 500), client));
  return token;
}

const read = async (token: string, query = ''): Promise<Statement> =>
  fits(StatementSchema, await rig.get(`${URL}?${query}`, { token }));
const minor = (text: string): number => Math.round(Number(text) * 100);
const sum = (entries: Statement['entries']): number =>
  entries.reduce((total, { amount }) => total + minor(amount), 0);

function expectContinuous({ openingBalance, closingBalance, entries }: Statement): void {
  let balance = minor(openingBalance);
  for (const entry of entries) {
    balance += minor(entry.amount);
    expect(minor(entry.balance)).toBe(balance);
  }
  expect(balance).toBe(minor(closingBalance));
}

describe('JSON', () => {
  test('an account without entries has an empty statement', async () => {
    const { token, username } = await rig.register();
    expect(await read(token)).toMatchObject({
      username,
      openingBalance: '0.00',
      closingBalance: '0.00',
      entries: [],
      next: null,
    });
  });

  test('pages fit together and end with the balance of the ledger', async () => {
    const token = await withEntries(Array.from({ length: 25 }, (_, index) => index));
    const all = await read(token);
    expectContinuous(all);
    expect(all.entries).toHaveLength(25);
    const balance = await balanceOf(pool, all.accountId);
    expect(minor(all.closingBalance)).toBe(Number(String(balance)));
    const paged: Statement['entries'][number][] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: Statement = await read(token, `limit=10${next === '' ? '' : `&cursor=${next}`}`);
      paged.push(...page.entries);
      expect(page.closingBalance).toBe(all.closingBalance);
      next = page.next;
    }
    expect(paged).toEqual(all.entries);
  });

  test('what comes while one reads on is not on the later pages', async () => {
    const token = await withEntries([1, 2, 3, 4]);
    const first = await read(token, 'limit=2');
    await rig.clock.advance(1_000);
    await rig.post('/v1/me/deposits', {
      token,
      key: newId(),
      body: { amount: '9.00', method: 'demo-card' },
    });
    const second = await read(token, `limit=2&cursor=${first.next ?? ''}`);
    expect(second.entries.map(({ number }) => number)).toEqual([3, 4]);
    expect(second).toMatchObject({ next: null, closingBalance: first.closingBalance });
  });

  test('periods that touch cover every entry once, also when times go back', async () => {
    const random = seededRandom('statement');
    const times = Array.from({ length: 60 }, (_, index) => index * DAY + random.int(5 * DAY));
    const token = await withEntries(times);
    const whole = await read(token, `to=${String(100 * DAY)}`);
    const edges = [0, 7, 13, 14, 30, 100].map((day) => day * DAY);
    const parts = await Promise.all(
      edges
        .slice(1)
        .map((to, index) => read(token, `from=${String(edges[index] ?? 0)}&to=${String(to)}`)),
    );
    for (const part of parts) expectContinuous(part);
    expect(parts.flatMap(({ entries }) => entries)).toEqual(whole.entries);
    expect(parts.slice(1).map(({ openingBalance }) => openingBalance)).toEqual(
      parts.slice(0, -1).map(({ closingBalance }) => closingBalance),
    );
    expect(sum(whole.entries)).toBe(minor(whole.closingBalance));
  });

  test.each([
    'from=2&to=1',
    'from=-1',
    'limit=0',
    'limit=1001',
    'cursor=1',
    'cursor=a-b',
    'format=pdf',
    'to=9000000000000000',
    'x=1',
  ])('refuses %s', async (query) => {
    const { token } = await rig.register();
    expect(await rig.get(`${URL}?${query}`, { token })).toMatchObject({
      status: 400,
      body: { code: 'BAD_REQUEST' },
    });
  });

  test('only to its owner', async () => {
    expect(await rig.get(URL)).toMatchObject({ status: 401 });
    await withEntries([1, 2]);
    const { token } = await rig.register();
    expect((await read(token)).entries).toEqual([]);
  });
});

describe('CSV and page', () => {
  test('thousands of entries stream out whole, in the order and with the figures of the ledger', async () => {
    const token = await withEntries(Array.from({ length: 2_500 }, (_, index) => index));
    const csv = await rig.get(`${URL}?format=csv`, { token });
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="statement-EUR.csv"',
      'cache-control': 'no-store',
    });
    const rows = String(csv.body)
      .split('\r\n')
      .slice(2, -2)
      .map((line) => line.split(','));
    expect(rows.map(([number]) => Number(number))).toEqual(rows.map((_, index) => index + 1));
    expect(rows).toHaveLength(2_500);
    const balances = rows.reduce<number[]>(
      (so, [, , , , amount = '']) => [...so, (so.at(-1) ?? 0) + minor(amount)],
      [],
    );
    expect(rows.map(([, , , , , balance = '']) => minor(balance))).toEqual(balances);
    const html = await rig.get(`${URL}?format=html`, { token });
    expect(html.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(String(html.body).match(/<tr>/g)).toHaveLength(2_501);
    expect(String(html.body).endsWith('</body></html>\n')).toBe(true);
  });

  test('names what moved the money', async () => {
    const token = await rig.rich('50.00');
    const body = { amount: '20.00', method: 'card' };
    const { body: asked } = await rig.post('/v1/account/withdrawals', {
      token,
      key: newId(),
      body,
    });
    const { paymentId } = asked as { paymentId: string };
    await rig.post(`/v1/account/payments/${paymentId}/cancel`, { token });
    const { entries } = await read(token);
    expect(entries.map(({ what, reference, amount }) => [what, reference, amount])).toEqual([
      ['Deposit', '', '50.00'],
      ['Withdrawal', paymentId, '-20.00'],
      ['Withdrawal returned', paymentId, '20.00'],
    ]);
  });
});
