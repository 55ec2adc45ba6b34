import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { marketKey, type AccountId, type BetId } from '#contracts/mod.ts';
import { houseAccountId } from '#ledger/mod.ts';
import type { Pool } from '#platform/mod.ts';

import { fixturesToSettle } from './resulting-state.ts';
import { balance, betState, MATCH_RESULT, placeBet, type TestBet } from './testing/book.ts';
import { playedMatch, type MatchScript } from './testing/match-script.ts';
import { legOf, openScene, type Scene } from './testing/scene.ts';

const STAKES = houseAccountId('stakes', 'EUR');
const NIL = { home: 0, away: 0 };
const HOME_WIN = { home: 1, away: 0 };

let scene: Scene;
let pool: Pool;
let account: AccountId;
beforeEach(async () => {
  scene = await openScene();
  ({ pool, account } = scene);
});
afterEach(async () => {
  await scene.expectSound();
  await scene.close();
});

const place = (bet: Partial<TestBet> & Pick<TestBet, 'legs'>): Promise<BetId> =>
  placeBet(pool, { account, stakeMinor: 1_000n, ...bet });
const onHome = (fixture: string, odds = 2): ReturnType<typeof legOf> =>
  legOf(MATCH_RESULT, 'home', odds, fixture);
const won = (fixture: string): MatchScript => playedMatch(NIL, HOME_WIN, fixture);
const lost = (fixture: string): MatchScript => playedMatch(NIL, { home: 0, away: 1 }, fixture);
/** A confirmed win that later turns out to have been a draw. */
const takenBack = (fixture: string): MatchScript =>
  won(fixture)
    .lateGoal('away', 'second-half', 44, 'late')
    .result('confirmed', { firstHalf: NIL, secondHalf: { home: 1, away: 1 } });

describe('a multiple', () => {
  test('is paid with its last leg, and says how', async () => {
    const bet = await place({ legs: [onHome('a'), onHome('b', 3), onHome('c', 1.5)] });
    expect((await scene.finish(won('a'))).counts).toEqual({ settled: 0, resettled: 0, partly: 1 });
    expect((await scene.finish(won('c'))).counts).toMatchObject({ partly: 1 });
    expect(await betState(pool, bet)).toMatchObject({
      status: 'accepted',
      openLegs: 1,
      version: 4,
    });
    expect((await scene.finish(won('b'))).counts).toEqual({ settled: 1, resettled: 0, partly: 0 });
    expect(await betState(pool, bet)).toMatchObject({ status: 'settled', payout: 9_000n });
    expect((await betState(pool, bet)).sentence).toMatch(/Treble: 10\.00 EUR × 9 = 90\.00 EUR\.$/u);
    expect(await balance(pool, account)).toBe(108_000n);
  });

  test('is lost with its first lost leg; the others get their results all the same', async () => {
    const bet = await place({ legs: [onHome('a'), onHome('b', 3)] });
    expect((await scene.finish(lost('a'))).counts).toEqual({ settled: 1, resettled: 0, partly: 0 });
    expect(await betState(pool, bet)).toMatchObject({ status: 'settled', payout: 0n, openLegs: 1 });
    expect((await betState(pool, bet)).sentence).toContain('at 3.00 was not waited for.');
    expect(await balance(pool, STAKES)).toBe(0n);
    expect((await scene.finish(won('b'))).counts).toEqual({ settled: 0, resettled: 0, partly: 1 });
    expect(await betState(pool, bet)).toMatchObject({ status: 'settled', payout: 0n, openLegs: 0 });
    expect(await fixturesToSettle(pool)).toEqual([]);
  });

  test('opens again when the lost leg is corrected, and is paid with the last', async () => {
    const bet = await place({ legs: [legOf(MATCH_RESULT, 'draw', 4, 'a'), onHome('b', 3)] });
    await scene.finish(won('a'));
    expect(await betState(pool, bet)).toMatchObject({ status: 'settled', payout: 0n });
    expect((await scene.finish(takenBack('a'))).counts).toMatchObject({ resettled: 1 });
    expect(await betState(pool, bet)).toMatchObject({
      status: 'accepted',
      payout: null,
      openLegs: 1,
    });
    expect(await balance(pool, STAKES)).toBe(1_000n);
    await scene.finish(won('b'));
    expect(await betState(pool, bet)).toMatchObject({ status: 'settled', payout: 12_000n });
    expect(await balance(pool, account)).toBe(111_000n);
  });

  test('is settled anew when a leg is corrected after the end', async () => {
    const bet = await place({ legs: [onHome('a'), onHome('b', 3)] });
    await scene.finish(won('a'));
    await scene.finish(won('b'));
    expect((await scene.finish(takenBack('a'))).counts).toEqual({
      settled: 0,
      resettled: 1,
      partly: 0,
    });
    expect(await betState(pool, bet)).toMatchObject({ status: 'settled', payout: 0n });
    expect(await balance(pool, account)).toBe(99_000n);
  });

  test('goes on without a void leg, and is void when all are', async () => {
    const push = (fixture: string) =>
      legOf(marketKey('total-goals', { line: '1' }), 'over', 1.9, fixture);
    const one = await place({ legs: [push('a'), onHome('b', 3)] });
    const both = await place({ legs: [push('a'), push('b')] });
    await scene.finish(won('a'));
    await scene.finish(won('b'));
    expect(await betState(pool, one)).toMatchObject({ status: 'settled', payout: 3_000n });
    expect(await betState(pool, both)).toMatchObject({
      status: 'void',
      payout: 1_000n,
      reason: 'PUSH',
    });
  });
});

describe('a system', () => {
  test('is paid line by line, and lists its lines', async () => {
    // Trixie of four lines: a and b win, c loses.
    const legs = [onHome('a'), onHome('b', 3), onHome('c', 4)];
    const bet = await place({ legs, folds: [2, 3], stakeMinor: 4_000n });
    await scene.finish(lost('c'));
    expect(await betState(pool, bet)).toMatchObject({ status: 'accepted' });
    await scene.finish(won('a'));
    await scene.finish(won('b'));
    expect(await betState(pool, bet)).toMatchObject({ status: 'settled', payout: 6_000n });
    const { rows } = await pool.query<{ lines: unknown }>(
      `SELECT explanation->'lines' AS lines FROM bet WHERE id = $1`,
      [bet],
    );
    expect(rows[0]?.lines).toEqual([
      { legs: [0, 1], factor: '6' },
      { legs: [0, 2], factor: '0' },
      { legs: [1, 2], factor: '0' },
      { legs: [0, 1, 2], factor: '0' },
    ]);
    expect((await betState(pool, bet)).sentence).toContain(
      'Trixie, 4 lines of 10.00 EUR: 40.00 EUR × 3/2 = 60.00 EUR.',
    );
  });

  test('is lost for sure when no line can win, and not before', async () => {
    const legs = ['a', 'b', 'c'].map((fixture) => onHome(fixture));
    const doubles = await place({ legs, folds: [2], stakeMinor: 3_000n });
    const banker = await place({
      legs: legs.map((leg, at) => ({ ...leg, banker: at === 0 })),
      folds: [1],
      stakeMinor: 2_000n,
    });
    await scene.finish(lost('a'));
    expect(await betState(pool, doubles)).toMatchObject({ status: 'accepted' });
    expect(await betState(pool, banker)).toMatchObject({
      status: 'settled',
      payout: 0n,
      openLegs: 2,
    });
    await scene.finish(lost('b'));
    expect(await betState(pool, doubles)).toMatchObject({
      status: 'settled',
      payout: 0n,
      openLegs: 1,
    });
  });
});

describe('a bet builder', () => {
  const parts = (fixture: string, line: string): TestBet['legs'] => [
    { ...onHome(fixture, 2.4), builder: 0 },
    { ...legOf(marketKey('total-goals', { line }), 'over', 2.4, fixture), builder: 0 },
  ];

  test.each([
    ['both parts win', '0.5', 2_400n, 'settled'],
    ['one part loses', '3.5', 0n, 'settled'],
    ['one part is void, and so is all of it', '1', 1_000n, 'void'],
  ])('by itself: %s', async (_, line, payout, status) => {
    const bet = await place({ legs: parts('a', line) });
    await scene.finish(won('a'));
    expect(await betState(pool, bet)).toMatchObject({ status, payout });
  });

  test('is one leg of a double', async () => {
    const bet = await place({ legs: [...parts('a', '0.5'), onHome('b', 3)] });
    await scene.finish(won('a'));
    await scene.finish(won('b'));
    expect(await betState(pool, bet)).toMatchObject({ status: 'settled', payout: 7_200n });
    expect((await betState(pool, bet)).sentence).toContain(
      'Bet builder, Match result: Lions + Total goals 0.5: Over 0.5 at 2.40 won.',
    );
  });
});
