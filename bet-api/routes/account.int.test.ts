import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { DepositSchema } from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { ManualClock, newId, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { seedDemoUsers } from '../accounts/seed.ts';
import { createTokens } from '../accounts/tokens.ts';
import { ApiRig, fits, FIXTURE } from '../testing/mod.ts';

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

describe('identity', () => {
  test('register, log in under any case of the name, and see an empty account', async () => {
    const { username, token } = await rig.register();
    expect(await rig.me(token)).toMatchObject({
      username,
      role: 'bettor',
      balance: '0.00',
      staked: '0.00',
    });
    const body = { username: username.toUpperCase(), password: 'long enough' };
    expect((await rig.post('/v1/auth/login', { body })).status).toBe(200);
    const again = await rig.post('/v1/auth/register', {
      body: { ...body, currency: 'EUR' },
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'USERNAME_TAKEN' } });
  });

  test('a wrong password and an unknown name get the same answer', async () => {
    const { username } = await rig.register();
    const wrong = await rig.post('/v1/auth/login', {
      body: { username, password: 'not this one' },
    });
    const unknown = await rig.post('/v1/auth/login', {
      body: { username: 'nobody', password: 'x' },
    });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'LOGIN_FAILED' } });
    expect(unknown.body).toEqual(wrong.body);
  });

  test('a missing, broken, foreign or expired token', async () => {
    const { token } = await rig.register();
    const foreign = await createTokens({
      secret: 'other'.repeat(16),
      lifeMs: 60_000,
      clock: rig.clock,
    });
    const identity = rig.tokens.verify(token);
    if (!identity) throw new Error('unreadable');
    const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${token.split('.')[1] ?? ''}.`;
    for (const bad of [undefined, 'rubbish', `${token}x`, foreign.sign(identity).token, unsigned]) {
      const reply = await rig.get('/v1/me', bad === undefined ? {} : { token: bad });
      expect(reply, String(bad)).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    }
    expect((await rig.get('/v1/me', { token })).status).toBe(200);
    await rig.clock.advance(60_001);
    expect((await rig.get('/v1/me', { token })).status).toBe(401);
  });

  test('a bettor may not trade', async () => {
    const token = await rig.logIn('bettor');
    for (const reply of [
      await rig.get('/v1/trading/bets', { token }),
      await rig.post(`/v1/trading/fixtures/${FIXTURE}/commands`, {
        token,
        body: { kind: 'suspend' },
      }),
    ])
      expect(reply).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(rig.host.commands).toEqual([]);
  });

  test('the demo logins are made once', async () => {
    await Promise.all([1, 2].map(() => seedDemoUsers(pool, { clock: rig.clock, newId })));
    expect(await rig.me(await rig.logIn('trader'))).toMatchObject({
      role: 'trader',
      balance: '1000.00',
    });
  });
});

describe('deposits', () => {
  const body = { amount: '12.50', method: 'demo-card' };

  test('one key is one deposit', async () => {
    const { token } = await rig.register();
    const key = newId();
    const first = await rig.post('/v1/me/deposits', { token, key, body });
    expect(first.status).toBe(201);
    expect(fits(DepositSchema, first)).toMatchObject({ amount: '12.50', balance: '12.50' });
    expect((await rig.post('/v1/me/deposits', { token, key, body })).body).toEqual(first.body);
    const other = await rig.post('/v1/me/deposits', {
      token,
      key,
      body: { ...body, amount: '12.51' },
    });
    expect(other).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect((await rig.me(token)).balance).toBe('12.50');
  });

  test.each(['0', '-1.00', '1.005', '1e3', 'NaN', '', ' 1', '1000000.01'])(
    'the amount %j is refused',
    async (amount) => {
      const { token } = await rig.register();
      const reply = await rig.post('/v1/me/deposits', {
        token,
        key: newId(),
        body: { ...body, amount },
      });
      expect(reply).toMatchObject({ status: 400, body: { code: 'AMOUNT_INVALID' } });
    },
  );

  test.each([undefined, 'short', 'has blanks in it', 'x'.repeat(65)])(
    'the key %j is refused',
    async (key) => {
      const token = await rig.logIn('bettor');
      const given = key === undefined ? {} : { key };
      const reply = await rig.post('/v1/me/deposits', { token, ...given, body });
      expect(reply).toMatchObject({ status: 400, body: { code: 'IDEMPOTENCY_KEY_MISSING' } });
    },
  );
});
