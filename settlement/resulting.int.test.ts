import { afterEach, beforeEach, expect, test } from 'vitest';

import { marketKey, type AccountId, type MarketKey } from '#contracts/mod.ts';
import { withTransaction, type Pool } from '#platform/mod.ts';

import { HOUSE_RULES } from './house-rules/rule-book.ts';
import { resultFixture } from './resulting.ts';
import { fixturesToResult, fixturesToSettle } from './resulting-state.ts';
import { settleFixture } from './settle.ts';
import { overdueBets } from './sweeper.ts';
import { balance, betState, MATCH_RESULT, placeBetsWith, storeEvents } from './testing/book.ts';
import { KICK_OFF, MatchScript, playedMatch } from './testing/match-script.ts';
import { legOf, openScene, type Scene } from './testing/scene.ts';

const TWO_ONE = () => playedMatch({ home: 1, away: 1 }, { home: 1, away: 0 });

const RULES = HOUSE_RULES[0].sports.football;
let scene: Scene;
let pool: Pool;
let account: AccountId;

beforeEach(async () => {
  scene = await openScene();
  ({ pool, account } = scene);
});
afterEach(() => scene.close());

const reviews = async (): Promise<unknown[]> => {
  const { rows } = await pool.query<{ reason: string; open: boolean }>(
    'SELECT reason, resolved_at IS NULL AS open FROM review',
  );
  return rows;
};

test('extra time is ignored', async () => {
  const draw = await scene.single(MATCH_RESULT, 'draw', 3);
  const half = { home: 1, away: 1 };
  const none = { home: 0, away: 0 };
  const extraTime = { home: 1, away: 0 };
  const match = new MatchScript().play(half, none).extraTime(extraTime).phase('ended');
  match.result('confirmed', { firstHalf: half, secondHalf: none, extraTime });
  await scene.finish(match);
  expect(await betState(pool, draw)).toMatchObject({ status: 'settled', payout: 3_000n });
});

test('a contradiction goes to review and settles nothing, until it is cleared up', async () => {
  const bet = await scene.single(MATCH_RESULT, 'home');
  const match = new MatchScript().play({ home: 1, away: 0 }, { home: 0, away: 0 }).phase('ended');
  const claim = { firstHalf: { home: 1, away: 0 }, secondHalf: { home: 0, away: 1 } };
  match.result('confirmed', claim);
  const reason = 'result says second half 0-1, the incidents say 0-0';
  expect((await scene.finish(match)).resulted).toEqual({ kind: 'review', reason });
  await scene.finish(match);
  expect(await reviews()).toEqual([{ reason, open: true }]);
  expect(await betState(pool, bet)).toMatchObject({ status: 'accepted' });
  expect(await fixturesToResult(pool, scene.ports.clock.now())).toEqual([]);
  match.result('confirmed', { ...claim, secondHalf: { home: 0, away: 0 } });
  expect((await scene.finish(match)).counts.settled).toBe(1);
  expect(await reviews()).toEqual([{ reason, open: false }]);
  await scene.expectSound();
});

test('a live result waits for its hold, and is not paid twice when it is confirmed', async () => {
  const bet = await scene.single(MATCH_RESULT, 'home');
  const halves = { firstHalf: { home: 1, away: 0 }, secondHalf: { home: 0, away: 0 } };
  const match = new MatchScript().play(halves.firstHalf, halves.secondHalf).phase('ended');
  match.at(scene.ports.clock.now()).result('live', halves);
  const dueAt = scene.ports.clock.now() + RULES.reviewHoldMinutes * 60_000;
  expect((await scene.finish(match)).resulted).toEqual({ kind: 'wait', dueAt });
  expect(await fixturesToResult(pool, dueAt - 1)).toEqual([]);
  expect(await fixturesToResult(pool, dueAt)).toEqual([match.fixture]);
  await scene.ports.clock.advanceTo(dueAt);
  expect((await scene.finish(match)).counts.settled).toBe(1);
  match.result('confirmed', halves);
  const { resulted, counts } = await scene.finish(match);
  expect(resulted).toEqual({ kind: 'resulted', resultVersion: 2, changed: 0 });
  expect(counts).toEqual({ settled: 0, resettled: 0, partly: 0 });
  expect(await betState(pool, bet)).toMatchObject({ version: 3, payout: 2_500n });
  expect(await scene.outbox('result.%')).toMatchObject([
    { certainty: 'live' },
    { certainty: 'confirmed' },
  ]);
  expect(await fixturesToSettle(pool)).toEqual([]);
});

test('postponed beyond the window is void, and is never paid when it is played later', async () => {
  const bet = await scene.single(MATCH_RESULT, 'home');
  const match = new MatchScript().add('status', {
    status: 'postponed',
    startsAt: KICK_OFF + RULES.postponementHours * 3_600_000 + 1,
  });
  await scene.finish(match);
  expect(await betState(pool, bet)).toMatchObject({
    status: 'void',
    payout: 1_000n,
    reason: 'POSTPONED',
  });
  expect(await balance(pool, account)).toBe(100_000n);
  match.play({ home: 1, away: 0 }, { home: 0, away: 0 }).phase('ended');
  match.result('confirmed', {
    firstHalf: { home: 1, away: 0 },
    secondHalf: { home: 0, away: 0 },
  });
  expect((await scene.finish(match)).resulted).toMatchObject({ kind: 'review' });
  expect(await betState(pool, bet)).toMatchObject({ status: 'void', payout: 1_000n });
  await scene.expectSound();
});

test('postponed without a date is void when the window is over', async () => {
  const bet = await scene.single(MATCH_RESULT, 'home');
  const match = new MatchScript().add('status', { status: 'postponed' });
  const dueAt = KICK_OFF + RULES.postponementHours * 3_600_000;
  expect((await scene.finish(match)).resulted).toEqual({ kind: 'wait', dueAt });
  await scene.ports.clock.advanceTo(dueAt);
  expect(await fixturesToResult(pool, dueAt)).toEqual([match.fixture]);
  await scene.finish(match);
  expect(await betState(pool, bet)).toMatchObject({ status: 'void' });
});

test('abandoned: what is decided stands, the rest is void', async () => {
  const decided = await scene.single(marketKey('total-goals', { line: '0.5' }), 'over', 1.1);
  const open = await scene.single(MATCH_RESULT, 'away', 5);
  const match = new MatchScript().phase('first-half').goal('home', 10);
  match.add('status', { status: 'abandoned' });
  await scene.finish(match);
  expect(await betState(pool, decided)).toMatchObject({ status: 'settled', payout: 1_100n });
  expect(await betState(pool, open)).toMatchObject({ status: 'void', reason: 'ABANDONED' });
  await scene.expectSound();
});

test('a market that the catalogue does not know goes to review', async () => {
  await scene.single('total-goals|line=odd' as MarketKey, 'over');
  expect((await scene.finish(TWO_ONE())).resulted).toEqual({
    kind: 'review',
    reason: 'the result of total-goals|line=odd cannot be told',
  });
});

test('the fixture closes behind every placement under way, and before its bets are counted', async () => {
  const match = TWO_ONE();
  await storeEvents(pool, match.events);
  const bet = { account, stakeMinor: 100n, legs: [legOf(MATCH_RESULT, 'home')] };
  const waiting = async (): Promise<number> => {
    const sql = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;
    return (await pool.query(sql)).rowCount ?? 0;
  };
  let closing: ReturnType<typeof resultFixture> | undefined;
  const [id] = await withTransaction(pool, async (placement) => {
    const fence = 'SELECT pg_advisory_xact_lock_shared(fixture_fence_key($1))';
    await placement.query(fence, [match.fixture]);
    closing = resultFixture(scene.ports, match.fixture);
    await expect.poll(waiting).toBe(1);
    expect((await placement.query('SELECT FROM market_closed')).rowCount).toBe(0);
    return placeBetsWith(placement, [bet]);
  });
  expect(await closing).toEqual({ kind: 'resulted', resultVersion: 1, changed: 1 });
  await settleFixture(scene.ports, match.fixture);
  expect(id && (await betState(pool, id)).status).toBe('settled');
  expect((await pool.query('SELECT fixture_id, market_key FROM market_closed')).rows).toEqual([
    { fixture_id: 'test-1', market_key: '*' },
  ]);
});

test('the sweeper sees an open bet behind a closed fixture', async () => {
  const match = TWO_ONE();
  await scene.single(MATCH_RESULT, 'home');
  await scene.finish(match);
  await scene.ports.clock.advance(120_000);
  expect(await overdueBets(scene.ports, 60_000)).toBe(0);
  await scene.single(MATCH_RESULT, 'home');
  expect(await overdueBets(scene.ports, 60_000)).toBe(1);
  expect(await overdueBets(scene.ports, 180_000)).toBe(0);
});
