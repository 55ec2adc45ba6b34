import { createHash } from 'node:crypto';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { accountId, BetViewSchema, SessionSchema, type Me } from '#contracts/mod.ts';
import { ManualClock, newId, silentLogger, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { deviceKeyOf, keepDevices } from '../accounts/devices.ts';
import { ApiRig, betBody, fits, outageOf, type Reply } from '../testing/mod.ts';

const DEVICE = 'phone-of-ada_0123456789';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
});
afterAll(() => database.drop());
beforeEach(async () => {
  rig = await ApiRig.start(pool, { authRateLimit: undefined, rateLimit: undefined });
});
afterEach(() => rig.stop());

const on = (device: string) => ({ headers: { 'x-device-id': device } });
const register = (username: string, device = DEVICE): Promise<Reply> =>
  rig.post('/v1/auth/register', {
    ...on(device),
    body: { username, password: 'long enough', currency: 'EUR' },
  });
const logIn = (username: string, password = 'long enough', device = DEVICE): Promise<Reply> =>
  rig.post('/v1/auth/login', { ...on(device), body: { username, password } });
const someone = (): string => `u-${newId().slice(-12)}`;

type Row = Readonly<{
  account: string;
  hash: string;
  firstAt: number;
  lastAt: number;
  times: number;
}>;
async function devicesOf({ accountId: id }: Pick<Me, 'accountId'>): Promise<readonly Row[]> {
  await rig.app.devices.flush();
  const { rows } = await pool.query<Row>(
    `SELECT account_id AS account, encode(device_hash, 'hex') AS hash, first_seen_at::float8 AS "firstAt",
       last_seen_at::float8 AS "lastAt", times::float8 AS times
     FROM account_device WHERE account_id = $1 ORDER BY first_seen_at, device_hash`,
    [id],
  );
  return rows;
}

describe('the device of a request', () => {
  test('is kept when an account is opened, entered and used, with first and last time and count', async () => {
    const username = someone();
    const openedAt = rig.clock.now();
    const { token } = fits(SessionSchema, await register(username));
    await rig.clock.advance(1_000);
    await logIn(username);
    await rig.clock.advance(1_000);
    await rig.post('/v1/bets', { token, key: newId(), body: betBody(), ...on(DEVICE) });
    expect(await devicesOf(await rig.me(token))).toMatchObject([
      { firstAt: openedAt, lastAt: openedAt + 2_000, times: 3 },
    ]);
  });

  test('is one and the same for two accounts, and the table does not say which', async () => {
    const seen = await Promise.all(
      [someone(), someone()].map(async (username) => {
        const { token } = fits(SessionSchema, await register(username));
        return devicesOf(await rig.me(token));
      }),
    );
    const [[one], [other]] = seen as [Row[], Row[]];
    expect(one?.hash).toBe(other?.hash);
    const plain = createHash('sha256').update(DEVICE).digest('hex');
    expect(one?.hash).not.toBe(plain);
    const { rows } = await pool.query<{ text: string }>(
      'SELECT d::text AS text FROM account_device AS d',
    );
    expect(rows.some(({ text }) => text.includes(DEVICE))).toBe(false);
  });

  test('needs not be told', async () => {
    const { token } = await rig.register();
    expect(await devicesOf(await rig.me(token))).toEqual([]);
  });

  test.each([
    'short',
    'x'.repeat(15),
    'x'.repeat(65),
    'with blanks in between',
    'semi;colon-0123456789',
    'ünïcode-ünïcode-ü',
    `${DEVICE}, ${DEVICE}`,
  ])('%j is none: nothing is done', async (device) => {
    const username = someone();
    const refused = { status: 400, body: { code: 'BAD_REQUEST' } };
    expect(await register(username, device)).toMatchObject(refused);
    const { token } = fits(SessionSchema, await register(username));
    expect(await logIn(username, 'long enough', device)).toMatchObject(refused);
    const asked = { token, key: newId(), body: betBody() };
    const reply = await rig.post('/v1/bets', { ...asked, ...on(device) });
    expect(reply).toMatchObject(refused);
    expect(JSON.stringify(reply.body)).toContain('headers/x-device-id');
    // The key is as good as new.
    expect((await rig.post('/v1/bets', asked)).body).not.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await devicesOf(await rig.me(token))).toHaveLength(1);
  });

  test("of somebody who only tries the password is not the account's", async () => {
    const username = someone();
    const { token } = fits(SessionSchema, await register(username));
    expect((await logIn(username, 'wrong', 'device-of-a-thief')).status).toBe(401);
    const forged = { key: newId(), body: betBody(), ...on('device-of-a-thief') };
    expect((await rig.post('/v1/bets', forged)).status).toBe(401);
    expect(await devicesOf(await rig.me(token))).toHaveLength(1);
  });

  test('of a repeated bet may be another: the answer is the first one, and both devices are kept', async () => {
    const token = await rig.rich();
    const asked = { token, key: newId(), body: betBody() };
    const first = await rig.post('/v1/bets', { ...asked, ...on(DEVICE) });
    const again = await rig.post('/v1/bets', { ...asked, ...on('tablet-of-ada-0123456789') });
    expect(fits(BetViewSchema, again)).toEqual(fits(BetViewSchema, first));
    expect((await devicesOf(await rig.me(token))).map(({ times }) => times)).toEqual([1, 1]);
  });

  test('is told to no customer, in no answer', async () => {
    const username = someone();
    const replies = [await register(username), await logIn(username)];
    const { token } = fits(SessionSchema, replies[1] ?? { status: 0, body: null, headers: {} });
    const { body } = await rig.post('/v1/bets', {
      token,
      key: newId(),
      body: betBody(),
      ...on(DEVICE),
    });
    const [row] = await devicesOf(await rig.me(token));
    for (const url of [
      '/v1/me',
      '/v1/bets',
      '/v1/account/payments',
      '/v1/account/statement',
      '/v1/me/bonuses',
    ])
      replies.push(await rig.get(url, { token }));
    const told = JSON.stringify([body, ...replies.map((reply) => [reply.body, reply.headers])]);
    expect(told).not.toContain(DEVICE);
    expect(told).not.toContain(row?.hash ?? 'no hash');
  });
});

test('the description names the header where it is read', async () => {
  const { body } = await rig.get('/openapi.json');
  type Document = Readonly<{
    paths: Record<string, { post?: { parameters?: readonly Record<string, unknown>[] } }>;
  }>;
  for (const path of ['/v1/auth/register', '/v1/auth/login', '/v1/bets'])
    expect((body as Document).paths[path]?.post?.parameters).toContainEqual(
      expect.objectContaining({ in: 'header', name: 'x-device-id', required: false }),
    );
});

describe('what is noted', () => {
  const ports = () => ({ pool, clock: new ManualClock(5_000), log: silentLogger() });
  const key = deviceKeyOf('secret '.repeat(5));

  test('is hashed under another key by another house', async () => {
    const me = await rig.me((await rig.register()).token);
    for (const secret of ['secret one '.repeat(4), 'secret two '.repeat(4)]) {
      const devices = keepDevices(ports(), deviceKeyOf(secret));
      devices.note(accountId(me.accountId), DEVICE);
      await devices.flush();
    }
    expect(new Set((await devicesOf(me)).map(({ hash }) => hash)).size).toBe(2);
  });

  test('of an account that is gone keeps nobody else from being written', async () => {
    const me = await rig.me((await rig.register()).token);
    const devices = keepDevices(ports(), key);
    devices.note(accountId(newId()), DEVICE);
    devices.note(accountId(me.accountId), DEVICE);
    await devices.flush();
    expect(await devicesOf(me)).toHaveLength(1);
  });

  test('keeps of one account the fifty devices seen last', async () => {
    const me = await rig.me((await rig.register()).token);
    const given = ports();
    const devices = keepDevices(given, key);
    for (let at = 0; at < 60; at += 1) {
      devices.note(accountId(me.accountId), `device-number-${String(at).padStart(4, '0')}`);
      await given.clock.advance(1);
    }
    await devices.flush();
    const kept = await devicesOf(me);
    expect(kept).toHaveLength(50);
    expect(kept[0]?.firstAt).toBe(5_010);
  });

  test('still waits when the database is away, and is written by stopping', async () => {
    const me = await rig.me((await rig.register()).token);
    const server = outageOf(pool);
    server.begin();
    const devices = keepDevices({ ...ports(), pool: server.pool }, key);
    devices.note(accountId(me.accountId), DEVICE);
    await expect(devices.flush()).rejects.toThrow('refused');
    devices.note(accountId(me.accountId), DEVICE);
    server.end();
    await devices.stop();
    expect(await devicesOf(me)).toMatchObject([{ times: 2 }]);
  });

  test('is counted once when only the forgetting of the oldest fails', async () => {
    const me = await rig.me((await rig.register()).token);
    const devices = keepDevices(ports(), key);
    devices.note(accountId(me.accountId), DEVICE);
    await pool.query(`CREATE FUNCTION refuse_forgetting() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN RAISE 'not now'; END $$`);
    await pool.query(`CREATE TRIGGER refuse BEFORE DELETE ON account_device
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_forgetting()`);
    await expect(devices.flush()).rejects.toThrow('not now');
    await pool.query('DROP FUNCTION refuse_forgetting CASCADE');
    await devices.flush();
    expect(await devicesOf(me)).toMatchObject([{ times: 1 }]);
  });
});
