import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { ApiRig, fits } from '#bet-api/testing/mod.ts';
import { seedDemoUsers } from '#bet-api/mod.ts';
import {
  CustomerListSchema,
  CustomerViewSchema,
  IntegrityListSchema,
  type Customer,
} from '#contracts/mod.ts';
import { ManualClock, newId, type Pool } from '#platform/mod.ts';
import { changeFactor, setFactorLimits } from '#risk/customer-book/mod.ts';
import { placeHold, releaseHold } from '#settlement/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { FACTOR_RULES } from './factor-rules.ts';

const URL = '/v1/trading/customers';
const BECAUSE = 'looked at the bets';
/** After everything else that is heard of anybody. */
const LATER = Date.UTC(2300, 0);

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
let token: string;
beforeAll(async () => {
  database = await freshDatabase();
  ({ pool } = database);
  await seedDemoUsers(pool, { clock: new ManualClock(), newId });
});
afterAll(() => database.drop());
beforeEach(async () => {
  rig = await ApiRig.start(pool, {}, FACTOR_RULES);
  token = await rig.logIn('trader');
});
afterEach(() => rig.stop());

/** A customer of whom something was found. */
async function found(kind = 'sharp', at = 1): Promise<{ accountId: string; username: string }> {
  const { token: own, username } = await rig.register();
  const { accountId } = await rig.me(own);
  await pool.query(
    `INSERT INTO customer_flag (id, account_id, kind, p, words, figures, at)
     VALUES ($1, $2, $3, 0.0004, 'The prices of 210 bets were better.', '{"bets": 210, "mean": 0.021}', $4)`,
    [newId(), accountId, kind, at],
  );
  return { accountId, username };
}
const limit = (leastBps = 1_000, mostStepBps = 5_000) =>
  setFactorLimits(pool, { leastBps, mostStepBps }, { actor: 'boss', reason: 'policy', at: 1 });
const one = async (accountId: string): Promise<Customer> =>
  fits(CustomerViewSchema, await rig.get(`${URL}/${accountId}`, { token })).customer;
const set = (accountId: string, bps: number, seq = 0) =>
  rig.post(`${URL}/${accountId}/factor`, { token, body: { bps, seq, reason: BECAUSE } });
const undo = (accountId: string, seq: number) =>
  rig.post(`${URL}/${accountId}/undo`, { token, body: { seq, reason: BECAUSE } });

test('without limits findings are told and no factor is changed', async () => {
  const { accountId, username } = await found();
  expect(await one(accountId)).toMatchObject({
    username,
    status: 'open',
    factor: { bps: 10_000, seq: 0, actor: null },
    proposedBps: null,
    range: null,
    findings: [{ kind: 'sharp', p: 0.0004, figures: { bets: 210, mean: 0.021 } }],
  });
  expect(await set(accountId, 9_000)).toMatchObject({
    status: 409,
    body: { code: 'FACTOR_OUT_OF_LIMITS', detail: { range: null } },
  });
  expect(await one(accountId)).toMatchObject({ factor: { bps: 10_000, seq: 0 } });
});

describe('within limits', () => {
  beforeEach(() => limit());

  test('what is proposed is taken, changed and taken back, each with who, why and when', async () => {
    const { accountId } = await found();
    expect(await one(accountId)).toMatchObject({
      proposedBps: 5_000,
      range: { leastBps: 5_000, mostBps: 10_000 },
    });
    const taken = fits(CustomerViewSchema, await set(accountId, 5_000));
    expect(taken.customer).toMatchObject({
      factor: { bps: 5_000, seq: 1, cause: 'person', actor: 'trader', reason: BECAUSE },
      proposedBps: 2_500,
      range: { leastBps: 1_000, mostBps: 10_000 },
    });
    expect((await set(accountId, 7_500, 1)).status).toBe(200);
    const back = fits(CustomerViewSchema, await undo(accountId, 2));
    expect(back.customer.factor).toMatchObject({ bps: 5_000, seq: 3, cause: 'undo' });
    expect(back.changes.map(({ fromBps, toBps, actor }) => [fromBps, toBps, actor])).toEqual([
      [7_500, 5_000, 'trader'],
      [5_000, 7_500, 'trader'],
      [10_000, 5_000, 'trader'],
    ]);
    expect(await undo(accountId, 3)).toMatchObject({
      status: 409,
      body: { code: 'FACTOR_NOT_UNDONE' },
    });
  });

  test.each([
    ['lower than a step', 4_999],
    ['higher than the ordinary one', 10_001],
  ])('no factor is %s', async (_, bps) => {
    const { accountId } = await found();
    expect(await set(accountId, bps)).toMatchObject({
      status: 409,
      body: {
        code: 'FACTOR_OUT_OF_LIMITS',
        detail: { range: { leastBps: 5_000, mostBps: 10_000 } },
      },
    });
    expect((await one(accountId)).factor.seq).toBe(0);
  });

  test('a factor that was changed meanwhile stays as it is', async () => {
    const { accountId } = await found();
    const deed = { actor: 'engine', reason: 'found', at: 2 };
    await changeFactor(pool, accountId, { cause: 'person', toBps: 8_000 }, deed);
    for (const answer of [await set(accountId, 9_000), await undo(accountId, 0)])
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'FACTOR_CHANGED', detail: { seq: 1, bps: 8_000 } },
      });
    const both = await Promise.all([set(accountId, 9_000, 1), set(accountId, 9_000, 1)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await one(accountId)).factor).toMatchObject({ bps: 9_000, seq: 2 });
  });

  test('responsible gambling outranks risk: who is excluded is offered nothing more', async () => {
    const { accountId } = await found();
    await set(accountId, 5_000);
    await pool.query(`UPDATE account SET status = 'excluded' WHERE id = $1`, [accountId]);
    for (const answer of [await set(accountId, 6_000, 1), await undo(accountId, 1)])
      expect(answer).toMatchObject({ status: 409, body: { code: 'FACTOR_NOT_RAISED' } });
    expect((await set(accountId, 4_000, 1)).status).toBe(200);
    expect(await one(accountId)).toMatchObject({ status: 'excluded', factor: { bps: 4_000 } });
  });

  test('nobody changes his own factor', async () => {
    const { accountId } = await rig.me(token);
    expect(await set(accountId, 9_000)).toMatchObject({ body: { code: 'FORBIDDEN' } });
    expect(await set(accountId.toUpperCase(), 9_000)).toMatchObject({
      body: { code: 'FORBIDDEN' },
    });
  });
});

describe('the list', () => {
  const list = async (query: string) =>
    fits(CustomerListSchema, await rig.get(`${URL}?${query}`, { token }));

  test('is filtered by kind, name, account and changed factor, the newest first', async () => {
    await limit(2_000, 3_000);
    const late = await found('late-bets', LATER);
    const ring = await found('ring', LATER + 1);
    const named = async (query: string): Promise<string[]> =>
      (await list(query)).customers.map(({ username }) => username);
    expect((await named('limit=2')).slice(0, 2)).toEqual([ring.username, late.username]);
    expect(await list('limit=1')).toMatchObject({
      more: true,
      limits: { leastBps: 2_000, mostStepBps: 3_000 },
    });
    expect(await named('kind=late-bets')).toEqual([late.username]);
    expect(await named(`name=${ring.username.toUpperCase()}`)).toEqual([ring.username]);
    expect(await named(`name=${late.accountId}`)).toEqual([late.username]);
    expect(await named(`name=${late.username}&changed=true`)).toEqual([]);
    await set(late.accountId, 8_000);
    expect(await named(`name=${late.username}&changed=true`)).toEqual([late.username]);
    expect(await named('name=nobody')).toEqual([]);
    expect(await named("name=%25'")).toEqual([]);
  });
});

test('tells traders which matches are held for their bets, and what became of it', async () => {
  await pool.query(
    `INSERT INTO fixture (fixture_id, sport, competition, home_id, home, away_id, away, starts_at, producer, version, status)
     VALUES ('odd', 'football', 'League', 'a', 'France', 'b', 'Croatia', 1, 'simulator', 1, 'not-started')`,
  );
  const target = { fixtureId: 'odd' as never, marketKey: null, betId: null };
  const [first, other] = [newId(), newId()];
  await placeHold(pool, first, target, { by: 'integrity', at: 5, reason: '50 bets came' });
  await releaseHold(pool, first, { by: 'operator', at: 6, reason: 'an offer of ours' });
  await placeHold(pool, other, target, { by: 'operator', at: 7, reason: 'odd stakes' });
  const { alerts } = fits(IntegrityListSchema, await rig.get('/v1/trading/integrity', { token }));
  expect(alerts).toEqual([
    {
      holdId: first,
      fixtureId: 'odd',
      fixture: 'France – Croatia',
      words: '50 bets came',
      heldAt: 5,
      releasedBy: 'operator',
      releasedAt: 6,
      releaseReason: 'an offer of ours',
    },
  ]);
});

const NOBODY = '00000000-0000-7000-8000-0000000000ff';
test.each([
  ['get', URL],
  ['get', `${URL}/${NOBODY}`],
  ['get', '/v1/trading/integrity'],
  ['post', `${URL}/${NOBODY}/factor`],
  ['post', `${URL}/${NOBODY}/undo`],
] as const)('%s %s is for traders alone', async (method, url) => {
  const body = url.endsWith('factor')
    ? { bps: 5_000, seq: 0, reason: BECAUSE }
    : { seq: 0, reason: BECAUSE };
  const ask = async (given: { token?: string }): Promise<number> =>
    (await (method === 'get' ? rig.get(url, given) : rig.post(url, { ...given, body }))).status;
  expect(await ask({})).toBe(401);
  expect(await ask({ token: await rig.logIn('bettor') })).toBe(403);
  expect(await ask({ token: await rig.logIn('operator') })).toBe(403);
  expect(await ask({ token })).toBe(url.includes(NOBODY) ? 404 : 200);
});

test.each([
  ['a factor below all', 'factor', { bps: 99, seq: 0, reason: BECAUSE }],
  ['a part of a basis point', 'factor', { bps: 5_000.5, seq: 0, reason: BECAUSE }],
  ['no reason', 'factor', { bps: 5_000, seq: 0, reason: '' }],
  ['not what was seen', 'factor', { bps: 5_000, reason: BECAUSE }],
  ['an actor of its own', 'undo', { seq: 1, reason: BECAUSE, actor: 'boss' }],
])('%s is a bad request', async (_, verb, body) => {
  const { accountId } = await found();
  const answer = await rig.post(`${URL}/${accountId}/${verb}`, { token, body });
  expect(answer).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
  expect((await rig.get(`${URL}/nobody`, { token })).status).toBe(400);
  expect((await rig.get(`${URL}?kind=lucky`, { token })).status).toBe(400);
});
