import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { AutoCashOutSchema, BetViewSchema } from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { newId, silentLogger, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { betBody, boardImage, CashOutRig, codeIn, fits, show } from '../testing/mod.ts';
import { AutoCashOut } from './auto-cash-out.ts';

let database: TestDatabase;
let pool: Pool;
let rig: CashOutRig;
beforeAll(async () => {
  database = await freshDatabase({ maxConnections: 20 });
  pool = database.pool;
});
afterAll(() => database.drop());
beforeEach(async () => {
  rig = await CashOutRig.start(pool);
});
afterEach(async () => {
  // An order that is left would be looked at by the next test.
  await rule('delete');
  await rig.stop();
  const verdict = await verifyLedger(pool);
  expect(verdict.results.filter(({ failure }) => failure)).toEqual([]);
});

const rule = (method: 'get' | 'put' | 'delete', body?: unknown, token = rig.token) =>
  rig.api[method](`/v1/bets/${rig.betId}/auto-cash-out`, {
    token,
    ...(body === undefined ? {} : { body }),
  });
const look = () => rig.api.app.autoCashOut.lookOnce();
/** The host publishes new odds. */
const odds = (seq: number) => {
  show(rig.api.book, boardImage({ seq }), rig.api.clock.monotonic());
};
const paid = async () => (await rig.cashOuts()).map((each) => each.paid);

test('waits for its value, and takes the offer that reaches it', async () => {
  const set = await rule('put', { value: '15.00' });
  expect(fits(AutoCashOutSchema, set)).toMatchObject({ status: 'active', partBps: 10_000 });
  expect(await look()).toBe(0);
  rig.worth(1_600_000_000n);
  // Nothing is asked before the odds move.
  const asked = rig.api.quotes.asked.length;
  expect(await look()).toBe(0);
  expect(rig.api.quotes.asked).toHaveLength(asked);
  odds(2);
  expect(await look()).toBe(1);
  await expect.poll(paid).toEqual(['15.20']);
  expect(fits(AutoCashOutSchema, await rule('get'))).toMatchObject({ status: 'done' });
  expect(await rig.money()).toEqual({ balance: '105.20', staked: '0.00' });
  odds(3);
  expect(await look()).toBe(0);
});

test('takes a part, and survives a restart', async () => {
  await rule('put', { value: '6.00', partBps: 5_000 });
  const { api } = rig;
  const ports = { pool, book: api.book, clock: api.clock, log: silentLogger() };
  const config = { autoCashOutEveryMs: 1_000 };
  const restarted = new AutoCashOut({ ...ports, cashOuts: api.app.cashOuts, config });
  expect(await restarted.lookOnce()).toBe(1);
  await expect.poll(paid).toEqual(['6.17']);
  expect(await rig.money()).toEqual({ balance: '96.17', staked: '5.00' });
});

test('two processes that see the same offer take it once', async () => {
  await rule('put', { value: '12.00' });
  const { api } = rig;
  const ports = { pool, book: api.book, clock: api.clock, log: silentLogger() };
  const config = { autoCashOutEveryMs: 1_000 };
  const other = new AutoCashOut({ ...ports, cashOuts: api.app.cashOuts, config });
  await Promise.all([look(), other.lookOnce()]);
  await expect.poll(paid).toEqual(['12.35']);
  expect(await rig.money()).toEqual({ balance: '102.35', staked: '0.00' });
});

test('one that cannot be looked at does not keep others from being sold', async () => {
  await rule('put', { value: '12.00' });
  const { api, token } = rig;
  const placed = await api.post('/v1/bets', { token, key: newId(), body: betBody() });
  const { betId } = fits(BetViewSchema, placed);
  const other = `/v1/bets/${betId}/auto-cash-out`;
  await api.put(other, { token, body: { value: '12.00' } });
  const answered = api.quotes.onCashOut;
  let asked = 0;
  api.quotes.onCashOut = (request) => {
    asked += 1;
    if (asked === 1) throw new TypeError('no sense in this');
    return answered(request);
  };
  expect(await look()).toBe(1);
  await api.delete(other, { token });
});

test('a refused one is tried again with the next odds', async () => {
  rig.delayMs(3_000);
  await rule('put', { value: '12.00' });
  expect(await look()).toBe(1);
  rig.worth(1_000_000_000n);
  await rig.api.clock.advance(3_000);
  await expect.poll(async () => (await rig.cashOuts())[0]?.status).toBe('rejected');
  expect(fits(AutoCashOutSchema, await rule('get')).status).toBe('active');
  rig.worth(1_300_000_000n);
  rig.delayMs(0);
  odds(4);
  expect(await look()).toBe(1);
  await expect.poll(paid).toContain('12.35');
});

test('cancelled while its offer waits, it is not taken', async () => {
  rig.delayMs(3_000);
  await rule('put', { value: '12.00' });
  expect(await look()).toBe(1);
  const cancelled = await rule('delete');
  expect(fits(AutoCashOutSchema, cancelled).status).toBe('cancelled');
  await rig.api.clock.advance(3_000);
  await expect.poll(async () => (await rig.cashOuts())[0]?.status).toBe('rejected');
  expect(await rig.money()).toEqual({ balance: '90.00', staked: '10.00' });
  odds(5);
  expect(await look()).toBe(0);
});

test('is one for each bet: the same again changes nothing, another replaces it', async () => {
  const first = fits(AutoCashOutSchema, await rule('put', { value: '15.00' }));
  expect(fits(AutoCashOutSchema, await rule('put', { value: '15.00' }))).toEqual(first);
  const second = fits(AutoCashOutSchema, await rule('put', { value: '16.00' }));
  expect(second.ruleId).not.toBe(first.ruleId);
  expect(fits(AutoCashOutSchema, await rule('get'))).toEqual(second);
});

test('is refused for nonsense, strangers and bets that are over', async () => {
  expect(codeIn(await rule('get'))).toBe('RULE_NOT_FOUND');
  expect(codeIn(await rule('delete'))).toBe('RULE_NOT_FOUND');
  for (const value of ['0.00', '-1.00', '1.234', 'much'])
    expect(codeIn(await rule('put', { value }))).toBe('AMOUNT_INVALID');
  const stranger = await rig.api.rich();
  expect(codeIn(await rule('put', { value: '15.00' }, stranger))).toBe('BET_NOT_FOUND');
  expect(codeIn(await rule('get', undefined, stranger))).toBe('RULE_NOT_FOUND');
  await rig.take((await rig.quote()).quoteId);
  expect(codeIn(await rule('put', { value: '15.00' }))).toBe('QUOTE_NOT_POSSIBLE');
});
