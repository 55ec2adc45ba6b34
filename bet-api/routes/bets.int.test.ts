import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import {
  BetListSchema,
  BetViewSchema,
  FixtureDetailSchema,
  FixtureListSchema,
  MaxStakeSchema,
  fixtureId,
  type BetView,
} from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { ManualClock, newId, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { seedDemoUsers } from '../accounts/seed.ts';
import { ApiRig, betBody, boardImage, fits, FIXTURE, show } from '../testing/mod.ts';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
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
  rig = await ApiRig.start(pool);
});
afterEach(() => rig.stop());

describe('fixtures', () => {
  test('those in play first, then by kick-off, and one with its markets', async () => {
    const info = boardImage().info;
    if (!info) throw new Error('no info');
    const ids = ['late', 'early', 'live'].map(fixtureId);
    const [late, early, live] = ids;
    if (!late || !early || !live) throw new Error('no ids');
    show(rig.book, boardImage({ fixtureId: late, info: { ...info, startsAt: 9e12 } }), 0);
    show(rig.book, boardImage({ fixtureId: early, info: { ...info, startsAt: 1e12 } }), 0);
    show(rig.book, boardImage({ fixtureId: live, state: { status: 'in-play' } }), 0);
    const list = fits(FixtureListSchema, await rig.get('/v1/fixtures'));
    expect(list.fixtures.map((each) => each.fixtureId)).toEqual(['live', 'early', FIXTURE, 'late']);
    const detail = await rig.get(`/v1/fixtures/${FIXTURE}`);
    expect(fits(FixtureDetailSchema, detail)).toMatchObject({ markets: [{ key: 'match-result' }] });
    const unknown = await rig.get('/v1/fixtures/nope');
    expect(unknown).toMatchObject({ status: 404, body: { code: 'FIXTURE_NOT_FOUND' } });
  });
});

describe('bets', () => {
  test('placed, listed, seen alone and held; the same key gets the same answer', async () => {
    const token = await rig.rich();
    const key = newId();
    const placed = await rig.post('/v1/bets', { token, key, body: betBody() });
    expect(placed.status).toBe(201);
    const view = fits(BetViewSchema, placed);
    expect(view).toMatchObject({ status: 'accepted', odds: 2.5, potentialPayout: '25.00' });
    expect(await rig.me(token)).toMatchObject({ balance: '90.00', staked: '10.00' });
    expect((await rig.post('/v1/bets', { token, key, body: betBody() })).body).toEqual(placed.body);
    const reordered = Object.fromEntries(Object.entries(betBody()).reverse());
    expect((await rig.post('/v1/bets', { token, key, body: reordered })).body).toEqual(placed.body);

    const second = await rig.post('/v1/bets', {
      token,
      key: newId(),
      body: betBody({ stake: '1' }),
    });
    const list = async (query: string): Promise<string[]> =>
      fits(BetListSchema, await rig.get(`/v1/bets${query}`, { token })).bets.map(
        ({ betId }) => betId,
      );
    const secondId = (second.body as BetView).betId;
    expect(await list('')).toEqual([secondId, view.betId]);
    expect(await list('?limit=1')).toEqual([secondId]);
    expect(await list(`?before=${secondId}`)).toEqual([view.betId]);
    expect((await rig.get(`/v1/bets/${view.betId}`, { token })).body).toEqual(placed.body);
  });

  test.each(['', '/cash-out', '/cash-outs', '/explanation', '/proof'])(
    'of others, of nobody and with ids that nothing can have are answered alike: %s',
    async (path) => {
      const [owner, stranger] = [await rig.rich(), await rig.rich()];
      const body = betBody();
      const { betId } = fits(
        BetViewSchema,
        await rig.post('/v1/bets', { token: owner, key: newId(), body }),
      );
      const answers = await Promise.all(
        [betId, newId(), 'nope', '%00', "'; DROP TABLE bet"].map((id) =>
          rig.get(`/v1/bets/${encodeURIComponent(id)}${path}`, { token: stranger }),
        ),
      );
      expect(answers[0]).toMatchObject({ status: 404, body: { code: 'BET_NOT_FOUND' } });
      expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    },
  );

  test('refused with what helps: the price on offer and the largest stake', async () => {
    const token = await rig.rich();
    rig.host.onReceive = () => ({ verdict: 'reject', code: 'PRICE_CHANGED', offered: 23_000 });
    const reply = await rig.post('/v1/bets', { token, key: newId(), body: betBody() });
    expect(reply).toMatchObject({
      status: 409,
      body: { code: 'PRICE_CHANGED', detail: { offered: 2.3 } },
    });
    const list = await rig.get('/v1/bets', { token });
    expect(fits(BetListSchema, list).bets[0]).toMatchObject({
      status: 'rejected',
      reason: { code: 'PRICE_CHANGED' },
      odds: null,
    });
  });

  test('answers 202 when the decision takes longer than the delay and its grace', async () => {
    rig.host.delayMs = 5_000;
    rig.host.onDecide = () => ({ verdict: 'wait', retryAfterMs: 1_000 });
    const token = await rig.rich();
    const key = newId();
    const asked = rig.post('/v1/bets', { token, key, body: betBody() });
    await expect.poll(() => rig.clock.pending).toBe(2);
    await rig.clock.advance(8_000);
    const reply = await asked;
    expect(reply.status).toBe(202);
    const view = fits(BetViewSchema, reply);
    expect(view).toMatchObject({ status: 'delayed', dueAt: rig.clock.now() - 3_000 });
    rig.host.onDecide = (request) => rig.host.accepted(request);
    await rig.clock.advance(1_000);
    await expect
      .poll(
        async () => ((await rig.get(`/v1/bets/${view.betId}`, { token })).body as BetView).status,
      )
      .toBe('accepted');
    expect((await rig.post('/v1/bets', { token, key, body: betBody() })).status).toBe(201);
  });

  /** In the order of precedence: each request is wrong in its own way and in every later one. */
  const wrong: readonly (readonly [
    string,
    number,
    { token?: boolean; key?: boolean; body?: object },
  ])[] = [
    ['BAD_REQUEST', 400, { body: { odds: 'two' } }],
    ['UNAUTHENTICATED', 401, { token: false }],
    ['IDEMPOTENCY_KEY_MISSING', 400, { key: false }],
    ['STAKE_INVALID', 400, { body: { stake: '-5' } }],
    ['FIXTURE_NOT_FOUND', 404, { body: { fixtureId: 'nope' } }],
    ['MARKET_NOT_FOUND', 404, { body: { marketKey: 'draw-no-bet' } }],
    ['OUTCOME_NOT_FOUND', 404, { body: { outcomeId: 'nobody' } }],
    ['STAKE_BELOW_MINIMUM', 409, { body: { stake: '0.09' } }],
    ['STAKE_ABOVE_LIMIT', 409, {}],
    ['INSUFFICIENT_FUNDS', 409, {}],
  ];
  test.each(wrong.map(([code, status, own], index) => [code, status, own, index] as const))(
    '%s (%i) comes before what is behind it',
    async (code, status, _, index) => {
      if (code !== 'INSUFFICIENT_FUNDS')
        rig.host.onReceive = () => ({ verdict: 'reject', code: 'STAKE_ABOVE_LIMIT' });
      const { token } = await rig.register();
      const all = wrong.slice(index).map(([, , own]) => own);
      const bodies = all.map(({ body }) => body ?? {}).reverse();
      const reply = await rig.post('/v1/bets', {
        ...(all.some((own) => own.token === false) ? {} : { token }),
        ...(all.some((own) => own.key === false) ? {} : { key: newId() }),
        body: Object.assign(betBody(), ...bodies) as object,
      });
      expect(reply).toMatchObject({ status, body: { code } });
    },
  );

  test('odds with five decimals are no odds', async () => {
    const token = await rig.rich();
    const reply = await rig.post('/v1/bets', {
      token,
      key: newId(),
      body: betBody({ odds: 2.50001 }),
    });
    expect(reply).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
  });

  test('the largest stake is the least of rig.host, daily limit and balance', async () => {
    const token = await rig.rich('30.00');
    const { fixtureId: id, marketKey, outcomeId, odds } = betBody();
    const most = async (): Promise<string> => {
      const body = { fixtureId: id, marketKey, outcomeId, odds };
      const reply = await rig.post('/v1/bets/max-stake', { token, body });
      return fits(MaxStakeSchema, reply).maxStake;
    };
    expect(await most()).toBe('30.00');
    rig.host.onMaxStake = () => ({ verdict: 'max-stake', maxStakeMinor: '725' });
    expect(await most()).toBe('7.25');
    await pool.query('UPDATE account SET daily_stake_limit_minor = 500 WHERE id = $1', [
      (await rig.me(token)).accountId,
    ]);
    expect(await most()).toBe('5.00');
    rig.host.onMaxStake = () => 'away';
    const away = await rig.post('/v1/bets/max-stake', {
      token,
      body: { fixtureId: id, marketKey, outcomeId, odds },
    });
    expect(away).toMatchObject({ status: 503, body: { code: 'HOST_UNAVAILABLE' } });
  });
});
