import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  createBetApi,
  createTokens,
  DEFAULT_BET_API_CONFIG,
  FixtureBook,
  type BetApiApp,
  type Tokens,
} from '#bet-api/mod.ts';
import {
  boardImage,
  createCustomer,
  FakeHost,
  FakeQuotes,
  FIXTURE,
  show,
} from '#bet-api/testing/mod.ts';
import { startPostgres } from '#platform/embedded/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import {
  createMetrics,
  createPool,
  migratePostgres,
  newId,
  silentLogger,
  systemClock,
  type Pool,
} from '#platform/mod.ts';
import { temporaryFolder } from '#test/harness/mod.ts';

/** A PostgreSQL of its own, because it is stopped in the middle of things. */
type Server = Awaited<ReturnType<typeof startPostgres>>;

let dir: string;
let server: Server;
let pool: Pool;
let tokens: Tokens;
const host = new FakeHost(() => systemClock.now());
const book = new FixtureBook();
const apps: BetApiApp[] = [];

beforeAll(async () => {
  dir = temporaryFolder('postgres-');
  server = await startPostgres(dir, 0, { unsafeFast: true });
  await migratePostgres(server.url);
  pool = createPool({ url: server.url, maxConnections: 6, connectionTimeoutMs: 1_000 });
  const secret = 'test'.repeat(16);
  tokens = await createTokens({ secret, lifeMs: 600_000, clock: systemClock });
}, 120_000);
afterAll(async () => {
  for (const { http, placement } of apps) {
    await placement.stop();
    await http.close();
  }
  await pool.end();
  await server.stop();
});

async function start(): Promise<BetApiApp> {
  const app = await createBetApi({
    pool,
    host,
    quotes: new FakeQuotes(),
    tail: () => Promise.reject(new Error('nobody asks')),
    layOff: () => Promise.reject(new Error('nobody asks')),
    book,
    tokens,
    clock: systemClock,
    newId,
    log: silentLogger(),
    metrics: createMetrics('test'),
    config: {
      ...DEFAULT_BET_API_CONFIG,
      claimLeaseMs: 1_000,
      claimEveryMs: 200,
      rateLimit: undefined,
    },
  });
  apps.push(app);
  return app;
}

const restart = async (whileDown: () => Promise<void>): Promise<void> => {
  await server.stop();
  await whileDown();
  server = await startPostgres(dir, server.port, { unsafeFast: true });
};

async function customer(): Promise<
  () => Promise<{ balance: string; staked: string; token: string }>
> {
  const accountId = await createCustomer(pool);
  const user = {
    accountId,
    userId: newId() as never,
    username: 'ada',
    role: 'bettor',
    currency: 'EUR',
  } as const;
  const { token } = tokens.sign(user);
  return async () => {
    const { rows } = await pool.query<{ balance: bigint; staked: bigint }>(
      `SELECT balance_minor AS balance, coalesce((SELECT sum(stake_minor) FROM bet
         WHERE account_id = $1 AND status IN ('delayed', 'accepted')), 0)::bigint AS staked
       FROM ledger_account WHERE id = $1`,
      [accountId],
    );
    return { balance: String(rows[0]?.balance), staked: String(rows[0]?.staked), token };
  };
}

type Reply = Readonly<{ status: number; code: string | undefined; betStatus: string | undefined }>;
async function placeBet(app: BetApiApp, token: string, key: string): Promise<Reply> {
  show(book, boardImage(), systemClock.monotonic());
  const reply = await app.http.inject({
    method: 'POST',
    url: '/v1/bets',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': key },
    payload: {
      fixtureId: FIXTURE,
      marketKey: 'match-result',
      outcomeId: 'home',
      odds: 2.5,
      stake: '10.00',
      pricePolicy: 'none',
    },
  });
  const body = reply.json<{ code?: string; status?: string }>();
  return { status: reply.statusCode, code: body.code, betStatus: body.status };
}

test('PostgreSQL away before the bet: 503, nothing lost, and the same key works afterwards', async () => {
  const app = await start();
  const state = await customer();
  const { token } = await state();
  const key = newId();
  await restart(async () => {
    expect(await placeBet(app, token, key)).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
    const health = await app.http.inject('/healthz');
    expect(health.statusCode).toBe(503);
    expect(health.json()).toMatchObject({ code: 'UNAVAILABLE' });
    const config = await app.http.inject('/v1/fixtures');
    expect(config.statusCode).toBe(200);
  });
  expect(await placeBet(app, token, key)).toMatchObject({ status: 201, betStatus: 'accepted' });
  expect(await state()).toMatchObject({ balance: '9000', staked: '1000' });
});

test('PostgreSQL away between the transactions: 503, then the claimer finishes the bet', async () => {
  const app = await start();
  const state = await customer();
  const { token } = await state();
  const key = newId();
  // Only a bet that waits has two transactions.
  host.delayMs = 1;
  host.onDecide = async (request) => {
    host.delayMs = 0;
    host.onDecide = (later) => host.accepted(later);
    await server.stop();
    return host.accepted(request);
  };
  expect(await placeBet(app, token, key)).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
  expect(await placeBet(app, token, key)).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
  server = await startPostgres(dir, server.port, { unsafeFast: true });
  expect(await placeBet(app, token, key)).toMatchObject({ status: 409, code: 'IN_PROGRESS' });
  expect(await state()).toMatchObject({ balance: '9000', staked: '1000' });
  app.placement.start();
  await expect
    .poll(() => placeBet(app, token, key), { timeout: 15_000, interval: 200 })
    .toMatchObject({ status: 201, betStatus: 'accepted' });
  expect(await state()).toMatchObject({ balance: '9000', staked: '1000' });
});

test('PostgreSQL stopped under load: every bet is there once, and the books balance', async () => {
  const app = await start();
  app.placement.start();
  const states = await Promise.all([1, 2, 3, 4].map(() => customer()));
  const tokensOf = await Promise.all(states.map(async (state) => (await state()).token));
  const asked = Array.from({ length: 32 }, (_, index) => ({
    token: tokensOf[index % 4] ?? '',
    key: newId(),
  }));
  const load = Promise.all(asked.map(({ token, key }) => placeBet(app, token, key)));
  await restart(async () => {
    await load;
  });
  for (const { token, key } of asked)
    await expect
      .poll(() => placeBet(app, token, key), { timeout: 20_000, interval: 100 })
      .toMatchObject({ status: 201 });
  const after = await Promise.all(states.map((state) => state()));
  expect(after.map(({ balance, staked }) => [balance, staked])).toEqual(
    states.map(() => ['2000', '8000']),
  );
  expect((await verifyLedger(pool)).ok).toBe(true);
}, 120_000);
