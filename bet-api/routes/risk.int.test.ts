import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { BetViewSchema, RiskViewSchema, subjects } from '#contracts/mod.ts';
import { ManualClock, newId, serveJson, type Pool } from '#platform/mod.ts';
import { freshDatabase, startTestNats, type TestDatabase } from '#test/harness/mod.ts';

import { seedDemoUsers } from '../accounts/seed.ts';
import { natsTail } from '../tail-port.ts';
import { ApiRig, betBody, fits } from '../testing/mod.ts';

const URL = '/v1/trading/risk';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
let trader: string;
beforeAll(async () => {
  database = await freshDatabase();
  ({ pool } = database);
  await seedDemoUsers(pool, { clock: new ManualClock(), newId });
});
afterAll(() => database.drop());
beforeEach(async () => {
  rig = await ApiRig.start(pool);
  trader = await rig.logIn('trader');
});
afterEach(() => rig.stop());

test('asks about the whole book, and says whose bets drive the tail', async () => {
  const { username, token } = await rig.register();
  const money = { amount: '50.00', method: 'demo-card' };
  await rig.post('/v1/me/deposits', { token, key: newId(), body: money });
  const placed = await rig.post('/v1/bets', { token, key: newId(), body: betBody() });
  const { betId } = fits(BetViewSchema, placed);
  const { answer } = rig.tail;
  if (answer === 'away' || !answer.ok) throw new Error('no answer');
  rig.tail.answer = {
    ...answer,
    drivers: [
      { betId: newId(), contributionMinor: '90' },
      { betId, contributionMinor: '1500' },
    ],
  };
  const view = fits(RiskViewSchema, await rig.get(URL, { token: trader }));
  expect(rig.tail.asked).toEqual([{ of: 'book' }]);
  expect(view).toMatchObject({ risk: answer.risk, lines: answer.lines, pending: 1 });
  expect(view.drivers).toMatchObject([
    {
      betId,
      username,
      contributionMinor: '1500',
      type: 'Single',
      stake: '10.00',
      potentialPayout: '25.00',
      legs: [{ market: 'Match result', odds: 2.5 }],
    },
  ]);
});

test('asks for a scope, lines and drivers as they stand in the address', async () => {
  await rig.get(`${URL}?of=fixture&id=demo-1&by=day&drivers=7`, { token: trader });
  expect(rig.tail.asked).toEqual([{ of: 'fixture', id: 'demo-1', by: 'day', drivers: 7 }]);
});

test.each(['of=house', 'drivers=101', 'drivers=-1', 'by=market', 'whatIf=x'])(
  'does not ask with %s',
  async (query) => {
    const { status, body } = await rig.get(`${URL}?${query}`, { token: trader });
    expect([status, body]).toMatchObject([400, { code: 'BAD_REQUEST' }]);
    expect(rig.tail.asked).toEqual([]);
  },
);

test('a scope that the service does not know is a bad request, and its silence a 503', async () => {
  rig.tail.answer = { ok: false, field: 'id', message: 'must name the day' };
  const unknown = await rig.get(`${URL}?of=day`, { token: trader });
  expect(unknown).toMatchObject({ status: 400, body: { detail: { field: 'id' } } });
  rig.tail.answer = 'away';
  const silent = await rig.get(URL, { token: trader });
  expect(silent).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
});

test('bettors and strangers see nothing of it', async () => {
  expect((await rig.get(URL, { token: await rig.logIn('bettor') })).status).toBe(403);
  expect((await rig.get(URL)).status).toBe(401);
});

test('over NATS: the answer, and a refusal when nobody is there or what comes is none', async () => {
  const nats = await startTestNats();
  try {
    const ask = natsTail(nats.nats);
    await expect(ask({ of: 'book' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    let answer: unknown = rig.tail.answer;
    const served = serveJson(nats.nats, {
      subject: subjects.tail,
      parse: (question) => question,
      handle: () => answer,
    });
    await nats.nats.connection.flush();
    expect(await ask({ of: 'book' })).toEqual(rig.tail.answer);
    answer = { ok: true };
    await expect(ask({ of: 'book' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await served.stop();
  } finally {
    await nats.stop();
  }
});
