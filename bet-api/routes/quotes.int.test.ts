import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import {
  BetViewSchema,
  BuilderViewSchema,
  CashOutViewSchema,
  ExplanationSchema,
  WhatIfSchema,
  type MarketKey,
  type OutcomeId,
} from '#contracts/mod.ts';
import { ManualClock, newId, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { seedDemoUsers } from '../accounts/seed.ts';
import { ApiRig, betBody, fits, FIXTURE } from '../testing/mod.ts';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
  await seedDemoUsers(pool, { clock: new ManualClock(), newId });
});
afterAll(() => database.drop());
beforeEach(async () => {
  rig = await ApiRig.start(pool);
});
afterEach(() => rig.stop());

const LEGS = [{ marketKey: 'match-result', outcomeId: 'home' }];

describe('bet builder', () => {
  test('asks the host for the legs and answers in decimal odds, without login', async () => {
    rig.quotes.builderQuote = {
      ...rig.quotes.builderQuote,
      combinable: [
        {
          marketKey: 'total-goals|line=2.5' as MarketKey,
          outcomeId: 'over' as OutcomeId,
          odds: null,
          implied: true,
        },
      ],
    };
    const reply = await rig.post(`/v1/fixtures/${FIXTURE}/builder`, { body: { legs: LEGS } });
    expect(fits(BuilderViewSchema, reply)).toMatchObject({
      odds: 4.5,
      contradictory: false,
      combinable: [{ marketKey: 'total-goals|line=2.5', odds: null, implied: true }],
    });
    expect(rig.quotes.asked).toEqual([{ op: 'builder', fixtureId: FIXTURE, legs: LEGS }]);
  });

  test('passes the refusal of the host on, and refuses too many legs itself', async () => {
    rig.quotes.refusal = 'LEG_NOT_COMBINABLE';
    const refused = await rig.post(`/v1/fixtures/${FIXTURE}/builder`, { body: { legs: LEGS } });
    expect(refused).toMatchObject({ status: 409, body: { code: 'LEG_NOT_COMBINABLE' } });
    const legs = Array.from({ length: 13 }, () => LEGS[0]);
    const many = await rig.post(`/v1/fixtures/${FIXTURE}/builder`, { body: { legs } });
    expect(many).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
  });
});

describe('cash-out', () => {
  test('of my open bet, whole or in part', async () => {
    const token = await rig.rich();
    const placed = await rig.post('/v1/bets', { token, key: newId(), body: betBody() });
    const { betId } = fits(BetViewSchema, placed);
    const reply = await rig.get(`/v1/bets/${betId}/cash-out?partBps=5000`, { token });
    expect(fits(CashOutViewSchema, reply)).toMatchObject({
      betId,
      stake: '5.00',
      value: '6.17',
      fair: '6.50',
      remainingStake: '5.00',
      delayMs: 0,
      currency: 'EUR',
    });
    expect(rig.quotes.asked.at(-1)).toMatchObject({ op: 'cash-out', stakeMinor: '1000' });
    const stranger = await rig.rich();
    const foreign = await rig.get(`/v1/bets/${betId}/cash-out`, { token: stranger });
    expect(foreign).toMatchObject({ status: 404, body: { code: 'BET_NOT_FOUND' } });
    const nobody = await rig.get(`/v1/bets/${betId}/cash-out`);
    expect(nobody).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  });

  test('of a bet that is no longer open there is none', async () => {
    const token = await rig.rich();
    const placed = await rig.post('/v1/bets', { token, key: newId(), body: betBody() });
    const { betId } = fits(BetViewSchema, placed);
    await pool.query(
      `UPDATE bet SET status = 'void', payout_minor = stake_minor, settled_at = 1 WHERE id = $1`,
      [betId],
    );
    const reply = await rig.get(`/v1/bets/${betId}/cash-out`, { token });
    expect(reply).toMatchObject({ status: 409, body: { code: 'QUOTE_NOT_POSSIBLE' } });
  });
});

describe('what a setting would do', () => {
  test('is told to traders, and nothing is stored or sent to the host', async () => {
    const path = `/v1/trading/fixtures/${FIXTURE}/what-if`;
    const body = { kind: 'margin', marketType: 'match-result', marginBps: 700 };
    const bettor = await rig.rich();
    expect(await rig.post(path, { token: bettor, body })).toMatchObject({ status: 403 });
    const token = await rig.logIn('trader');
    const reply = fits(WhatIfSchema, await rig.post(path, { token, body }));
    expect(reply).toMatchObject({ betMinor: '10000', markets: [] });
    expect(rig.quotes.asked.at(-1)).toEqual({ op: 'what-if', fixtureId: FIXTURE, change: body });
    expect(rig.host.commands).toEqual([]);
    const asked = rig.quotes.asked.length;
    for (const refused of [{ ...body, until: 1 }, { kind: 'suspend' }, { ...body, marginBps: -1 }])
      expect(await rig.post(path, { token, body: refused })).toMatchObject({ status: 400 });
    expect(rig.quotes.asked).toHaveLength(asked);
    rig.quotes.refusal = 'MARKET_NOT_FOUND';
    expect(await rig.post(path, { token, body })).toMatchObject({ status: 404 });
    rig.quotes.refusal = null;
  });
});

describe('explanations', () => {
  test('are for traders', async () => {
    const path = `/v1/trading/fixtures/${FIXTURE}/explain?marketKey=match-result`;
    const bettor = await rig.rich();
    expect(await rig.get(path, { token: bettor })).toMatchObject({ status: 403 });
    const token = await rig.logIn('trader');
    expect(fits(ExplanationSchema, await rig.get(path, { token }))).toMatchObject({
      marketKey: 'match-result',
      margin: { from: 'default' },
    });
  });
});
