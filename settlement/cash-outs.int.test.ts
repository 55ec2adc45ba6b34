import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { AccountId, BetId } from '#contracts/mod.ts';
import { cashOutBet, post } from '#ledger/mod.ts';
import { newId, withTransaction, type Pool } from '#platform/mod.ts';

import { fixturesToSettle } from './resulting-state.ts';
import { balance, betState, MATCH_RESULT, placeBet } from './testing/book.ts';
import { MatchScript, playedMatch } from './testing/match-script.ts';
import { legOf, openScene, type Scene } from './testing/scene.ts';

let scene: Scene;
let pool: Pool;
let account: AccountId;

beforeEach(async () => {
  scene = await openScene();
  ({ pool, account } = scene);
});
afterEach(() => scene.close());

type Part = Readonly<{ stakeMinor: bigint; paidMinor: bigint; isWhole?: boolean }>;

/** Writes a cash-out as the betting API leaves it. */
const cashOut = (betId: BetId, { stakeMinor, paidMinor, isWhole = false }: Part): Promise<void> =>
  withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ version: number }>(
      'SELECT version FROM bet WHERE id = $1 FOR UPDATE',
      [betId],
    );
    const version = rows[0]?.version ?? 0;
    const owner = { betId, accountId: account, currency: 'EUR' as const, at: 1 };
    await post([cashOutBet({ ...owner, stakeMinor, payoutMinor: paidMinor, version })], client);
    const quote = newId();
    await client.query(
      `INSERT INTO cash_out_quote (id, bet_id, bet_version, part_bps, stake_minor, value_minor, delay_ms, legs, expires_at)
       VALUES ($1, $2, $3, 5000, $4, $5, 0, '[]', 1)`,
      [quote, betId, version, stakeMinor, paidMinor],
    );
    await client.query(
      `INSERT INTO cash_out (quote_id, bet_id, account_id, key, policy, status, received_at, due_at, decided_at, paid_minor, answer)
       VALUES ($1, $2, $3, $4, 'any', 'accepted', 1, 1, 1, $5, '{}')`,
      [quote, betId, account, newId(), paidMinor],
    );
    await client.query(
      isWhole
        ? `UPDATE bet SET version = version + 1, status = 'cashed-out', payout_minor = $3, settled_at = 1
           WHERE id = $1 AND stake_minor = $2`
        : `UPDATE bet SET version = version + 1, stake_minor = stake_minor - $2,
             cashed_stake_minor = cashed_stake_minor + $2, cashed_out_minor = cashed_out_minor + $3
           WHERE id = $1`,
      [betId, stakeMinor, paidMinor],
    );
  });

describe('after a part was cashed out', () => {
  test('the rest is settled by the result, and by the one that replaces it', async () => {
    const bet = await scene.single(MATCH_RESULT, 'home', 2.5, 10_000n);
    await cashOut(bet, { stakeMinor: 4_000n, paidMinor: 5_000n });
    const match = playedMatch({ home: 1, away: 1 }, { home: 1, away: 0 });
    await scene.finish(match);
    expect(await betState(pool, bet)).toMatchObject({ status: 'settled', payout: 15_000n });
    expect(await balance(pool, account)).toBe(90_000n + 5_000n + 15_000n);
    expect((await scene.outbox('bet.settled')).at(-1)).toMatchObject({
      stakeMinor: '6000',
      payoutMinor: '15000',
      cashedOut: { stakeMinor: '4000', paidMinor: '5000' },
    });
    match.lateGoal('away', 'second-half', 44, 'late-goal');
    match.result('confirmed', {
      firstHalf: { home: 1, away: 1 },
      secondHalf: { home: 1, away: 1 },
    });
    await scene.finish(match);
    expect(await betState(pool, bet)).toMatchObject({ status: 'settled', payout: 0n });
    expect(await balance(pool, account)).toBe(90_000n + 5_000n);
    await scene.expectSound();
  });

  test('a void returns the stake of the rest alone: what was cashed out stays paid', async () => {
    const bet = await scene.single(MATCH_RESULT, 'home', 2.5, 10_000n);
    await cashOut(bet, { stakeMinor: 4_000n, paidMinor: 5_000n });
    await scene.finish(new MatchScript().add('status', { status: 'cancelled' }));
    expect(await betState(pool, bet)).toMatchObject({ status: 'void', payout: 6_000n });
    expect(await balance(pool, account)).toBe(100_000n - 10_000n + 5_000n + 6_000n);
    await scene.expectSound();
  });
});

describe('a bet that was cashed out as a whole', () => {
  test('is left alone by every result', async () => {
    const bet = await scene.single(MATCH_RESULT, 'home', 2.5, 10_000n);
    await cashOut(bet, { stakeMinor: 10_000n, paidMinor: 11_000n, isWhole: true });
    const { counts } = await scene.finish(playedMatch({ home: 1, away: 0 }, { home: 0, away: 0 }));
    expect(counts).toEqual({ settled: 0, resettled: 0, partly: 0 });
    expect(await betState(pool, bet)).toMatchObject({ status: 'cashed-out', payout: 11_000n });
    expect(await balance(pool, account)).toBe(101_000n);
    expect(await fixturesToSettle(pool)).toEqual([]);
    await scene.expectSound();
  });

  test('between two results does not keep the fixture from being done', async () => {
    const legs = [legOf(MATCH_RESULT, 'home', 2), legOf(MATCH_RESULT, 'home', 3, 'second')];
    const bet = await placeBet(pool, { account, stakeMinor: 1_000n, legs });
    const match = playedMatch({ home: 1, away: 1 }, { home: 1, away: 0 });
    await scene.finish(match);
    await cashOut(bet, { stakeMinor: 1_000n, paidMinor: 1_800n, isWhole: true });
    match.lateGoal('away', 'second-half', 44, 'late-goal');
    match.result('confirmed', {
      firstHalf: { home: 1, away: 1 },
      secondHalf: { home: 1, away: 1 },
    });
    await scene.finish(match);
    expect(await betState(pool, bet)).toMatchObject({ status: 'cashed-out', payout: 1_800n });
    expect(await fixturesToSettle(pool)).toEqual([]);
    await scene.expectSound();
  });
});
