import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type BetId, type OutcomeResult } from '#contracts/mod.ts';
import { newId } from '#platform/mod.ts';

import type { Action } from '../approvals/action.ts';
import { propose } from '../approvals/decide.ts';
import type { Actor } from '../approvals/decision-store.ts';
import { DEFAULT_APPROVAL_POLICY } from '../approvals/policy.ts';
import { settleFixture } from '../settle.ts';
import { balance, betState, MATCH_RESULT, placeBet } from '../testing/book.ts';
import { MatchScript, playedMatch } from '../testing/match-script.ts';
import { legOf, openScene, type Scene } from '../testing/scene.ts';

const { fixture } = new MatchScript();

let scene: Scene;
let omar: Actor;
beforeEach(async () => {
  scene = await openScene();
  const userId = newId();
  await scene.pool.query(
    `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, 'omar', 'x', 'operator')`,
    [userId],
  );
  omar = { by: 'omar', userId };
});
afterEach(async () => {
  await scene.expectSound();
  await scene.close();
});

const ports = () => ({ ...scene.ports, approvals: DEFAULT_APPROVAL_POLICY });
const decide = async (action: Action) => {
  const decision = await propose(ports(), { action, reason: 'a test', proposer: omar });
  expect(decision.status).toBe('applied');
  return decision.effect;
};
const settle = () => settleFixture(ports(), fixture);
const selections = (bets: readonly BetId[], basis: string) =>
  bets.map((betId) => ({ betId, leg: 0, basis }));
const makeVoid = (...bets: readonly BetId[]) =>
  decide({
    kind: 'selection-void',
    fixtureId: fixture,
    code: 'PALPABLE_ERROR',
    selections: selections(bets, 'The price was wrong'),
  });
const takeBack = (...bets: readonly BetId[]) =>
  decide({ kind: 'void-undo', fixtureId: fixture, selections: selections(bets, 'Taken back') });
const stateOf = (bet: BetId) => betState(scene.pool, bet);
const homeWin = (of?: string) => playedMatch({ home: 1, away: 0 }, { home: 0, away: 0 }, of);
const correctedToDraw = (of?: string) =>
  homeWin(of)
    .lateGoal('away', 'second-half', 44, 'late')
    .result('confirmed', {
      firstHalf: { home: 1, away: 0 },
      secondHalf: { home: 0, away: 1 },
    });

describe('a void that is taken back', () => {
  test('after the match: the bets are settled anew by its result', async () => {
    const bets = [
      await scene.single(MATCH_RESULT, 'home'),
      await scene.single(MATCH_RESULT, 'away'),
    ] as const;
    await scene.finish(homeWin());
    await makeVoid(...bets);
    await settle();
    expect(await stateOf(bets[0])).toMatchObject({ status: 'void', payout: 1_000n });
    expect(await takeBack(...bets)).toMatchObject({
      bets: 2,
      currencies: [{ beforeMinor: '2000', afterMinor: '2500', raisedMinor: '1500' }],
    });
    await settle();
    expect(await stateOf(bets[0])).toMatchObject({ status: 'settled', payout: 2_500n });
    expect(await stateOf(bets[1])).toMatchObject({ status: 'settled', payout: 0n });
    expect(await balance(scene.pool, scene.account)).toBe(100_500n);
    // Nothing is left to do, and the next look changes nothing.
    expect(await settle()).toEqual({ settled: 0, resettled: 0, partly: 0 });
  });

  test('before it: the bet is open again and settled with the others of its kind', async () => {
    const voided = await scene.single(MATCH_RESULT, 'home');
    const other = await scene.single(MATCH_RESULT, 'home');
    await makeVoid(voided);
    await settle();
    expect(await takeBack(voided)).toMatchObject({ bets: 1 });
    await settle();
    expect(await stateOf(voided)).toMatchObject({ status: 'accepted', payout: null, openLegs: 1 });
    expect(await balance(scene.pool, scene.account)).toBe(98_000n);
    await scene.finish(homeWin());
    for (const bet of [voided, other])
      expect(await stateOf(bet)).toMatchObject({ status: 'settled', payout: 2_500n });
    await scene.finish(correctedToDraw());
    for (const bet of [voided, other])
      expect(await stateOf(bet)).toMatchObject({ status: 'settled', payout: 0n });
  });

  test('of a corrected market comes to the newest result', async () => {
    const bet = await scene.single(MATCH_RESULT, 'home');
    await scene.finish(homeWin());
    await makeVoid(bet);
    await settle();
    await scene.finish(correctedToDraw());
    expect((await stateOf(bet)).status).toBe('void');
    await takeBack(bet);
    await settle();
    expect(await stateOf(bet)).toMatchObject({ status: 'settled', payout: 0n });
  });

  test('before it was settled leaves the bet as it was', async () => {
    const bet = await scene.single(MATCH_RESULT, 'home');
    await makeVoid(bet);
    await takeBack(bet);
    await settle();
    expect(await stateOf(bet)).toMatchObject({ status: 'accepted', payout: null });
    await scene.finish(homeWin());
    expect(await stateOf(bet)).toMatchObject({ payout: 2_500n });
  });

  test('can be void again, and taken back again', async () => {
    const bet = await scene.single(MATCH_RESULT, 'home');
    await scene.finish(homeWin());
    const seen: (bigint | null)[] = [];
    for (const act of [makeVoid, takeBack, makeVoid, makeVoid, takeBack, takeBack]) {
      await act(bet);
      await settle();
      seen.push((await stateOf(bet)).payout);
    }
    expect(seen).toEqual([1_000n, 2_500n, 1_000n, 1_000n, 2_500n, 2_500n]);
    expect(await balance(scene.pool, scene.account)).toBe(101_500n);
  });

  test('of a multiple leaves its other selections alone', async () => {
    const bet = await placeBet(scene.pool, {
      account: scene.account,
      stakeMinor: 1_000n,
      legs: [legOf(MATCH_RESULT, 'home', 2), legOf(MATCH_RESULT, 'home', 3, 'other')],
    });
    await makeVoid(bet);
    await settle();
    await scene.finish(new MatchScript('other').add('status', { status: 'cancelled' }));
    expect(await stateOf(bet)).toMatchObject({ status: 'void', payout: 1_000n });
    await takeBack(bet);
    await settle();
    expect(await stateOf(bet)).toMatchObject({ status: 'accepted', openLegs: 1 });
    await scene.finish(homeWin());
    expect(await stateOf(bet)).toMatchObject({ status: 'settled', payout: 2_000n });
  });

  test('opens a multiple that another correction then loses: every settlement has a version of its own', async () => {
    const bet = await placeBet(scene.pool, {
      account: scene.account,
      stakeMinor: 1_000n,
      legs: [legOf(MATCH_RESULT, 'home', 2), legOf(MATCH_RESULT, 'home', 3, 'other')],
    });
    await makeVoid(bet);
    await settle();
    await scene.finish(homeWin('other'));
    expect(await stateOf(bet)).toMatchObject({ status: 'settled', payout: 3_000n });
    await takeBack(bet);
    await settle();
    expect((await stateOf(bet)).status).toBe('accepted');
    await scene.finish(correctedToDraw('other'));
    expect(await stateOf(bet)).toMatchObject({ status: 'settled', payout: 0n });
  });

  test('takes back what a customer has spent as far as it is there', async () => {
    const bet = await scene.single(MATCH_RESULT, 'away', 2.5, 50_000n);
    await scene.finish(homeWin());
    await makeVoid(bet);
    await settle();
    await placeBet(scene.pool, {
      account: scene.account,
      stakeMinor: 80_000n,
      legs: [legOf(MATCH_RESULT, 'home', 2, 'other')],
    });
    expect(await takeBack(bet)).toMatchObject({ currencies: [{ receivableMinor: '30000' }] });
    await settle();
    expect(await stateOf(bet)).toMatchObject({ payout: 0n });
    expect(await balance(scene.pool, scene.account)).toBe(0n);
  });

  test.each(['void', 'won'] as OutcomeResult[])(
    'comes to a market that is %s by decision',
    async (result) => {
      const bet = await scene.single(MATCH_RESULT, 'home');
      await makeVoid(bet);
      await settle();
      const others = result === 'void' ? 'void' : 'lost';
      await decide({
        kind: 'market-result',
        fixtureId: fixture,
        results: [
          {
            marketKey: MATCH_RESULT,
            outcomes: { home: result, draw: others, away: others } as Record<string, OutcomeResult>,
            voidReason: result === 'void' ? 'INTEGRITY' : null,
            supersedes: null,
          },
        ],
      });
      await settle();
      expect((await stateOf(bet)).reason).toBe('PALPABLE_ERROR');
      await takeBack(bet);
      await settle();
      expect(await stateOf(bet)).toMatchObject(
        result === 'void' ? { status: 'void', reason: 'INTEGRITY' } : { payout: 2_500n },
      );
    },
  );
});
