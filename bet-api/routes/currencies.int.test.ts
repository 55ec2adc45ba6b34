import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import {
  BetViewSchema,
  CashOutSchema,
  CashOutViewSchema,
  DepositSchema,
  MaxStakeSchema,
  PaymentViewSchema,
  SessionSchema,
  StatementSchema,
} from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { newId, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { ApiRig, betBody, fits } from '../testing/mod.ts';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
});
afterAll(async () => {
  expect((await verifyLedger(pool)).results.filter(({ failure }) => failure)).toEqual([]);
  await database.drop();
});
beforeEach(async () => {
  rig = await ApiRig.start(pool);
});
afterEach(() => rig.stop());

async function registerIn(currency: string): Promise<string> {
  const username = `u-${newId().slice(-12)}`;
  const body = { username, password: 'long enough', currency };
  return fits(SessionSchema, await rig.post('/v1/auth/register', { body })).token;
}

/** Of a wallet of 10,000 a stake of 100 at 2.50 is bought back at 1.235 for each unit, then 1,000 are paid out. */
const CASES = [
  { currency: 'JPY', of: (whole: string) => whole, worth: '123', left: '9023', most: '1234' },
  {
    currency: 'EUR',
    of: (whole: string) => `${whole}.00`,
    worth: '123.50',
    left: '9023.50',
    most: '12.34',
  },
  {
    currency: 'BHD',
    of: (whole: string) => `${whole}.000`,
    worth: '123.500',
    left: '9023.500',
    most: '1.234',
  },
] as const;

test.each(CASES)(
  'a wallet in $currency is paid in, staked, bought back, paid out and told to its last decimal',
  async ({ currency, of, worth, left, most }) => {
    const token = await registerIn(currency);
    const paid = { amount: of('10000'), method: 'demo-card' };
    const deposit = await rig.post('/v1/me/deposits', { token, key: newId(), body: paid });
    expect(fits(DepositSchema, deposit)).toMatchObject({ amount: of('10000') });

    rig.host.onMaxStake = () => ({ verdict: 'max-stake', maxStakeMinor: '1234' });
    const { fixtureId, marketKey, outcomeId, odds } = betBody();
    const body = { fixtureId, marketKey, outcomeId, odds };
    const largest = await rig.post('/v1/bets/max-stake', { token, body });
    expect(fits(MaxStakeSchema, largest).maxStake).toBe(most);

    const wanted = betBody({ stake: of('100') });
    const placed = await rig.post('/v1/bets', { token, key: newId(), body: wanted });
    const bet = fits(BetViewSchema, placed);
    expect(bet).toMatchObject({ stake: of('100'), potentialPayout: of('250') });
    const offered = await rig.get(`/v1/bets/${bet.betId}/cash-out`, { token });
    const { quoteId, value } = fits(CashOutViewSchema, offered);
    expect(value).toBe(worth);
    const taken = await rig.post(`/v1/bets/${bet.betId}/cash-out`, {
      token,
      key: newId(),
      body: { quoteId, pricePolicy: 'none' },
    });
    expect(fits(CashOutSchema, taken)).toMatchObject({ status: 'accepted', paid: worth });

    const out = { amount: of('1000'), method: 'bank' };
    const payout = await rig.post('/v1/account/withdrawals', { token, key: newId(), body: out });
    expect(fits(PaymentViewSchema, payout)).toMatchObject({ amount: of('1000'), currency });
    expect(await rig.me(token)).toMatchObject({ currency, balance: left });
    const statement = fits(StatementSchema, await rig.get('/v1/account/statement', { token }));
    expect(statement).toMatchObject({ currency, closingBalance: left });
    for (const format of ['csv', 'html']) {
      const told = await rig.get(`/v1/account/statement?format=${format}`, { token });
      expect(told.body).toContain(left);
      expect(told.body).toContain(of('100'));
    }
  },
);

test.each([
  ['JPY', '10.0'],
  ['EUR', '10.001'],
  ['KWD', '10.0001'],
  ['EUR', '1e3'],
  ['EUR', '-1.00'],
  ['EUR', '0.00'],
  ['EUR', '+1.00'],
  ['EUR', ' 1.00'],
  ['EUR', '1,00'],
  ['EUR', '.50'],
  ['EUR', '1.'],
  ['EUR', ''],
  ['EUR', 'NaN'],
  ['EUR', '9999999999999999'],
])('in %s %j is no stake and no amount', async (currency, text) => {
  const token = await registerIn(currency);
  const reply = await rig.post('/v1/bets', { token, key: newId(), body: betBody({ stake: text }) });
  expect(reply).toMatchObject({ status: 400, body: { code: 'STAKE_INVALID' } });
  const paid = { amount: text, method: 'demo-card' };
  const deposit = await rig.post('/v1/me/deposits', { token, key: newId(), body: paid });
  expect(deposit).toMatchObject({ status: 400, body: { code: 'AMOUNT_INVALID' } });
});

test('the largest number that is an amount is above the limits, not beyond what can be counted', async () => {
  const token = await registerIn('BHD');
  const text = '999999999999999.999';
  const reply = await rig.post('/v1/bets', { token, key: newId(), body: betBody({ stake: text }) });
  expect(reply).toMatchObject({ status: 409, body: { code: 'STAKE_ABOVE_LIMIT' } });
  const body = { amount: text, method: 'card' };
  const payment = await rig.post('/v1/account/deposits', { token, key: newId(), body });
  expect(payment).toMatchObject({ status: 409, body: { code: 'AMOUNT_ABOVE_LIMIT' } });
});
