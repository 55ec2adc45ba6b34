import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { CommandListSchema, CommandResultSchema, TickerSchema } from '#contracts/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
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
afterAll(async () => {
  expect((await verifyLedger(pool)).results.filter(({ failure }) => failure)).toEqual([]);
  await database.drop();
});
beforeEach(async () => {
  rig = await ApiRig.start(pool);
});
afterEach(() => rig.stop());

const refusal = (code: string): unknown => expect.objectContaining({ code }) as unknown;

describe('trading', () => {
  const url = `/v1/trading/fixtures/${FIXTURE}/commands`;
  const audit = async (token: string): Promise<unknown[]> =>
    fits(CommandListSchema, await rig.get(url, { token })).commands;
  test('a command reaches the rig.host, the audit and the outbox', async () => {
    const token = await rig.logIn('trader');
    const body = { kind: 'margin', marketType: 'match-result', marginBps: 700 };
    const reply = await rig.post(url, { token, body });
    expect(reply.status).toBe(200);
    const { commandId } = fits(CommandResultSchema, reply);
    expect(rig.host.commands).toMatchObject([
      { ...body, commandId, actor: 'trader', fixtureId: FIXTURE },
    ]);
    expect((await audit(token))[0]).toMatchObject({ commandId, actor: 'trader', command: body });
    const { rows } = await pool.query(`SELECT subject FROM outbox WHERE msg_id = $1`, [
      `command:${commandId}`,
    ]);
    expect(rows).toEqual([{ subject: 'trade.margin' }]);
  });

  test('a suspension reaches the host before PostgreSQL, everything else after', async () => {
    const token = await rig.logIn('trader');
    const countAtHost = async (kind: string): Promise<unknown> => {
      const before = (await audit(token)).length;
      let seen: Promise<number> | undefined;
      rig.host.onCommand = async () => {
        const { rows } = await pool.query<{ n: number }>(
          'SELECT count(*)::int AS n FROM trader_command WHERE fixture_id = $1',
          [FIXTURE],
        );
        seen = Promise.resolve((rows[0]?.n ?? 0) - before);
        return { ok: true, inputSeq: 1 };
      };
      await rig.post(url, { token, body: { kind } });
      return seen;
    };
    expect(await countAtHost('suspend')).toBe(0);
    expect(await countAtHost('resume')).toBe(1);
  });

  test('a suspension that the host did not hear is stored for its successor, and said', async () => {
    const token = await rig.logIn('trader');
    rig.host.onCommand = () => 'away';
    const before = (await audit(token)).length;
    const reply = await rig.post(url, { token, body: { kind: 'suspend' } });
    expect(reply).toMatchObject({ status: 503, body: { code: 'HOST_UNAVAILABLE' } });
    expect(await audit(token)).toHaveLength(before + 1);
  });

  test('what the host refuses is said, what is no command is refused', async () => {
    const token = await rig.logIn('trader');
    rig.host.onCommand = () => ({ ok: false, code: 'MARKET_NOT_FOUND' });
    const margin = { kind: 'margin', marketType: 'match-result', marginBps: 3_000 };
    expect(await rig.post(url, { token, body: margin })).toMatchObject({
      status: 404,
      body: { code: 'MARKET_NOT_FOUND' },
    });
    for (const body of [
      { kind: 'explode' },
      { ...margin, marginBps: 3_001 },
      { ...margin, odds: 1 },
    ])
      expect((await rig.post(url, { token, body })).body).toEqual(refusal('BAD_REQUEST'));
    const unknown = '/v1/trading/fixtures/nope/commands';
    expect(
      (await rig.post(unknown, { token, body: { kind: 'skew', enabled: true } })).body,
    ).toEqual(refusal('FIXTURE_NOT_FOUND'));
  });

  test('a mode with an end is a command like any other; one whose end has passed is none', async () => {
    const token = await rig.logIn('trader');
    const mode = { kind: 'skew-mode', marketType: 'match-result', mode: 'ladder' };
    const body = { ...mode, until: rig.clock.now() + 60_000 };
    expect((await rig.post(url, { token, body })).status).toBe(200);
    expect(rig.host.commands).toMatchObject([body]);
    expect((await audit(token))[0]).toMatchObject({ command: body });
    for (const refused of [
      { ...mode, until: rig.clock.now() },
      { ...mode, mode: 'lmsr' },
    ])
      expect((await rig.post(url, { token, body: refused })).body).toEqual(refusal('BAD_REQUEST'));
    expect(rig.host.commands).toHaveLength(1);
  });

  test('a market is opened at chances that are sound, and at no others', async () => {
    const token = await rig.logIn('trader');
    const chances = [
      { outcomeId: 'home', chance: 0.5 },
      { outcomeId: 'draw', chance: 0.28 },
      { outcomeId: 'away', chance: 0.22 },
    ];
    const body = { kind: 'opening', marketKey: 'match-result', chances };
    expect((await rig.post(url, { token, body })).status).toBe(200);
    expect((await audit(token))[0]).toMatchObject({ command: body });
    for (const refused of [
      { ...body, chances: chances.slice(1) },
      { ...body, marketKey: 'double-chance' },
      { ...body, until: rig.clock.now() },
    ])
      expect((await rig.post(url, { token, body: refused })).body).toEqual(refusal('BAD_REQUEST'));
    expect(rig.host.commands).toMatchObject([body]);
  });

  test('commands of one fixture at once keep an order without gaps', async () => {
    const token = await rig.logIn('trader');
    await Promise.all(
      Array.from({ length: 10 }, () =>
        rig.post(url, { token, body: { kind: 'skew', enabled: true } }),
      ),
    );
    const { rows } = await pool.query(
      `SELECT max(command_seq) = count(*) AS whole FROM trader_command WHERE fixture_id = $1`,
      [FIXTURE],
    );
    expect(rows).toEqual([{ whole: true }]);
  });

  test('the ticker shows the bets of everyone, newest first', async () => {
    const [token, bettor] = [await rig.logIn('trader'), await rig.rich()];
    await rig.post('/v1/bets', { token: bettor, key: newId(), body: betBody({ stake: '1.00' }) });
    rig.host.onReceive = () => ({ verdict: 'reject', code: 'RISK_WORST_CASE' });
    await rig.post('/v1/bets', { token: bettor, key: newId(), body: betBody({ stake: '2.00' }) });
    const reply = await rig.get(`/v1/trading/bets?fixtureId=${FIXTURE}&limit=2`, { token });
    expect(fits(TickerSchema, reply)).toMatchObject({
      bets: [
        { stake: '2.00', status: 'rejected', reason: 'RISK_WORST_CASE' },
        { stake: '1.00', status: 'accepted', reason: null },
      ],
    });
    const all = await rig.get('/v1/trading/bets', { token });
    expect(fits(TickerSchema, all).bets.length).toBeGreaterThan(1);
    const none = await rig.get('/v1/trading/bets?fixtureId=nope', { token });
    expect(none.body).toEqual({ bets: [] });
  });
});
