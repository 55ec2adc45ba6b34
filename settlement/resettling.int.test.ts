import { afterEach, beforeEach, expect, test } from 'vitest';

import { marketKey, type AccountId } from '#contracts/mod.ts';
import { houseAccountId, receivableAccountId } from '#ledger/mod.ts';
import type { Pool } from '#platform/mod.ts';

import { fixturesToSettle } from './resulting-state.ts';
import { balance, betState, MATCH_RESULT, placeBet } from './testing/book.ts';
import { playedMatch, type MatchScript } from './testing/match-script.ts';
import { legOf, openScene, type Scene } from './testing/scene.ts';

const HOUSE = houseAccountId('house', 'EUR');

let scene: Scene;
let pool: Pool;
let account: AccountId;

beforeEach(async () => {
  scene = await openScene();
  ({ pool, account } = scene);
});
afterEach(() => scene.close());

const BETTER = { firstHalf: { home: 1, away: 1 }, secondHalf: { home: 1, away: 1 } };
/** 2-1 is confirmed; later a goal is added and 2-2 is confirmed. */
const corrected = async (): Promise<MatchScript> => {
  const match = playedMatch({ home: 1, away: 1 }, { home: 1, away: 0 });
  await scene.finish(match);
  return match.lateGoal('away', 'second-half', 44, 'late-goal').result('confirmed', BETTER);
};

test('a changed result takes back and pays anew, to the cent', async () => {
  const winner = await scene.single(MATCH_RESULT, 'home', 2.5, 10_000n);
  const loser = await scene.single(MATCH_RESULT, 'draw', 4, 10_000n);
  const same = await scene.single(marketKey('half-time-result'), 'draw', 2, 10_000n);
  const match = await corrected();
  expect(await balance(pool, account)).toBe(70_000n + 25_000n + 20_000n);
  const { resulted, counts } = await scene.finish(match);
  expect(resulted).toEqual({ kind: 'resulted', resultVersion: 2, changed: 1 });
  expect(counts).toEqual({ settled: 0, resettled: 2, partly: 0 });
  expect(await betState(pool, winner)).toMatchObject({ payout: 0n, version: 4 });
  expect(await betState(pool, loser)).toMatchObject({ payout: 40_000n, version: 4 });
  expect(await betState(pool, same)).toMatchObject({ payout: 20_000n, version: 3 });
  expect(await balance(pool, account)).toBe(70_000n + 40_000n + 20_000n);
  expect(await balance(pool, HOUSE)).toBe(30_000n - 60_000n);
  expect((await scene.finish(match)).counts).toEqual({ settled: 0, resettled: 0, partly: 0 });
  expect(await fixturesToSettle(pool)).toEqual([]);
  await scene.expectSound();
});

test('money that is gone becomes what the customer owes', async () => {
  const bet = await scene.single(MATCH_RESULT, 'home', 2.5, 10_000n);
  const match = await corrected();
  await placeBet(pool, {
    account,
    stakeMinor: 110_000n,
    legs: [legOf(MATCH_RESULT, 'home', 2, 'another')],
  });
  expect(await balance(pool, account)).toBe(5_000n);
  await scene.finish(match);
  expect(await betState(pool, bet)).toMatchObject({ payout: 0n });
  expect(await balance(pool, account)).toBe(0n);
  expect(await balance(pool, receivableAccountId(account))).toBe(-20_000n);
  expect(await balance(pool, HOUSE)).toBe(10_000n);
  await scene.expectSound();
});

test('back and forth ends where it began', async () => {
  const bet = await scene.single(MATCH_RESULT, 'home', 2.5, 10_000n);
  const match = await corrected();
  await scene.finish(match);
  match.add('correction', { cancels: 'late-goal' });
  match.result('confirmed', { firstHalf: BETTER.firstHalf, secondHalf: { home: 1, away: 0 } });
  const { counts } = await scene.finish(match);
  expect(counts).toEqual({ settled: 0, resettled: 1, partly: 0 });
  expect(await betState(pool, bet)).toMatchObject({ payout: 25_000n, status: 'settled' });
  expect(await balance(pool, account)).toBe(115_000n);
  await scene.expectSound();
});

test('a multiple is settled anew when one of its legs changes', async () => {
  const legs = [legOf(MATCH_RESULT, 'home', 2), legOf(MATCH_RESULT, 'home', 3, 'second')];
  const bet = await placeBet(pool, { account, stakeMinor: 1_000n, legs });
  await scene.finish(playedMatch({ home: 1, away: 0 }, { home: 0, away: 0 }, 'second'));
  const match = await corrected();
  expect(await betState(pool, bet)).toMatchObject({ payout: 6_000n, status: 'settled' });
  await scene.finish(match);
  expect(await betState(pool, bet)).toMatchObject({ payout: 0n, status: 'settled' });
  await scene.expectSound();
});
