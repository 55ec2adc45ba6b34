import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { LayOffViewSchema, subjects } from '#contracts/mod.ts';
import { ManualClock, newId, serveJson, type Pool } from '#platform/mod.ts';
import { freshDatabase, startTestNats, type TestDatabase } from '#test/harness/mod.ts';

import { seedDemoUsers } from '../accounts/seed.ts';
import { natsLayOff } from '../lay-off-port.ts';
import { ApiRig, fits } from '../testing/mod.ts';

const URL = '/v1/trading/lay-off';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
beforeAll(async () => {
  database = await freshDatabase();
  ({ pool } = database);
  await seedDemoUsers(pool, { clock: new ManualClock(), newId });
});
afterAll(() => database.drop());
beforeEach(async () => {
  rig = await ApiRig.start(pool);
});
afterEach(() => rig.stop());

test('shows traders the orders of the house at the exchange, and what limits them', async () => {
  const token = await rig.logIn('trader');
  const view = fits(LayOffViewSchema, await rig.get(URL, { token }));
  expect(view).toMatchObject({
    limits: null,
    orders: [{ status: 'open', matchedMinor: '500', averageOdds: 3.05, actor: 'anna' }],
  });
  await rig.get(`${URL}?limit=7`, { token });
  expect(rig.layOff.asked).toEqual([
    { op: 'list', limit: 100 },
    { op: 'list', limit: 7 },
  ]);
  expect((await rig.get(`${URL}?limit=0`, { token })).status).toBe(400);
  rig.layOff.answer = 'away';
  const silent = await rig.get(URL, { token });
  expect(silent).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
});

const ORDER = '0190a000-0001-7000-8000-000000000001';

test('traders have orders proposed, sent and cancelled, in their names', async () => {
  const token = await rig.logIn('trader');
  const ask = async (path: string, body?: object) =>
    fits(LayOffViewSchema, await rig.post(`${URL}/${path}`, { token, body }));
  expect((await ask('propose', {})).orders).toHaveLength(1);
  await ask('propose', { fixtureId: 'demo-1' });
  await ask(`orders/${ORDER}/send`, { reason: 'too much on home' });
  await ask(`orders/${ORDER}/cancel`);
  expect(rig.layOff.asked).toEqual([
    { op: 'propose' },
    { op: 'propose', fixtureId: 'demo-1' },
    { op: 'send', orderId: ORDER, actor: 'trader', reason: 'too much on home' },
    { op: 'cancel', orderId: ORDER },
  ]);
});

test.each([
  ['propose', { fixtureId: 'NO ID' }],
  ['orders/1/send', { reason: 'because' }],
  [`orders/${ORDER}/send`, { reason: '' }],
  [`orders/${ORDER}/send`, { reason: 'because', actor: 'boss' }],
  ['orders/1/cancel', undefined],
])('%s with %j is a bad request, and of others none at all', async (path, body) => {
  const ask = (token?: string) =>
    rig.post(`${URL}/${path}`, { body, ...(token === undefined ? {} : { token }) });
  expect((await ask(await rig.logIn('trader'))).status).toBe(400);
  const sound = { reason: 'because' };
  const send = `${URL}/orders/${ORDER}/send`;
  for (const role of ['bettor', 'operator'] as const)
    expect((await rig.post(send, { token: await rig.logIn(role), body: sound })).status).toBe(403);
  expect((await rig.post(send, { body: sound })).status).toBe(401);
  expect(rig.layOff.asked).toEqual([]);
});

test('bettors and strangers see nothing of it', async () => {
  expect((await rig.get(URL, { token: await rig.logIn('bettor') })).status).toBe(403);
  expect((await rig.get(URL)).status).toBe(401);
});

test('over NATS: the answer, and a refusal when nobody is there or what comes is none', async () => {
  const nats = await startTestNats();
  try {
    const ask = natsLayOff(nats.nats);
    const list = { op: 'list', limit: 1 } as const;
    await expect(ask(list)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    let answer: unknown = rig.layOff.answer;
    const served = serveJson(nats.nats, {
      subject: subjects.layOff,
      parse: (question) => question,
      handle: () => answer,
    });
    await nats.nats.connection.flush();
    expect(await ask(list)).toEqual(rig.layOff.answer);
    answer = { ok: false, field: 'order', message: 'there is no such order' };
    await expect(ask({ op: 'cancel', orderId: ORDER })).rejects.toMatchObject({
      code: 'LAY_OFF_REFUSED',
      detail: { field: 'order', why: 'there is no such order' },
    });
    answer = { ok: true };
    await expect(ask(list)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await served.stop();
  } finally {
    await nats.stop();
  }
});
