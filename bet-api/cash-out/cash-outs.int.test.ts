import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { BetMessageSchema, CashOutSchema } from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { newId, parserOf, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { CashOutRig, codeIn, fits } from '../testing/mod.ts';

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
  await rig.stop();
  const verdict = await verifyLedger(pool);
  expect(verdict.results.filter(({ failure }) => failure)).toEqual([]);
});

const messages = async (): Promise<unknown[]> => {
  const { rows } = await pool.query<{ body: unknown }>(
    `SELECT body FROM outbox WHERE body ->> 'betId' = $1 AND subject LIKE 'bet.%' ORDER BY id`,
    [rig.betId],
  );
  return rows.map(({ body }) => parserOf(BetMessageSchema)(body));
};

describe('a bet', () => {
  test('that is cashed out as a whole is over and paid, and everyone is told', async () => {
    const quote = await rig.quote();
    expect(quote).toMatchObject({ stake: '10.00', value: '12.35', fair: '13.00' });
    const reply = await rig.take(quote.quoteId);
    expect(reply.status).toBe(200);
    expect(fits(CashOutSchema, reply)).toMatchObject({ status: 'accepted', paid: '12.35' });
    expect(await rig.money()).toEqual({ balance: '102.35', staked: '0.00' });
    expect(await rig.bet()).toMatchObject({
      status: 'cashed-out',
      stake: '10.00',
      payout: '12.35',
      cashedOut: { stake: '10.00', paid: '12.35', remainingStake: '0.00' },
      explanation: 'Cashed out: 12.35 EUR for the stake of 10.00 EUR.',
    });
    expect((await messages()).at(-1)).toMatchObject({
      status: 'cashed-out',
      version: 2,
      stakeMinor: '1000',
      payoutMinor: '1235',
    });
    expect(codeIn(await rig.ask())).toBe('QUOTE_NOT_POSSIBLE');
  });

  test('that is cashed out in parts goes on with the rest', async () => {
    const first = await rig.quote(2_500);
    expect(first).toMatchObject({ stake: '2.50', value: '3.08', remainingStake: '7.50' });
    await rig.take(first.quoteId);
    expect(await rig.money()).toEqual({ balance: '93.08', staked: '7.50' });
    expect(await rig.bet()).toMatchObject({
      status: 'accepted',
      stake: '10.00',
      payout: null,
      potentialPayout: '18.75',
      cashedOut: { stake: '2.50', paid: '3.08', remainingStake: '7.50' },
    });
    expect((await messages()).at(-1)).toMatchObject({
      status: 'accepted',
      version: 2,
      stakeMinor: '750',
      cashedOut: { stakeMinor: '250', paidMinor: '308' },
    });
    rig.worth(2_000_000_000n);
    await rig.take((await rig.quote(5_000)).quoteId);
    await rig.take((await rig.quote()).quoteId);
    expect(await rig.bet()).toMatchObject({
      status: 'cashed-out',
      payout: '17.32',
      cashedOut: { stake: '10.00', paid: '17.32', remainingStake: '0.00' },
    });
    expect(await rig.money()).toEqual({ balance: '107.32', staked: '0.00' });
    expect((await rig.cashOuts()).map(({ paid }) => paid).sort()).toEqual(['3.08', '7.12', '7.12']);
  });

  test('whose part is too small, or worth nothing, has no quote', async () => {
    rig.worth(0n);
    expect(codeIn(await rig.ask())).toBe('QUOTE_NOT_POSSIBLE');
    rig.api.quotes.onCashOut = () => 'away';
    expect(codeIn(await rig.ask())).toBe('HOST_UNAVAILABLE');
  });
});

describe('a quote', () => {
  test('is taken once; its request is answered alike for ever', async () => {
    const { quoteId } = await rig.quote(5_000);
    const key = newId();
    const replies = await Promise.all([1, 2, 3].map(() => rig.take(quoteId, { key })));
    for (const reply of replies) expect([200, 409]).toContain(reply.status);
    const again = await rig.take(quoteId, { key });
    expect(again.status).toBe(200);
    expect((await rig.take(quoteId, { key })).body).toEqual(again.body);
    expect(codeIn(await rig.take(quoteId))).toBe('QUOTE_TAKEN');
    const other = await rig.quote(5_000);
    expect(codeIn(await rig.take(other.quoteId, { key }))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(codeIn(await rig.take(quoteId, { key, policy: 'any' }))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await rig.cashOuts()).toHaveLength(1);
  });

  test('expires, and fits only the bet as it was', async () => {
    const late = await rig.quote();
    await rig.api.clock.advance(5_000);
    expect(codeIn(await rig.take(late.quoteId))).toBe('QUOTE_EXPIRED');
    const [former, first] = [await rig.quote(), await rig.quote(5_000)];
    await rig.take(first.quoteId);
    expect(codeIn(await rig.take(former.quoteId))).toBe('BET_CHANGED');
    expect(codeIn(await rig.take(newId()))).toBe('QUOTE_NOT_FOUND');
    const stranger = await rig.api.rich();
    expect(codeIn(await rig.take(first.quoteId, { token: stranger }))).toBe('BET_NOT_FOUND');
    expect(codeIn(await rig.take(first.quoteId, { key: 'short' }))).toBe('IDEMPOTENCY_KEY_MISSING');
    expect((await rig.take(first.quoteId, { token: 'nobody' })).status).toBe(401);
  });

  test('stands while only time passes, and by policy when the price moved', async () => {
    const offered = await rig.quote(2_500);
    rig.worth(1_240_000_000n);
    expect(fits(CashOutSchema, await rig.take(offered.quoteId)).paid).toBe('3.08');
    rig.worth(1_300_000_000n);
    const strict = await rig.quote(2_500);
    rig.worth(1_000_000_000n);
    const refused = await rig.take(strict.quoteId);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'PRICE_CHANGED', detail: { quoteId: strict.quoteId, offered: '1.78' } },
    });
    rig.worth(1_300_000_000n);
    const any = await rig.quote(2_500);
    rig.worth(1_000_000_000n);
    expect(fits(CashOutSchema, await rig.take(any.quoteId, { policy: 'any' })).paid).toBe('1.78');
  });
});

describe('in play', () => {
  beforeEach(() => {
    rig.delayMs(3_000);
  });

  const later = async (quoteId: string, ms = 3_000) => {
    const taken = rig.take(quoteId);
    await expect.poll(async () => (await rig.cashOuts()).length).toBe(1);
    await rig.api.clock.advance(ms);
    return taken;
  };

  test('the decision waits for the delay, one at a time, and looks again', async () => {
    const [quote, other] = [await rig.quote(), await rig.quote()];
    const taken = rig.take(quote.quoteId);
    await expect.poll(async () => (await rig.cashOuts())[0]?.status).toBe('delayed');
    expect(codeIn(await rig.take(other.quoteId))).toBe('CASH_OUT_UNDER_WAY');
    expect(await rig.money()).toEqual({ balance: '90.00', staked: '10.00' });
    await rig.api.clock.advance(3_000);
    expect((await taken).status).toBe(200);
    expect(rig.api.quotes.asked.at(-1)).toMatchObject({
      decision: { stateHash: 'state', dueAt: rig.api.clock.now() },
    });
  });

  test.each(['MATCH_STATE_CHANGED', 'MARKET_SUSPENDED', 'FEED_DOWN'] as const)(
    '%s at the end of it refuses the cash-out, and the bet goes on',
    async (code) => {
      const { quoteId } = await rig.quote();
      rig.api.quotes.refusal = code;
      const reply = await later(quoteId);
      expect(reply).toMatchObject({ body: { code, detail: { quoteId } } });
      expect(await rig.bet()).toMatchObject({ status: 'accepted', payout: null });
      expect(await rig.money()).toEqual({ balance: '90.00', staked: '10.00' });
      rig.api.quotes.refusal = null;
      rig.delayMs(0);
      expect((await rig.take((await rig.quote()).quoteId)).status).toBe(200);
    },
  );

  test('a host that is away for too long refuses it', async () => {
    const { quoteId } = await rig.quote();
    rig.api.quotes.onCashOut = () => 'away';
    const taken = rig.take(quoteId);
    await expect.poll(async () => (await rig.cashOuts()).length).toBe(1);
    const status = async () => {
      await rig.api.clock.advance(500);
      return (await rig.cashOuts())[0]?.status;
    };
    await expect.poll(status, { timeout: 20_000 }).toBe('rejected');
    // The request was answered before that.
    expect((await taken).status).toBe(202);
  });
});
