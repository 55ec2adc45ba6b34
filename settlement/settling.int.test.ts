import { afterEach, beforeEach, expect, test } from 'vitest';

import { marketKey, type AccountId, type MarketKey } from '#contracts/mod.ts';
import { houseAccountId } from '#ledger/mod.ts';
import type { Pool } from '#platform/mod.ts';

import { resultFixture } from './resulting.ts';
import { fixturesToResult, fixturesToSettle } from './resulting-state.ts';
import { settleFixture } from './settle.ts';
import {
  balance,
  betState,
  customer,
  MATCH_RESULT,
  placeBet,
  placeBets,
  storeEvents,
} from './testing/book.ts';
import { playedMatch } from './testing/match-script.ts';
import { legOf, openScene, type Scene } from './testing/scene.ts';

const HOUSE = houseAccountId('house', 'EUR');
const STAKES = houseAccountId('stakes', 'EUR');
const TWO_ONE = () => playedMatch({ home: 1, away: 1 }, { home: 1, away: 0 });

let scene: Scene;
let pool: Pool;
let account: AccountId;

beforeEach(async () => {
  scene = await openScene();
  ({ pool, account } = scene);
});
afterEach(() => scene.close());

const quarter = marketKey('total-goals', { line: '2.75' });
test.each<[string, MarketKey, string, bigint]>([
  ['won', MATCH_RESULT, 'home', 25_000n],
  ['lost', MATCH_RESULT, 'away', 0n],
  ['void', marketKey('total-goals', { line: '3' }), 'over', 10_000n],
  ['half won', quarter, 'over', 17_500n],
  ['half lost', quarter, 'under', 5_000n],
])('%s: every balance is right to the cent', async (result, market, outcome, payout) => {
  const status = result === 'void' ? 'void' : 'settled';
  const bet = await scene.single(market, outcome, 2.5, 10_000n);
  const { counts } = await scene.finish(TWO_ONE());
  expect(counts).toEqual({ settled: 1, resettled: 0, partly: 0 });
  expect(await betState(pool, bet)).toMatchObject({ status, payout, openLegs: 0, version: 3 });
  expect(await balance(pool, account)).toBe(90_000n + payout);
  expect(await balance(pool, HOUSE)).toBe(10_000n - payout);
  expect(await balance(pool, STAKES)).toBe(0n);
  await scene.expectSound();
});

test('odd cents are rounded half up once', async () => {
  const bet = await scene.single(marketKey('total-goals', { line: '2.75' }), 'over', 1.95, 333n);
  await scene.finish(TWO_ONE());
  // 333 × 59/40 = 491.175
  expect((await betState(pool, bet)).payout).toBe(491n);
  await scene.expectSound();
});

test('a bet says how its payout came about', async () => {
  const won = await scene.single(MATCH_RESULT, 'home');
  const push = await scene.single(marketKey('total-goals', { line: '3' }), 'over');
  await scene.finish(TWO_ONE());
  expect((await betState(pool, won)).sentence).toBe(
    'Full time 2-1: Match result, Lions at 2.50 won. 10.00 EUR × 5/2 = 25.00 EUR.',
  );
  expect(await betState(pool, push)).toMatchObject({
    reason: 'PUSH',
    sentence:
      'Full time 2-1: Total goals 3, Over 3 at 2.50 is void. The stake of 10.00 EUR is returned.',
  });
});

test('everyone is told: the result, the bet and each ledger entry', async () => {
  const id = await scene.single(MATCH_RESULT, 'home');
  await scene.finish(TWO_ONE());
  expect(await scene.outbox('result.football.test-1')).toMatchObject([
    {
      resultVersion: 1,
      certainty: 'confirmed',
      markets: [{ key: 'match-result', outcomes: [{ id: 'home', result: 'won' }, {}, {}] }],
    },
  ]);
  expect(await scene.outbox('bet.settled')).toMatchObject([
    { betId: id, version: 3, payoutMinor: '2500', legs: [{ result: 'won' }] },
  ]);
  const entries = await scene.outbox('ledger.entry');
  expect(entries.filter((entry) => entry['kind'] === 'settlement')).toHaveLength(3);
});

test('settling again finds nothing', async () => {
  for (let bet = 0; bet < 7; bet += 1) await scene.single(MATCH_RESULT, bet % 2 ? 'home' : 'draw');
  const match = TWO_ONE();
  expect((await scene.finish(match)).counts.settled).toBe(7);
  const before = await pool.query('SELECT count(*) FROM ledger_entry');
  expect((await scene.finish(match)).resulted).toEqual({
    kind: 'resulted',
    resultVersion: 1,
    changed: 0,
  });
  expect((await scene.finish(match)).counts).toEqual({ settled: 0, resettled: 0, partly: 0 });
  expect((await pool.query('SELECT count(*) FROM ledger_entry')).rows).toEqual(before.rows);
  expect(await fixturesToResult(pool, scene.ports.clock.now())).toEqual([]);
  expect(await fixturesToSettle(pool)).toEqual([]);
  await scene.expectSound();
});

test('a bet that was not accepted is left alone', async () => {
  const bets = [{ account, stakeMinor: 500n, legs: [legOf(MATCH_RESULT, 'home')] }];
  const [id] = await placeBets(
    pool,
    bets.map((bet) => ({ ...bet, status: 'delayed' as const })),
  );
  expect((await scene.finish(TWO_ONE())).counts.settled).toBe(0);
  expect(id && (await betState(pool, id)).status).toBe('delayed');
});

test('several settlers at once pay each bet once', async () => {
  const accounts = await Promise.all([customer(pool), customer(pool), customer(pool)]);
  const bets = Array.from({ length: 60 }, (_, at) => ({
    account: accounts[at % 3] ?? account,
    stakeMinor: 100n,
    legs: [legOf(MATCH_RESULT, ['home', 'draw', 'away'][at % 3] ?? '')],
  }));
  await placeBets(pool, bets);
  const match = TWO_ONE();
  await storeEvents(pool, match.events);
  const resulted = await Promise.all(
    [1, 2, 3].map(() => resultFixture(scene.ports, match.fixture)),
  );
  expect(resulted.map((one) => one.kind === 'resulted' && one.resultVersion)).toEqual([1, 1, 1]);
  const counts = await Promise.all(
    [1, 2, 3].map(() => settleFixture(scene.ports, match.fixture, { chunkSize: 7 })),
  );
  expect(counts.reduce((sum, { settled }) => sum + settled, 0)).toBe(60);
  const wallets = await Promise.all(accounts.map((one) => balance(pool, one)));
  expect(wallets).toEqual([98_000n + 5_000n, 98_000n, 98_000n]);
  expect(await fixturesToSettle(pool)).toEqual([]);
  await scene.expectSound();
});

test('a settler that dies between chunks, or inside one, loses nothing', async () => {
  for (let bet = 0; bet < 10; bet += 1) await scene.single(MATCH_RESULT, 'home');
  const match = TWO_ONE();
  await storeEvents(pool, match.events);
  await resultFixture(scene.ports, match.fixture);
  // Ends inside the third chunk: its transaction goes, the two before it stay.
  await pool.query(`
    CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF (SELECT count(*) FROM bet WHERE status = 'settled') > 6 THEN RAISE 'killed'; END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER die AFTER UPDATE ON bet FOR EACH STATEMENT EXECUTE FUNCTION die()`);
  await expect(settleFixture(scene.ports, match.fixture, { chunkSize: 3 })).rejects.toThrow(
    'killed',
  );
  expect(await balance(pool, account)).toBe(90_000n + 6n * 2_500n);
  expect(await fixturesToSettle(pool)).toEqual([match.fixture]);
  await scene.expectSound();
  await pool.query('DROP TRIGGER die ON bet');
  const counts = await settleFixture(scene.ports, match.fixture, { chunkSize: 3 });
  expect(counts.settled).toBe(4);
  expect(await balance(pool, account)).toBe(90_000n + 10n * 2_500n);
  await scene.expectSound();
});

test('an interrupted settlement is not marked as done', async () => {
  await scene.single(MATCH_RESULT, 'home');
  const match = TWO_ONE();
  await storeEvents(pool, match.events);
  await resultFixture(scene.ports, match.fixture);
  await settleFixture(scene.ports, match.fixture, { signal: AbortSignal.abort() });
  expect(await fixturesToSettle(pool)).toEqual([match.fixture]);
});

test('a multiple is settled by its last leg, whichever match ends first', async () => {
  const legs = [
    legOf(MATCH_RESULT, 'home', 2, 'first'),
    legOf(MATCH_RESULT, 'draw', 3.25, 'second'),
  ];
  const won = await placeBet(pool, { account, stakeMinor: 1_000n, legs });
  const lost = await placeBet(pool, {
    account,
    stakeMinor: 1_000n,
    legs: [legOf(MATCH_RESULT, 'away', 2, 'first'), legOf(MATCH_RESULT, 'draw', 3.25, 'second')],
  });
  const second = playedMatch({ home: 0, away: 0 }, { home: 1, away: 1 }, 'second');
  expect((await scene.finish(second)).counts).toEqual({ settled: 0, resettled: 0, partly: 2 });
  expect(await betState(pool, won)).toMatchObject({
    status: 'accepted',
    openLegs: 1,
    version: 3,
  });
  expect(await scene.outbox('bet.accepted')).toMatchObject([{ version: 3 }, { version: 3 }]);
  expect(await balance(pool, account)).toBe(98_000n);
  const first = playedMatch({ home: 1, away: 0 }, { home: 0, away: 0 }, 'first');
  expect((await scene.finish(first)).counts).toEqual({ settled: 2, resettled: 0, partly: 0 });
  expect(await betState(pool, won)).toMatchObject({ status: 'settled', payout: 6_500n });
  expect(await betState(pool, lost)).toMatchObject({ status: 'settled', payout: 0n });
  await scene.expectSound();
});
