import { afterEach, beforeEach, expect, test } from 'vitest';

import {
  fixtureId,
  marketKeyOf,
  outcomeId,
  shardOf,
  STREAMS,
  subjects,
  TailAnswerSchema,
  type BetMessage,
  type Odds,
} from '#contracts/mod.ts';
import { buildFootballIndex } from '#markets/mod.ts';
import {
  ensureStreams,
  followJson,
  ManualClock,
  parserOf,
  publishJson,
  requestJson,
  sendJson,
  silentLogger,
} from '#platform/mod.ts';
import { startTestNats, type TestNats } from '#test/harness/mod.ts';

import { packChances } from './chances.ts';
import { RiskLeasesSchema, RiskPortfolioSchema } from './messages.ts';
import { startRiskService } from './start-service.ts';
import { accountOf, betMessage, betOf } from './testing/arbitraries.ts';

const FIXTURE = fixtureId('league-1');
let server: TestNats;

beforeEach(async () => {
  server = await startTestNats();
  await ensureStreams(server.nats, STREAMS);
});
afterEach(() => server.stop());

const bet = (status: BetMessage['status'], index: number): BetMessage =>
  betMessage(
    {
      betId: betOf(1),
      accountId: accountOf(1),
      marketKey: marketKeyOf('match-result'),
      outcomeId: outcomeId('home'),
      odds: 30_000 as Odds,
      stakeMinor: 1_000n,
      currency: 'EUR',
    },
    { status, fixture: FIXTURE, receivedAt: 0, index, number: 1 },
  );

/** Everything of one kind that the service has published, as it comes. */
async function published<T>(kind: string, parse: (value: unknown) => T) {
  const seen: T[] = [];
  const reading = await followJson(server.nats, {
    stream: 'FACTS',
    filter: subjects.risk(kind),
    from: 'all',
    parse,
    handle: (value) => {
      seen.push(value);
    },
    onError: (error) => {
      throw error;
    },
  });
  return { seen, stop: () => reading.stop() };
}

test('bets in, leases and portfolio out, over NATS; a restart takes the leases over', async () => {
  const clock = new ManualClock();
  const { nats } = server;
  const source = { openBets: () => Promise.resolve([]), bet: () => Promise.resolve(undefined) };
  const settings = { nats, clock, log: silentLogger(), source };
  const portfolios = await published('portfolio', parserOf(RiskPortfolioSchema));
  const leases = await published('lease', parserOf(RiskLeasesSchema));

  const first = await startRiskService(settings);
  await publishJson(nats, subjects.bet('accepted'), bet('accepted', 0));
  await expect.poll(() => first.service.portfolio.openBets.length).toBe(1);
  sendJson(nats, subjects.hostAlive, { owner: 'host-1', shards: [shardOf(FIXTURE)], at: 0 });
  await expect
    .poll(async () => {
      await clock.advance(1_000);
      return leases.seen.at(-1)?.leases.length;
    })
    .toBe(1);
  expect(portfolios.seen[0]).toMatchObject({ house: { bets: 1, worstCaseMinor: '-2000' } });
  await first.stop();

  const last = leases.seen.at(-1);
  const second = await startRiskService(settings);
  await clock.advance(1_000);
  await expect.poll(() => leases.seen.at(-1)?.version).toBeGreaterThan(last?.version ?? Infinity);
  await second.stop();
  await portfolios.stop();
  await leases.stop();
});

test('a bet message that does not fit its schema becomes a dead letter and stops nothing', async () => {
  const source = { openBets: () => Promise.resolve([]), bet: () => Promise.resolve(undefined) };
  const { nats } = server;
  const running = await startRiskService({
    nats,
    clock: new ManualClock(),
    log: silentLogger(),
    source,
  });
  await publishJson(nats, subjects.bet('accepted'), { ...bet('accepted', 0), stakeMinor: '1.50' });
  await publishJson(nats, subjects.bet('accepted'), bet('accepted', 0));
  await expect.poll(() => running.service.portfolio.openBets.length).toBe(1);
  const dead = await nats.jsm.streams.info('DEAD');
  expect(dead.state.messages).toBe(1);
  await running.stop();
});

test('chances in, the tail out; a question about nothing is refused', async () => {
  const { nats } = server;
  const open = { openBets: () => Promise.resolve([bet('accepted', 0)]) };
  const running = await startRiskService({
    nats,
    clock: new ManualClock(),
    log: silentLogger(),
    source: { ...open, bet: () => Promise.resolve(undefined) },
    sample: { seed: 1, scenarios: 256 },
  });
  const ask = (question: unknown) =>
    requestJson(nats, subjects.tail, question, {
      deadlineMs: 5_000,
      parse: parserOf(TailAnswerSchema),
    });
  expect(await ask({ of: 'book' })).toMatchObject({ ok: true, unpriced: 1, risk: { bets: 1 } });
  const index = buildFootballIndex(2, 2);
  const chances = {
    fixtureId: FIXTURE,
    epoch: 1,
    seq: 1,
    maxFirst: 2,
    maxSecond: 2,
    scorers: [],
    competition: 'cup',
    startsAt: 0,
    core: packChances(new Float64Array(index.size).fill(1)),
  };
  sendJson(nats, subjects.chances('football', FIXTURE), { ...chances, core: 'AAA=' });
  sendJson(nats, subjects.chances('football', FIXTURE), chances);
  await expect.poll(() => ask({ of: 'book' })).toMatchObject({ unpriced: 0 });
  expect(await ask({ of: 'competition', id: 'cup' })).toMatchObject({ risk: { bets: 1 } });
  expect(await ask({ of: 'day' })).toMatchObject({ ok: false, field: 'id' });
  await running.stop();
});
