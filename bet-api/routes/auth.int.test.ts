import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { SessionSchema } from '#contracts/mod.ts';
import { ManualClock, newId, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { FREE_ATTEMPTS, LONGEST_PAUSE_MS } from '../accounts/login-attempts.ts';
import { seedDemoUsers } from '../accounts/seed.ts';
import { ApiRig, fits, type Reply } from '../testing/mod.ts';

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
  rig = await ApiRig.start(pool, { authRateLimit: undefined, rateLimit: undefined });
});
afterEach(() => rig.stop());

const GOOD = 'long enough';
const logIn = (username: string, password: string): Promise<Reply> =>
  rig.post('/v1/auth/login', { body: { username, password } });
const refresh = (refreshToken = ''): Promise<Reply> =>
  rig.post('/v1/auth/refresh', { body: { refreshToken } });
const sessionOf = async (username: string, password = GOOD) =>
  fits(SessionSchema, await logIn(username, password));
const nobody = (): string => `nobody-${newId().slice(-12)}`;

describe('registering', () => {
  test.each([
    ['Ada-Lovelace!', 'contains_name'],
    ['12345678', 'too_simple'],
    ['password1', 'too_common'],
  ])('the password %s is refused: %s', async (password, why) => {
    const body = { username: 'lovelace', password, currency: 'EUR' };
    expect(await rig.post('/v1/auth/register', { body })).toMatchObject({
      status: 400,
      body: { code: 'PASSWORD_WEAK', detail: { why } },
    });
  });

  test.each([
    { username: 'ab' },
    { username: 'a'.repeat(33) },
    { username: 'with blank' },
    { username: 'ünïcode' },
    { password: 'seven77' },
    { password: 'x'.repeat(129) },
    { currency: 'BTC' },
    { role: 'operator' },
  ])('%o is refused', async (wrong) => {
    const body = { username: nobody(), password: GOOD, currency: 'EUR', ...wrong };
    expect(await rig.post('/v1/auth/register', { body })).toMatchObject({
      status: 400,
      body: { code: 'BAD_REQUEST' },
    });
  });

  test('a password may be typed composed or decomposed', async () => {
    const username = nobody();
    const body = { username, password: 'Blüte-über-Nacht', currency: 'EUR' };
    await rig.post('/v1/auth/register', { body });
    expect((await logIn(username, body.password.normalize('NFD'))).status).toBe(200);
  });
});

describe('guessing', () => {
  const blocked = (retryAfterMs: number) => ({
    status: 429,
    body: { code: 'LOGIN_BLOCKED', detail: { retryAfterMs } },
  });

  test('ten wrong passwords are free, then each doubles the pause, up to a quarter of an hour', async () => {
    const { username } = await rig.register();
    for (let guess = 0; guess < FREE_ATTEMPTS; guess += 1)
      expect((await logIn(username, 'wrong')).status).toBe(401);
    let pauseMs = 1_000;
    for (let guess = 0; guess < 12; guess += 1) {
      expect(await logIn(username, GOOD)).toMatchObject(blocked(pauseMs));
      await rig.clock.advance(pauseMs - 1);
      expect(await logIn(username.toUpperCase(), GOOD)).toMatchObject(blocked(1));
      await rig.clock.advance(1);
      expect((await logIn(username, 'wrong')).status).toBe(401);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
    await rig.clock.advance(LONGEST_PAUSE_MS);
    expect((await logIn(username, GOOD)).status).toBe(200);
    expect((await logIn(username, 'wrong')).status).toBe(401);
    expect((await logIn(username, GOOD)).status).toBe(200);
  });

  test('names that nobody has are answered the same', async () => {
    const { username } = await rig.register();
    const answers = await Promise.all(
      [username, nobody()].map(async (name) => {
        const seen: unknown[] = [];
        for (let guess = 0; guess <= FREE_ATTEMPTS; guess += 1) {
          const { status, body } = await logIn(name, 'wrong');
          seen.push([status, body]);
        }
        return seen;
      }),
    );
    expect(answers[1]).toEqual(answers[0]);
  });

  test('guesses at once count like guesses in a row', async () => {
    const { username } = await rig.register();
    const replies = await Promise.all(Array.from({ length: 30 }, () => logIn(username, 'wrong')));
    expect(replies.filter(({ status }) => status === 401)).toHaveLength(FREE_ATTEMPTS);
  });

  test('a day later all is forgotten', async () => {
    const name = nobody();
    for (let guess = 0; guess < FREE_ATTEMPTS; guess += 1) await logIn(name, 'wrong');
    await rig.clock.advance(86_400_001);
    for (let guess = 0; guess < FREE_ATTEMPTS; guess += 1)
      expect((await logIn(name, 'wrong')).status).toBe(401);
  });
});

describe('sessions', () => {
  const withdraw = (token: string): Promise<Reply> =>
    rig.post('/v1/account/withdrawals', {
      token,
      key: newId(),
      body: { amount: '5.00', method: 'card' },
    });

  test('a refresh token is good once, and its second use ends the session', async () => {
    const { username } = await rig.register();
    const first = await sessionOf(username);
    const second = fits(SessionSchema, await refresh(first.refreshToken));
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect((await rig.get('/v1/me', { token: second.token })).status).toBe(200);
    const third = fits(SessionSchema, await refresh(second.refreshToken));
    expect(await refresh(second.refreshToken)).toMatchObject({ status: 401 });
    expect(await refresh(third.refreshToken)).toMatchObject({ status: 401 });
  });

  test('two refreshes at once: one wins', async () => {
    const { username } = await rig.register();
    const { refreshToken } = await sessionOf(username);
    const replies = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  test.each(['', 'rubbish', `${newId()}.secret`, `${newId()}.`, '..'])(
    '%j is no refresh token',
    async (token) => {
      expect(await refresh(token)).toMatchObject({
        status: 401,
        body: { code: 'UNAUTHENTICATED' },
      });
    },
  );

  test('it ends after thirty days without a refresh, and lives on with one', async () => {
    const { username } = await rig.register();
    const [idle, used] = [await sessionOf(username), await sessionOf(username)];
    await rig.clock.advance(29 * 86_400_000);
    const next = fits(SessionSchema, await refresh(used.refreshToken));
    await rig.clock.advance(2 * 86_400_000);
    expect((await refresh(idle.refreshToken)).status).toBe(401);
    expect((await refresh(next.refreshToken)).status).toBe(200);
  });

  test('after logging out nothing is refreshed and no money leaves, though the token still reads', async () => {
    const token = await rig.rich('100.00');
    const { username } = await rig.me(token);
    const session = await sessionOf(username);
    expect((await withdraw(session.token)).status).toBe(202);
    const out = await rig.post('/v1/auth/logout', { body: { refreshToken: session.refreshToken } });
    expect(out.status).toBe(204);
    expect((await refresh(session.refreshToken)).status).toBe(401);
    expect((await rig.get('/v1/me', { token: session.token })).status).toBe(200);
    expect(await withdraw(session.token)).toMatchObject({ status: 401 });
    expect((await withdraw(token)).status).toBe(202);
    const identity = rig.tokens.verify(token);
    if (!identity) throw new Error('unreadable');
    expect(await withdraw(rig.tokens.sign(identity).token)).toMatchObject({ status: 401 });
  });

  test('a new password ends every other session', async () => {
    const { username } = await rig.register();
    const [here, there] = [await sessionOf(username), await sessionOf(username)];
    const change = (password: string, newPassword: string): Promise<Reply> =>
      rig.post('/v1/auth/password', { token: here.token, body: { password, newPassword } });
    expect(await change('wrong', 'another good one')).toMatchObject({
      status: 401,
      body: { code: 'LOGIN_FAILED' },
    });
    expect(await change(GOOD, 'password1')).toMatchObject({
      status: 400,
      body: { code: 'PASSWORD_WEAK' },
    });
    const fresh = fits(SessionSchema, await change(GOOD, 'another good one'));
    for (const { refreshToken } of [here, there])
      expect((await refresh(refreshToken)).status).toBe(401);
    expect((await refresh(fresh.refreshToken)).status).toBe(200);
    expect((await logIn(username, GOOD)).status).toBe(401);
    expect((await logIn(username, 'another good one')).status).toBe(200);
  });
});
