import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { BetViewSchema, ReferralListSchema, ReferralSchema, type BetView } from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { ManualClock, newId, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { seedDemoUsers } from '../accounts/seed.ts';
import { ApiRig, betBody, codeIn, fits, FIXTURE, type Reply } from '../testing/mod.ts';

const WAIT_MS = 30_000;
const URL = '/v1/trading/referrals';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
let bettor: string;
let trader: string;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
  await seedDemoUsers(pool, { clock: new ManualClock(), newId });
});
afterAll(async () => {
  expect((await verifyLedger(pool)).results.filter(({ failure }) => failure)).toEqual([]);
  await database.drop();
});
beforeEach(async () => {
  rig = await ApiRig.start(pool, { referForMs: WAIT_MS });
  bettor = await rig.rich();
  trader = await rig.logIn('trader');
  rig.host.onReceive = (request) => ({
    ...rig.host.received(request),
    ...('referral' in request
      ? { refer: { code: 'STAKE_ABOVE_LIMIT' as const, maxStakeMinor: '412' } }
      : {}),
  });
});
afterEach(() => rig.stop());

const wish = (more: object = {}): object => betBody({ refer: true, ...more });
const place = async (body: unknown = wish()): Promise<BetView> =>
  fits(BetViewSchema, await rig.post('/v1/bets', { token: bettor, key: newId(), body }));
const betOf = async (betId: string): Promise<BetView> =>
  fits(BetViewSchema, await rig.get(`/v1/bets/${betId}`, { token: bettor }));
const say = (betId: string, body: object, token = trader): Promise<Reply> =>
  rig.post(`${URL}/${betId}`, { token, body: { note: 'looked at', ...body } });
const takeBack = (betId: string, token = bettor): Promise<Reply> =>
  rig.post(`/v1/bets/${betId}/cancel`, { token });
const waiting = async (query = ''): Promise<readonly string[]> =>
  fits(ReferralListSchema, await rig.get(`${URL}${query}`, { token: trader })).referrals.map(
    ({ betId }) => betId,
  );

describe('a bet that is referred', () => {
  test('waits with its stake held, and shows when the waiting ends', async () => {
    const bet = await place();
    expect(bet).toMatchObject({
      status: 'referred',
      referredUntil: rig.clock.now() + WAIT_MS,
      dueAt: null,
      odds: null,
    });
    expect(await rig.me(bettor)).toMatchObject({ balance: '90.00', staked: '10.00' });
    expect(rig.host.asked).toEqual(['receive']);
    const { referrals } = fits(ReferralListSchema, await rig.get(URL, { token: trader }));
    expect(referrals.find(({ betId }) => betId === bet.betId)).toMatchObject({
      code: 'STAKE_ABOVE_LIMIT',
      maxStake: '4.12',
      stake: '10.00',
      expiresAt: rig.clock.now() + WAIT_MS,
      legs: [{ fixtureId: FIXTURE, odds: 2.5, oddsNow: 2.5 }],
      verdict: null,
      status: 'referred',
    });
    // Nobody finishes it before its time.
    await rig.clock.advance(WAIT_MS - 1);
    expect(await rig.app.placement.claimOnce()).toBe(0);
    await takeBack(bet.betId);
  });

  test('without the wish nobody is asked', async () => {
    expect(await place(betBody())).toMatchObject({ status: 'accepted' });
  });

  test('is taken at the price that was asked for', async () => {
    const { betId } = await place(wish({ pricePolicy: 'any' }));
    rig.host.onDecide = (request) => {
      expect(request).toMatchObject({ referral: 'granted', selection: { odds: 25_000 } });
      return rig.host.accepted(request);
    };
    const said = await say(betId, { verdict: 'accept' });
    expect(said.status).toBe(200);
    expect(fits(ReferralSchema, said)).toMatchObject({
      status: 'accepted',
      verdict: { verdict: 'accept', by: 'trader', note: 'looked at' },
    });
    expect(await betOf(betId)).toMatchObject({ status: 'accepted', odds: 2.5 });
    expect(await waiting()).not.toContain(betId);
    expect(await waiting('?waiting=false')).toContain(betId);
  });

  test('is refused by a trader, and the stake comes back', async () => {
    const { betId } = await place();
    expect(fits(ReferralSchema, await say(betId, { verdict: 'reject' }))).toMatchObject({
      status: 'rejected',
      reason: 'REFERRAL_REJECTED',
    });
    expect(await rig.me(bettor)).toMatchObject({ balance: '100.00', staked: '0.00' });
    expect(rig.host.asked).toEqual(['receive']);
  });

  test('expires for everybody at the same moment', async () => {
    const { betId } = await place();
    await rig.clock.advance(WAIT_MS);
    expect(codeIn(await say(betId, { verdict: 'accept' }))).toBe('REFERRAL_EXPIRED');
    expect(codeIn(await takeBack(betId))).toBe('BET_NOT_WAITING');
    expect(await rig.app.placement.claimOnce()).toBe(1);
    const bet = await betOf(betId);
    expect(bet).toMatchObject({ status: 'rejected', reason: { code: 'REFERRAL_EXPIRED' } });
    expect(bet.referredUntil).toBeUndefined();
    expect(await rig.me(bettor)).toMatchObject({ balance: '100.00', staked: '0.00' });
    expect(codeIn(await say(betId, { verdict: 'accept' }))).toBe('REFERRAL_DECIDED');
  });

  test('is taken back by its owner alone', async () => {
    const { betId } = await place();
    expect(codeIn(await takeBack(betId, await rig.rich()))).toBe('BET_NOT_FOUND');
    const back = await takeBack(betId);
    expect(fits(BetViewSchema, back)).toMatchObject({
      status: 'rejected',
      reason: { code: 'BET_TAKEN_BACK' },
    });
    expect((await takeBack(betId)).body).toEqual(back.body);
    expect(codeIn(await say(betId, { verdict: 'accept' }))).toBe('REFERRAL_DECIDED');
    expect(await rig.me(bettor)).toMatchObject({ balance: '100.00' });
  });

  test('is offered on other terms, which are taken past the limit', async () => {
    const { betId } = await place();
    const said = await say(betId, { verdict: 'offer', stake: '6.00', odds: 2.4 });
    expect(fits(ReferralSchema, said)).toMatchObject({
      status: 'rejected',
      reason: 'REFERRAL_OFFERED',
      verdict: { stake: '6.00', odds: 2.4 },
    });
    const asked: unknown[] = [];
    rig.host.onReceive = (request) => {
      asked.push(request);
      return { ...rig.host.received(request), stateHash: 'another state' };
    };
    rig.host.onDecide = (request) => {
      asked.push(request);
      return rig.host.accepted(request);
    };
    const taken = await rig.post(`/v1/offers/${betId}/take`, { token: bettor });
    expect(fits(BetViewSchema, taken)).toMatchObject({
      status: 'accepted',
      odds: 2.4,
      stake: '6.00',
    });
    // The host compares the match with what it was when the trader was asked.
    expect(asked).toMatchObject([
      { op: 'receive', referral: 'granted' },
      { op: 'decide', referral: 'granted', stateHash: 'state' },
    ]);
    expect(await rig.me(bettor)).toMatchObject({ balance: '94.00', staked: '6.00' });
  });

  test.each([
    ['accept', 'MATCH_STATE_CHANGED'],
    ['accept', 'MARKET_SUSPENDED'],
  ] as const)('a trader’s %s does not help when the host says %s', async (verdict, code) => {
    const { betId } = await place();
    rig.host.onDecide = () => ({ verdict: 'reject', code });
    expect(fits(ReferralSchema, await say(betId, { verdict }))).toMatchObject({
      status: 'rejected',
      reason: code,
    });
    expect(await rig.me(bettor)).toMatchObject({ balance: '100.00', staked: '0.00' });
  });

  test('goes on after a crash between the trader’s word and the decision', async () => {
    const { betId } = await place();
    rig.host.onDecide = () => 'away';
    const said = say(betId, { verdict: 'accept' });
    await expect.poll(() => rig.host.asked.includes('decide')).toBe(true);
    await rig.app.placement.stop();
    await said;
    const other = await ApiRig.start(pool, { referForMs: WAIT_MS });
    await other.clock.advance(1_000);
    expect(await other.app.placement.claimOnce()).toBe(1);
    expect(await betOf(betId)).toMatchObject({ status: 'accepted' });
    await other.stop();
  });
});

describe('a verdict', () => {
  test('counts once; the same one again gets the same answer', async () => {
    const { betId } = await place();
    const first = await say(betId, { verdict: 'accept' });
    expect((await say(betId, { verdict: 'accept' })).body).toEqual(first.body);
    expect(codeIn(await say(betId, { verdict: 'reject' }))).toBe('REFERRAL_DECIDED');
  });

  test('of several at once one wins, and the books are whole', async () => {
    const { betId } = await place();
    const said = await Promise.all([
      say(betId, { verdict: 'accept' }),
      say(betId, { verdict: 'reject' }),
      say(betId, { verdict: 'offer', stake: '5.00' }),
      takeBack(betId),
    ]);
    expect(said.filter(({ status }) => status === 200)).toHaveLength(1);
    const { status } = await betOf(betId);
    const { balance } = await rig.me(bettor);
    expect([status, balance]).toEqual(
      status === 'accepted' ? ['accepted', '90.00'] : ['rejected', '100.00'],
    );
  });

  test.each([
    [{ verdict: 'accept', stake: '5.00' }, 'only an offer'],
    [{ verdict: 'offer' }, 'a stake or a price'],
    [{ verdict: 'offer', stake: '10.00' }, 'below the one asked for'],
    [{ verdict: 'offer', stake: '0.00' }, 'below the one asked for'],
    [{ verdict: 'offer', stake: '1.001' }, 'below the one asked for'],
    [{ verdict: 'offer', odds: 2.5 }, 'below the one asked for'],
    [{ verdict: 'offer', odds: 2.00001 }, 'four decimals'],
  ])('%j is refused', async (body, why) => {
    const { betId } = await place();
    const reply = await say(betId, body);
    expect(codeIn(reply)).toBe('OFFER_INVALID');
    expect(JSON.stringify(reply.body)).toContain(why);
    expect(await betOf(betId)).toMatchObject({ status: 'referred' });
    await say(betId, { verdict: 'reject' });
  });

  test('is a trader’s, about a bet that waits', async () => {
    const { betId } = await place();
    expect(codeIn(await say(betId, { verdict: 'accept' }, bettor))).toBe('FORBIDDEN');
    expect(codeIn(await rig.get(URL, { token: bettor }))).toBe('FORBIDDEN');
    expect(codeIn(await say(newId(), { verdict: 'accept' }))).toBe('REFERRAL_NOT_FOUND');
    expect(codeIn(await say(betId, { verdict: 'accept', note: '' }))).toBe('BAD_REQUEST');
    await takeBack(betId);
    const plain = await place(betBody());
    expect(codeIn(await say(plain.betId, { verdict: 'accept' }))).toBe('REFERRAL_NOT_FOUND');
    expect(codeIn(await takeBack(plain.betId))).toBe('BET_NOT_WAITING');
  });

  test('cannot be changed or removed', async () => {
    const { betId } = await place();
    await say(betId, { verdict: 'reject' });
    await expect(
      pool.query(`UPDATE bet_referral SET verdict = 'accept' WHERE bet_id = $1`, [betId]),
    ).rejects.toThrow('append-only');
  });
});
