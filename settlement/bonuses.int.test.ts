import { afterEach, beforeEach, expect, test } from 'vitest';

import { marketKey, type BetBonus, type BetId } from '#contracts/mod.ts';
import { balanceOf, houseAccountId } from '#ledger/mod.ts';

import { balance, betState, MATCH_RESULT, placeBet } from './testing/book.ts';
import { playedMatch } from './testing/match-script.ts';
import { legOf, openScene, type Scene } from './testing/scene.ts';

const ACCUMULATOR: BetBonus = { kind: 'accumulator', version: 1, capMinor: '1000000' };
const NIL = { home: 0, away: 0 };
const HOME_WIN = { home: 1, away: 0 };
const LEGS = ['a', 'b', 'c', 'd', 'e', 'f'];

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(async () => {
  await scene.expectSound();
  await scene.close();
});

const withBonus = (bet: BetId, bonus: BetBonus): Promise<unknown> =>
  scene.pool.query('UPDATE bet SET bonus = $2 WHERE id = $1', [bet, bonus]);
const extraOf = async (bet: BetId): Promise<bigint | undefined> => {
  const { rows } = await scene.pool.query<{ extra: bigint }>(
    'SELECT bonus_minor AS extra FROM bet WHERE id = $1',
    [bet],
  );
  return rows[0]?.extra;
};
const promotion = (): Promise<bigint> =>
  balanceOf(scene.pool, houseAccountId('promotion', 'EUR')).then((sum) => sum ?? 0n);

test('an accumulator’s bonus follows its legs through a correction, and comes from the promotion account', async () => {
  const { account, pool } = scene;
  const dnb = marketKey('draw-no-bet');
  const legs = LEGS.map((fixture) =>
    legOf(fixture === 'f' ? dnb : MATCH_RESULT, 'home', 2, fixture),
  );
  const bet = await placeBet(pool, { account, stakeMinor: 1_000n, legs });
  await withBonus(bet, ACCUMULATOR);
  for (const fixture of LEGS.slice(0, 5)) await scene.finish(playedMatch(NIL, HOME_WIN, fixture));
  // The sixth leg wins: 64 times the stake, and 7.5 % of the winnings for six legs.
  const last = playedMatch(NIL, HOME_WIN, 'f');
  await scene.finish(last);
  expect(await betState(pool, bet)).toMatchObject({ status: 'settled', payout: 68_725n });
  expect([await extraOf(bet), await promotion()]).toEqual([4_725n, -4_725n]);
  // It was a draw: the leg is void, 32 times the stake and 5 % for five legs.
  last
    .lateGoal('away', 'second-half', 44, 'late')
    .result('confirmed', { firstHalf: NIL, secondHalf: { home: 1, away: 1 } });
  expect((await scene.finish(last)).counts).toMatchObject({ resettled: 1 });
  expect(await betState(pool, bet)).toMatchObject({ status: 'settled', payout: 33_550n });
  expect([await extraOf(bet), await promotion()]).toEqual([1_550n, -1_550n]);
  expect((await betState(pool, bet)).sentence).toMatch(
    /Accumulator bonus: 15\.50 EUR more, 335\.50 EUR in all\.$/u,
  );
  expect(await balance(pool, account)).toBe(100_000n - 1_000n + 33_550n);
  // It was lost after all: nothing of it stays.
  last
    .lateGoal('away', 'second-half', 44, 'later')
    .result('confirmed', { firstHalf: NIL, secondHalf: { home: 1, away: 2 } });
  await scene.finish(last);
  expect(await betState(pool, bet)).toMatchObject({ status: 'settled', payout: 0n });
  expect([await extraOf(bet), await promotion()]).toEqual([0n, 0n]);
  expect(await balance(pool, account)).toBe(99_000n);
});

test('a bonus stops at the cap that the bet keeps', async () => {
  const { account, pool } = scene;
  const legs = LEGS.slice(0, 5).map((fixture) => legOf(MATCH_RESULT, 'home', 1.6, fixture));
  const bet = await placeBet(pool, { account, stakeMinor: 1_000n, legs });
  await withBonus(bet, { ...ACCUMULATOR, capMinor: '100' });
  for (const fixture of LEGS.slice(0, 5)) await scene.finish(playedMatch(NIL, HOME_WIN, fixture));
  expect(await extraOf(bet)).toBe(100n);
  expect(await betState(pool, bet)).toMatchObject({ payout: 10_586n });
});
