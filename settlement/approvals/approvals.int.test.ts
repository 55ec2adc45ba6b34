import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { marketKey, ofEachCurrency, type OutcomeResult } from '#contracts/mod.ts';
import { newId } from '#platform/mod.ts';

import { resultFixture } from '../resulting.ts';
import { settleFixture } from '../settle.ts';
import { balance, betState, MATCH_RESULT, placeBet } from '../testing/book.ts';
import { MatchScript, playedMatch } from '../testing/match-script.ts';
import { legOf, openScene, type Scene } from '../testing/scene.ts';
import type { MarketResultAction } from './action.ts';
import { approve, expireDecisions, propose, reject } from './decide.ts';
import { listDecisions, type Actor } from './decision-store.ts';
import type { ApprovalPolicy } from './policy.ts';

const HOUR_MS = 3_600_000;
const POLICY: ApprovalPolicy = {
  aloneUpToMinor: ofEachCurrency(() => 5_000n),
  expiresAfterMs: HOUR_MS,
};
const { fixture } = new MatchScript();

let scene: Scene;
let olga: Actor;
let omar: Actor;
const operator = async (by: string): Promise<Actor> => {
  const userId = newId();
  await scene.pool.query(
    `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, $2, 'x', 'operator')`,
    [userId, by],
  );
  return { by, userId };
};
beforeEach(async () => {
  scene = await openScene();
  [olga, omar] = [await operator('olga'), await operator('omar')];
});
afterEach(async () => {
  await scene.expectSound();
  await scene.close();
});

const ports = () => ({ ...scene.ports, approvals: POLICY });
const result = (home: OutcomeResult, others: OutcomeResult = 'lost'): MarketResultAction => ({
  kind: 'market-result',
  fixtureId: fixture,
  results: [
    {
      marketKey: MATCH_RESULT,
      outcomes: { home, draw: others, away: others } as Record<string, OutcomeResult>,
      voidReason: home === 'void' ? 'PALPABLE_ERROR' : null,
      supersedes: null,
    },
  ],
});
const ask = (action: MarketResultAction) =>
  propose(ports(), { action, reason: 'the feed has no result', proposer: olga });
const settle = () => settleFixture(ports(), fixture);
const stateOf = (bet: Awaited<ReturnType<Scene['single']>>) => betState(scene.pool, bet);

describe('a result by a person', () => {
  test('a small one is applied at once, and stands against the feed', async () => {
    const bet = await scene.single(MATCH_RESULT, 'home');
    expect(await ask(result('won'))).toMatchObject({ status: 'applied', decidedBy: 'olga' });
    await settle();
    expect(await stateOf(bet)).toMatchObject({
      payout: 2_500n,
      sentence:
        'By decision of the house: Match result, Lions at 2.50 won. 10.00 EUR × 5/2 = 25.00 EUR.',
    });
    await scene.finish(playedMatch({ home: 0, away: 0 }, { home: 0, away: 1 }));
    expect(await stateOf(bet)).toMatchObject({ payout: 2_500n });
  });

  test('a large one waits for somebody else', async () => {
    const bet = await scene.single(MATCH_RESULT, 'home', 2.5, 10_000n);
    const { id, status, effect } = await ask(result('won'));
    expect(status).toBe('waiting');
    await settle();
    expect((await stateOf(bet)).status).toBe('accepted');
    await expect(approve(ports(), id, { actor: olga, effect })).rejects.toMatchObject({
      code: 'APPROVER_IS_REQUESTER',
    });
    await expect(ask(result('won'))).rejects.toMatchObject({ code: 'DECISION_WAITS' });
    expect(await approve(ports(), id, { actor: omar, effect })).toMatchObject({
      status: 'applied',
    });
    await settle();
    expect(await stateOf(bet)).toMatchObject({ payout: 25_000n });
    await expect(approve(ports(), id, { actor: omar, effect })).rejects.toMatchObject({
      code: 'DECISION_NOT_WAITING',
    });
  });

  test('a market that is void gives the stakes back, with the reason', async () => {
    const bet = await scene.single(MATCH_RESULT, 'home');
    await ask(result('void', 'void'));
    await settle();
    expect(await stateOf(bet)).toMatchObject({
      status: 'void',
      payout: 1_000n,
      reason: 'PALPABLE_ERROR',
    });
  });

  test('it takes no bet any more; others of the fixture go on', async () => {
    await scene.single(MATCH_RESULT, 'home');
    await ask(result('won'));
    const { rows } = await scene.pool.query('SELECT market_key FROM market_closed');
    expect(rows).toEqual([{ market_key: 'match-result' }]);
    const other = await scene.single(marketKey('half-time-result'), 'draw');
    await scene.finish(playedMatch({ home: 0, away: 0 }, { home: 0, away: 0 }));
    expect(await stateOf(other)).toMatchObject({ payout: 2_500n });
  });
});

describe('a proposal', () => {
  test('whose effect changed is shown anew before it is done', async () => {
    const bet = await scene.single(MATCH_RESULT, 'home', 2.5, 10_000n);
    const { id, effect } = await ask(result('won'));
    const later = await scene.single(MATCH_RESULT, 'home', 2.5, 2_000n);
    await expect(approve(ports(), id, { actor: omar, effect })).rejects.toMatchObject({
      code: 'EFFECT_CHANGED',
      detail: { effect: { bets: 2 } },
    });
    await settle();
    expect((await stateOf(bet)).status).toBe('accepted');
    await approve(ports(), id, { actor: omar, effect: null });
    await settle();
    expect([(await stateOf(bet)).payout, (await stateOf(later)).payout]).toEqual([25_000n, 5_000n]);
  });

  test('that nobody decides on is over after its time', async () => {
    const bet = await scene.single(MATCH_RESULT, 'home', 2.5, 10_000n);
    const { id, effect } = await ask(result('won'));
    await scene.ports.clock.advance(HOUR_MS);
    const late = approve(ports(), id, { actor: omar, effect });
    await expect(late).rejects.toMatchObject({ code: 'DECISION_NOT_WAITING' });
    expect(await expireDecisions(scene.ports)).toBe(1);
    expect(await expireDecisions(scene.ports)).toBe(0);
    await settle();
    expect((await stateOf(bet)).status).toBe('accepted');
    expect(await ask(result('won'))).toMatchObject({ status: 'waiting' });
  });

  test('that two approve at once is applied once', async () => {
    await scene.single(MATCH_RESULT, 'home', 2.5, 10_000n);
    const { id, effect } = await ask(result('won'));
    const third = await operator('oda');
    const both = await Promise.allSettled(
      [omar, third].map((actor) => approve(ports(), id, { actor, effect })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await settle();
    expect(await balance(scene.pool, scene.account)).toBe(115_000n);
  });

  test('that is rejected changes nothing', async () => {
    const bet = await scene.single(MATCH_RESULT, 'home', 2.5, 10_000n);
    const { id } = await ask(result('won'));
    const rejected = await reject(ports(), id, { actor: omar, reason: 'wrong match' });
    expect(rejected).toMatchObject({ status: 'rejected', decisionReason: 'wrong match' });
    await settle();
    expect((await stateOf(bet)).status).toBe('accepted');
  });

  test('that is approved while the fixture is settled pays every bet once', async () => {
    const match = playedMatch({ home: 1, away: 0 }, { home: 0, away: 0 });
    for (let bet = 0; bet < 30; bet += 1) await scene.single(MATCH_RESULT, 'draw', 2, 200n);
    await scene.finish(match);
    const { id } = await ask(result('lost', 'won'));
    await Promise.all([
      approve(ports(), id, { actor: omar, effect: null }),
      settle(),
      settle(),
      resultFixture(ports(), fixture),
    ]);
    await settle();
    expect(await balance(scene.pool, scene.account)).toBe(100_000n + 30n * 200n);
  });
});

describe('a correction of the feed', () => {
  const BETTER = { firstHalf: { home: 1, away: 0 }, secondHalf: { home: 0, away: 1 } };
  const corrected = () =>
    playedMatch({ home: 1, away: 0 }, { home: 0, away: 0 })
      .lateGoal('away', 'second-half', 44, 'late')
      .result('confirmed', BETTER);
  const correct = async (stakeMinor: bigint) => {
    const bet = await scene.single(MATCH_RESULT, 'home', 2.5, stakeMinor);
    const other = await scene.single(marketKey('half-time-result'), 'home', 2, stakeMinor);
    Object.assign(scene.ports, { approvals: POLICY });
    await scene.finish(playedMatch({ home: 1, away: 0 }, { home: 0, away: 0 }));
    await scene.finish(corrected());
    return { bet, other };
  };
  const waiting = () => listDecisions(scene.pool, { status: 'waiting', limit: 5 });

  test('that moves little is settled by itself', async () => {
    const { bet } = await correct(1_000n);
    expect(await stateOf(bet)).toMatchObject({ payout: 0n });
    expect(await waiting()).toEqual([]);
  });

  test('that moves much waits, says what it would cost, and is settled when approved', async () => {
    const { bet, other } = await correct(10_000n);
    expect(await stateOf(bet)).toMatchObject({ payout: 25_000n });
    expect(await stateOf(other)).toMatchObject({ payout: 20_000n });
    // The money has gone: what would be taken back becomes a receivable.
    await placeBet(scene.pool, {
      account: scene.account,
      stakeMinor: 120_000n,
      legs: [legOf(MATCH_RESULT, 'home', 2, 'another')],
    });
    const [decision] = await waiting();
    if (decision === undefined) throw new Error('no decision');
    expect(decision).toMatchObject({ proposedBy: 'feed', expiresAt: null });
    expect(decision.effect).toMatchObject({
      bets: 1,
      currencies: [{ loweredMinor: '25000', raisedMinor: '0', receivableMinor: '0' }],
    });
    const seen = approve(ports(), decision.id, { actor: omar, effect: decision.effect });
    await expect(seen).rejects.toMatchObject({
      code: 'EFFECT_CHANGED',
      detail: { effect: { currencies: [{ receivableMinor: '20000' }] } },
    });
    await approve(ports(), decision.id, { actor: omar, effect: null });
    await scene.finish(corrected());
    expect(await stateOf(bet)).toMatchObject({ payout: 0n });
    expect(await balance(scene.pool, scene.account)).toBe(0n);
  });

  test('that is rejected leaves the result as it was, look after look', async () => {
    const { bet } = await correct(10_000n);
    const [decision] = await waiting();
    await reject(ports(), decision?.id ?? '', { actor: omar, reason: 'the first result is right' });
    await scene.finish(corrected());
    await scene.finish(corrected());
    expect(await stateOf(bet)).toMatchObject({ payout: 25_000n });
    expect(await waiting()).toEqual([]);
  });

  test('that the feed takes back need not be decided', async () => {
    const { bet } = await correct(10_000n);
    const back = corrected().add('correction', { cancels: 'late' });
    back.result('confirmed', { firstHalf: { home: 1, away: 0 }, secondHalf: { home: 0, away: 0 } });
    await scene.finish(back);
    expect(await waiting()).toEqual([]);
    expect(await listDecisions(scene.pool, { status: 'expired', limit: 5 })).toHaveLength(1);
    expect(await stateOf(bet)).toMatchObject({ payout: 25_000n });
  });
});
