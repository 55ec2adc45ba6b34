import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ROLES, supervise, type Role, type SupervisedProcess } from '#app/mod.ts';
import { seedDemoUsers } from '#bet-api/mod.ts';
import {
  oddsFromDecimal,
  parseMoney,
  payoutMinor,
  type BetView,
  type FixtureDetail,
  type Me,
} from '#contracts/mod.ts';
import { replayMatch } from '#feeds/mod.ts';
import { verifyLedger } from '#ledger/mod.ts';
import { childEnvironment, newId, repoDir, silentLogger, systemClock } from '#platform/mod.ts';
import {
  freshClickhouse,
  freshDatabase,
  hasClickhouse,
  startTestNats,
  temporaryFolder,
  type TestClickHouse,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { AccountReader } from './account-reader.ts';
import { ApiClient } from './api-client.ts';
import { OddsReader } from './odds-reader.ts';

/** Brazil–Croatia 2014: an own goal, a penalty, 3-1 after 1-1 at half time. */
const MATCH = 'brazil-croatia-2014';
const FIXTURE = `${MATCH}-replay-1`;
const SPEED = 600;
const PRE_MATCH_MS = 25_000;

let database: TestDatabase;
let nats: TestNats;
let clickhouse: TestClickHouse | undefined;
const processes: SupervisedProcess[] = [];
let addresses: Readonly<Record<string, string>>;
/** A match that is still being played must not keep a failed test from cleaning up. */
const over = new AbortController();
let replaying: Promise<unknown> = Promise.resolve();

async function until<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  const deadline = systemClock.monotonic() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (systemClock.monotonic() > deadline) throw new Error(`${what}: not within 60 s`);
    await systemClock.sleep(100);
  }
}

beforeAll(async () => {
  database = await freshDatabase();
  nats = await startTestNats();
  clickhouse = hasClickhouse() ? await freshClickhouse() : undefined;
  await seedDemoUsers(database.pool, { clock: systemClock, newId });
  const urls = { databaseUrl: database.url, natsUrl: nats.url, clickhouseUrl: clickhouse?.url };
  const env = {
    ...childEnvironment(urls),
    OVERROUND_DATA_DIR: temporaryFolder('e2e'),
    OVERROUND_API_PORT: '0',
    OVERROUND_GATEWAY_PORT: '0',
    OVERROUND_PAYMENTS_PORT: '0',
    OVERROUND_PAYMENT_PROVIDER_PORT: '0',
    OVERROUND_FEED_SPEED: '0',
    OVERROUND_BET_DELAY_MS: '300',
    OVERROUND_SCORE_HOLD_MS: '100',
    OVERROUND_LOG_LEVEL: 'error',
    OVERROUND_JWT_SECRET: 'only for this test, and long enough for it',
  };
  const entry = join(repoDir(), 'app', 'main.ts');
  const launch = (role: Role): SupervisedProcess =>
    supervise([role], { entry, env, clock: systemClock, log: silentLogger() });
  processes.push(...ROLES.map(launch));
  const found = await Promise.all(processes.map(({ ready }) => ready));
  addresses = Object.assign({}, ...found) as Record<string, string>;
}, 120_000);

afterAll(async () => {
  over.abort(new Error('the test is over'));
  await replaying;
  await Promise.all(processes.map((child) => child.stop()));
  await clickhouse?.drop();
  await nats.stop();
  await database.drop();
}, 60_000);

type Wager = Readonly<{ market: string; outcome: string; stake: string; result: string }>;

/** Placed before kick-off, with what each must come to at 3-1. */
const WAGERS: readonly Wager[] = [
  { market: 'match-result', outcome: 'home', stake: '10.00', result: 'won' },
  { market: 'match-result', outcome: 'draw', stake: '3.33', result: 'lost' },
  { market: 'draw-no-bet', outcome: 'away', stake: '5.00', result: 'lost' },
  { market: 'both-teams-to-score', outcome: 'yes', stake: '7.77', result: 'won' },
  { market: 'half-time-result', outcome: 'draw', stake: '2.00', result: 'won' },
  { market: 'correct-score', outcome: '3-1', stake: '1.00', result: 'won' },
  { market: 'next-goal|goal=1', outcome: 'away', stake: '4.00', result: 'won' },
];

const minorOf = (text: string): bigint => parseMoney(text, 'EUR') ?? -1n;

describe('every service in a process of its own', () => {
  it('plays a real match from announcement to payment', { timeout: 150_000 }, async () => {
    const bettor = new ApiClient(addresses['api'] ?? '');
    const { token } = await bettor.register('end-to-end');
    const account = new AccountReader(addresses['gateway'] ?? '', token);
    await bettor.deposit('200.00');
    const reader = await OddsReader.open(addresses['gateway'] ?? '', FIXTURE);
    const match = replayMatch(MATCH, {
      clock: systemClock,
      pool: database.pool,
      nats: nats.nats,
      log: silentLogger(),
      speed: SPEED,
      preMatchMs: PRE_MATCH_MS,
      signal: over.signal,
    });
    replaying = match.catch(() => undefined);

    const placed = await placeAll(bettor);
    await tradeBeforeKickOff(bettor);
    const report = await match;
    expect(report).toMatchObject({
      halfTime: { home: 1, away: 1 },
      fullTime: { home: 3, away: 1 },
      agrees: true,
    });

    const settled = await until('settlement', async () => {
      const bets = await bettor.bets();
      return bets.every(({ status }) => status === 'settled' || status === 'rejected')
        ? bets
        : undefined;
    });
    checkPayouts(placed, settled);
    await checkBooks(bettor, settled);
    expect(reader.scores).toEqual(['0-0', '0-1', '1-1', '2-1', '3-1']);
    expect(reader.reasons).toContain('score');
    expect(reader.gaps).toBe(0);
    expect(reader.deltas).toBeGreaterThan(50);
    reader.close();
    await checkAccount(account, await bettor.me(), settled);
    await checkAnalytics();
  });
});

async function placeAll(bettor: ApiClient): Promise<ReadonlyMap<string, Wager>> {
  const board = await until('odds', async () => {
    const { status, body } = await bettor.fixture(FIXTURE);
    return status === 200 && body.markets.some(({ status: now }) => now === 'active')
      ? body
      : undefined;
  });
  await untilLeased(bettor, board);
  const placed = new Map<string, Wager>();
  for (const wager of WAGERS) {
    const market = board.markets.find(({ key }) => key === wager.market);
    const outcome = market?.outcomes.find(({ id }) => id === wager.outcome);
    if (market === undefined || outcome?.odds === null || outcome === undefined) {
      throw new Error(`no price for ${wager.market} ${wager.outcome}`);
    }
    const body = {
      fixtureId: board.fixtureId,
      marketKey: market.key,
      outcomeId: outcome.id,
      odds: outcome.odds / 10_000,
      stake: wager.stake,
      pricePolicy: 'any' as const,
    };
    const key = `e2e-${wager.market}-${wager.outcome}`.replaceAll(/[|=]/g, '-');
    const answer = await bettor.place(body, key);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    expect((await bettor.place(body, key)).body.betId).toBe(answer.body.betId);
    placed.set(answer.body.betId, wager);
  }
  return placed;
}

/** Until the risk service has leased budget to the host, every stake is refused: it fails closed. */
async function untilLeased(bettor: ApiClient, board: FixtureDetail): Promise<void> {
  await until('a lease of the house budget', async () => {
    const [market] = board.markets;
    const outcome = market?.outcomes.find(({ odds }) => odds !== null);
    if (market === undefined || outcome?.odds === undefined || outcome.odds === null)
      return undefined;
    const stake = await bettor.maxStake({
      fixtureId: board.fixtureId,
      marketKey: market.key,
      outcomeId: outcome.id,
      odds: outcome.odds / 10_000,
    });
    return minorOf(stake) > 0n ? true : undefined;
  });
}

/** A trader's margin moves the price, and a trader's stop refuses the next bet. */
async function tradeBeforeKickOff(bettor: ApiClient): Promise<void> {
  const trader = new ApiClient(addresses['api'] ?? '');
  await trader.logIn('trader', 'trader-demo');
  const priceOf = async () => {
    const { body } = await bettor.fixture(FIXTURE);
    return body.markets.find(({ key }) => key === 'match-result');
  };
  const before = (await priceOf())?.outcomes[0]?.odds ?? 0;
  const margin = { kind: 'margin', marketType: 'match-result', marginBps: 2_000 };
  expect((await trader.command(FIXTURE, margin)).status).toBe(200);
  await until('the new margin', async () => {
    const odds = (await priceOf())?.outcomes[0]?.odds ?? 0;
    return odds < before ? odds : undefined;
  });
  expect((await bettor.command(FIXTURE, { kind: 'suspend' })).status).toBe(403);
  const marketKey = 'match-result';
  expect((await trader.command(FIXTURE, { kind: 'suspend', marketKey })).status).toBe(200);
  const market = await until('the suspension', async () => {
    const now = await priceOf();
    return now?.status === 'suspended' ? now : undefined;
  });
  const refused = await bettor.place(
    {
      fixtureId: FIXTURE as BetView['fixtureId'],
      marketKey: market.key,
      outcomeId: market.outcomes[0]?.id ?? ('' as BetView['outcomeId']),
      odds: (market.outcomes[0]?.odds ?? 0) / 10_000,
      stake: '1.00',
      pricePolicy: 'any',
    },
    'e2e-while-suspended',
  );
  expect(refused.body.code).toBe('MARKET_SUSPENDED');
  expect((await trader.command(FIXTURE, { kind: 'resume', marketKey })).status).toBe(200);
}

function checkPayouts(placed: ReadonlyMap<string, Wager>, settled: readonly BetView[]): void {
  const paid = settled.filter(({ status }) => status === 'settled');
  expect(paid.map(({ betId }) => betId).sort()).toEqual([...placed.keys()].sort());
  for (const bet of paid) {
    const wager = placed.get(bet.betId);
    expect(bet.result, wager?.market).toBe(wager?.result);
    const odds = oddsFromDecimal(bet.odds ?? 0);
    if (odds === undefined) throw new Error(`no odds on ${bet.betId}`);
    const wanted = bet.result === 'won' ? payoutMinor(minorOf(bet.stake), odds) : 0n;
    expect(minorOf(bet.payout ?? ''), wager?.market).toBe(wanted);
    expect(bet.explanation).toMatch(/\w/);
  }
}

async function checkBooks(bettor: ApiClient, settled: readonly BetView[]): Promise<void> {
  const paid = settled.filter(({ status }) => status === 'settled');
  const change = paid.reduce(
    (sum, { payout, stake }) => sum + minorOf(payout ?? '') - minorOf(stake),
    0n,
  );
  const me = await bettor.me();
  expect(minorOf(me.balance)).toBe(20_000n + change);
  expect(me.staked).toBe('0.00');
  const verdict = await verifyLedger(database.pool);
  expect(verdict.results.filter(({ failure }) => failure !== null)).toEqual([]);
}

/** The stream has told every bet from its acceptance to its payment, and the money as it is now. */
async function checkAccount(
  account: AccountReader,
  { balance, staked }: Me,
  settled: readonly BetView[],
): Promise<void> {
  await until('the settled account on the stream', () => {
    const isSettled = account.account?.balance === balance && account.account.openBets === 0;
    return Promise.resolve(isSettled ? true : undefined);
  });
  expect(account.account).toMatchObject({ staked, bets: new Map() });
  expect(account.last('settled')).toEqual(settled.filter(({ status }) => status === 'settled'));
  for (const history of account.histories())
    expect(history).toMatch(/^(?:delayed )?(?:rejected|(?:accepted )+settled)$/u);
  expect(account.balances).toContain('200.00');
  account.close();
}

/** What PostgreSQL knows must arrive in ClickHouse, each fact once. */
async function checkAnalytics(): Promise<void> {
  if (clickhouse === undefined) return;
  const { client } = clickhouse;
  const tables = [
    ['feed_event', `SELECT count(*)::int AS n FROM feed_event WHERE fixture_id = '${FIXTURE}'`],
    ['ledger_entry', 'SELECT count(*)::int AS n FROM ledger_entry'],
  ] as const;
  for (const [table, sql] of tables) {
    const { rows } = await database.pool.query<{ n: number }>(sql);
    await until(`${table} in ClickHouse`, async () => {
      const answer = await client.query({
        query: `SELECT toUInt32(count()) AS n FROM ${table} FINAL`,
        format: 'JSONEachRow',
      });
      const [found] = await answer.json<{ n: number }>();
      return found?.n === rows[0]?.n ? true : undefined;
    });
  }
  for (const table of ['odds_move', 'bet_event', 'result', 'trade_event']) {
    await until(`${table} in ClickHouse`, async () => {
      const answer = await client.query({
        query: `SELECT toUInt32(count()) AS n FROM ${table}`,
        format: 'JSONEachRow',
      });
      const [found] = await answer.json<{ n: number }>();
      return (found?.n ?? 0) > 0 ? true : undefined;
    });
  }
}
