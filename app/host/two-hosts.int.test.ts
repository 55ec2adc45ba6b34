import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { startBetApi, type BetApiServer } from '#bet-api/mod.ts';
import { subjects, type BetView, type BookMessage } from '#contracts/mod.ts';
import {
  createMetrics,
  createPool,
  newId,
  silentLogger,
  systemClock,
  type Pool,
} from '#platform/mod.ts';
import { startSettlement } from '#settlement/mod.ts';

import { homePrice, isOpen, type TestMatch } from './test-match.ts';
import { HostWorld } from './test-world.ts';

const HALF = 32;
const shards = (from: number): number[] => Array.from({ length: HALF }, (_, at) => from + at);

let world: HostWorld;
let pool: Pool;
let api: BetApiServer;
let first: TestMatch;
let second: TestMatch;
let token = '';
const books = new Map<string, BookMessage>();

beforeAll(async () => {
  world = await HostWorld.start();
  await world.host('a', { wanted: shards(0) });
  await world.host('b', { wanted: shards(HALF) });
  world.lease('a', 'b');
  first = world.match((shard) => shard < HALF);
  second = world.match((shard) => shard >= HALF);
  const nats = await world.nats.connect('bet-api');
  nats.connection.subscribe(subjects.bookAll, {
    callback: (_, message) => {
      const book = message.json<BookMessage>();
      books.set(book.fixtureId, book);
    },
  });
  pool = createPool({ url: world.database.url, maxConnections: 4 });
  const service = { pool, nats, clock: systemClock, newId, log: silentLogger() };
  const metrics = createMetrics('test');
  api = await startBetApi({
    ...service,
    metrics,
    jwtSecret: 'test'.repeat(16),
    port: 0,
    host: '127.0.0.1',
  });
  const settlement = startSettlement({ ...service, metrics }, { pollMs: 100, lookEveryMs: 200 });
  world.onStop(async () => {
    await settlement.stop();
    await api.stop();
    await pool.end();
  });
  for (const match of [first, second]) await opened(match);
  const body = { username: 'double', password: 'long enough', currency: 'EUR' };
  ({ token } = (await send('POST', '/v1/auth/register', body)) as { token: string });
  await send('POST', '/v1/me/deposits', { amount: '100.00', method: 'demo-card' });
}, 120_000);
afterAll(() => world.stop());

/** Two hosts start their workers at once here, which takes its time on a busy machine. */
async function opened(match: TestMatch): Promise<void> {
  await match.kickOff();
  match.keepAlive();
  await vi.waitFor(
    () => {
      expect(match.odds.some(isOpen)).toBe(true);
    },
    { timeout: 60_000 },
  );
}

async function send(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      'idempotency-key': newId(),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

async function double(): Promise<BetView> {
  const legOn = async (match: TestMatch) => ({
    fixtureId: match.fixtureId,
    marketKey: 'match-result',
    outcomeId: 'home',
    odds: homePrice(await match.image()) / 10_000,
  });
  const legs = [await legOn(first), await legOn(second)];
  return (await send('POST', '/v1/bets', {
    legs,
    unitStake: '5.00',
    pricePolicy: 'any',
  })) as BetView;
}

const seesBook = (match: TestMatch, bets: number): Promise<void> =>
  vi.waitFor(
    () => {
      expect(books.get(match.fixtureId)?.bets).toBe(bets);
    },
    { timeout: 10_000 },
  );

it('a double over two hosts is taken by both, or by neither, and paid when both matches are over', async () => {
  const bet = await vi.waitFor(
    async () => {
      const placed = await double();
      expect(placed).toMatchObject({ status: 'accepted', type: 'Double' });
      return placed;
    },
    { timeout: 10_000, interval: 250 },
  );
  await Promise.all([seesBook(first, 1), seesBook(second, 1)]);
  const { rows } = await pool.query<{ fixture: string; decision: { ownerEpoch: number } | null }>(
    'SELECT fixture_id AS fixture, decision FROM bet_leg WHERE bet_id = $1 ORDER BY leg',
    [bet.betId],
  );
  expect(rows.map(({ fixture }) => fixture)).toEqual([first.fixtureId, second.fixtureId]);
  expect(rows.every(({ decision }) => (decision?.ownerEpoch ?? 0) > 0)).toBe(true);

  await second.tell('suspend');
  expect(await double()).toMatchObject({ code: 'MARKET_SUSPENDED' });
  // Neither host holds anything of the bet that was refused.
  await Promise.all([seesBook(first, 1), seesBook(second, 1)]);

  for (const match of [first, second]) {
    await match.report(match.goal('home', 10));
    for (const phase of ['half-time', 'second-half', 'ended'] as const)
      await match.report(match.event(phase, 0, { kind: 'phase' }));
    const score = { firstHalf: { home: 1, away: 0 }, secondHalf: { home: 0, away: 0 } };
    await match.report(
      match.event('ended', 0, { kind: 'result', certainty: 'confirmed', ...score }),
    );
  }
  await vi.waitFor(
    async () => {
      const seen = await send('GET', `/v1/bets/${bet.betId}`);
      expect(seen).toMatchObject({ status: 'settled', result: 'won', payout: bet.potentialPayout });
    },
    { timeout: 20_000, interval: 100 },
  );
  await Promise.all([seesBook(first, 0), seesBook(second, 0)]);
}, 60_000);
