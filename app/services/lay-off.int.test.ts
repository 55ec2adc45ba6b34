import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  accountId,
  betId,
  fixtureId,
  LayOffAnswerSchema,
  marketKeyOf,
  outcomeId,
  STREAMS,
  subjects,
  TailAnswerSchema,
  type BetMessage,
  type LayOffOrder,
  type LayOffRequest,
  type MarketQuotes,
  type Odds,
} from '#contracts/mod.ts';
import { buildFootballIndex } from '#markets/mod.ts';
import {
  ensureStreams,
  ManualClock,
  parserOf,
  publishJson,
  requestJson,
  sendJson,
  silentLogger,
  systemRandom,
} from '#platform/mod.ts';
import { packChances, startRiskService } from '#risk/mod.ts';
import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { startLayOff } from './lay-off.ts';

const KICK_OFF = Date.UTC(2026, 5, 1, 18);
const FIXTURE = fixtureId('league-1');
const MARKET = marketKeyOf('match-result');
const parseAnswer = parserOf(LayOffAnswerSchema);
const parseTail = parserOf(TailAnswerSchema);
const LIMITS = {
  automatic: false,
  bandMinor: '0',
  leastOdds: 10_100 as Odds,
  smallestMinor: '100',
  orderMinor: '1000000',
  matchMinor: '1000000',
  dayMinor: '1000000',
};

let database: TestDatabase;
let server: TestNats;
beforeAll(async () => {
  database = await freshDatabase();
  server = await startTestNats();
  await ensureStreams(server.nats, STREAMS);
  await database.pool.query(
    `INSERT INTO fixture (fixture_id, sport, competition, home_id, home, away_id, away, starts_at, producer, version)
     VALUES ($1, 'football', 'League', 'a', 'Rovers', 'b', 'United', $2, 'simulator', 1)`,
    [FIXTURE, KICK_OFF],
  );
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

/** 100.00 at 3.0 on the home team. */
const BET: BetMessage = {
  betId: betId('0190a000-0001-7000-8000-000000000001'),
  version: 1,
  accountId: accountId('0190a000-0002-7000-8000-000000000001'),
  status: 'accepted',
  currency: 'EUR',
  stakeMinor: '10000',
  payoutMinor: null,
  policy: 'none',
  reason: null,
  receivedAt: 0,
  decidedAt: 0,
  ownerEpoch: 1,
  at: 0,
  legs: [
    {
      ...{ leg: 0, fixtureId: FIXTURE, marketKey: MARKET, outcomeId: outcomeId('home') },
      ...{ odds: 30_000 as Odds, catalogueVersion: 1, result: null },
    },
  ],
};

const quotes = (at: number, size: number): MarketQuotes => ({
  producer: 'exchange',
  fixture: { urn: 'betfair:event:7', name: 'Rovers v United', startsAt: KICK_OFF },
  marketUrn: 'betfair:market:1.23',
  marketKey: MARKET,
  ...{ status: 'active', inPlay: false, winners: 1, at },
  outcomes: [
    {
      ...{ outcomeId: outcomeId('home'), providerId: '47972', name: 'Rovers', status: 'active' },
      ...{ back: { odds: 3, size }, lay: null, lastTraded: null, startingPrice: null },
    },
  ],
});

test('from a bet and the quotes of an exchange to an order, a fill, and the tail of the house', async () => {
  const { nats } = server;
  const { pool } = database;
  const clock = new ManualClock(KICK_OFF - 3_600_000);
  const log = silentLogger();
  const risk = await startRiskService({
    ...{ nats, clock, log },
    source: { openBets: () => Promise.resolve([BET]), bet: () => Promise.resolve(undefined) },
    sample: { seed: 1, scenarios: 256 },
  });
  const settings = { exchange: 'simulated', quotes: 'exchange', commissionBps: 0 } as const;
  const start = () =>
    startLayOff(
      { nats, pool, clock, log, random: systemRandom, config: { layOff: settings } },
      risk.service.tail,
    );
  const ask = async (request: LayOffRequest): Promise<readonly LayOffOrder[]> => {
    const options = { deadlineMs: 5_000, parse: parseAnswer };
    const answer = await requestJson(nats, subjects.layOff, request, options);
    if (!answer.ok) throw new Error(answer.message);
    return answer.orders;
  };
  const tail = async () => {
    const options = { deadlineMs: 5_000, parse: parseTail };
    const answer = await requestJson(nats, subjects.tail, { of: 'book' }, options);
    return answer.ok ? answer.risk : undefined;
  };
  const index = buildFootballIndex(2, 2);
  sendJson(nats, subjects.chances('football', FIXTURE), {
    ...{ fixtureId: FIXTURE, epoch: 1, seq: 1, maxFirst: 2, maxSecond: 2, scorers: [] },
    ...{ competition: 'League', startsAt: KICK_OFF },
    core: packChances(new Float64Array(index.size).fill(1)),
  });
  const layOff = await start();
  const signed = { actor: 'anna', reason: 'test' };
  await ask({ op: 'limits', limits: LIMITS, ...signed });
  const subject = subjects.quotes('exchange', 'betfair:market:1.23');
  await publishJson(nats, subject, quotes(clock.now(), 60));
  await expect.poll(async () => (await ask({ op: 'propose' })).length).toBe(1);

  // 300.00 of swing at 3.0: 100.00, of which 60.00 are offered.
  const [proposed] = await ask({ op: 'propose', fixtureId: FIXTURE });
  expect(proposed).toMatchObject({ marketId: '1.23', selectionId: 47972, sizeMinor: '6000' });
  expect(await tail()).toMatchObject({ bets: 1, worstMinor: '20000' });
  const orderId = proposed?.orderId ?? '';
  expect(await ask({ op: 'send', orderId, ...signed })).toMatchObject([
    { status: 'done', matchedMinor: '6000', averageOdds: 3 },
  ]);
  expect(await tail()).toMatchObject({ bets: 2, stakedMinor: '4000', worstMinor: '8000' });

  // The rest of it as soon as more is offered; a restart finds the position again.
  await publishJson(nats, subject, quotes(clock.now() + 1, 500));
  await expect.poll(async () => (await ask({ op: 'propose' }))[0]?.sizeMinor).toBe('4000');
  await layOff?.stop();
  risk.service.tail.dropPosition(orderId);
  const again = await start();
  expect(await tail()).toMatchObject({ bets: 2, worstMinor: '8000' });
  expect((await ask({ op: 'list', limit: 10 })).map(({ status }) => status)).toEqual([
    'proposed',
    'done',
  ]);
  await again?.stop();
  await risk.stop();
});
