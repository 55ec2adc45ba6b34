import { afterEach, beforeEach, expect, test } from 'vitest';

import { marketKey, type BetId, type MarketKey } from '#contracts/mod.ts';
import { newId } from '#platform/mod.ts';

import { approve, reject } from '../approvals/decide.ts';
import { listDecisions, type Actor, type Decision } from '../approvals/decision-store.ts';
import { DEFAULT_APPROVAL_POLICY } from '../approvals/policy.ts';
import { HOUSE_RULES, ruleBookOf } from '../house-rules/rule-book.ts';
import { settleFixture } from '../settle.ts';
import { balance, betState, MATCH_RESULT, placeBet } from '../testing/book.ts';
import { KICK_OFF, MatchScript } from '../testing/match-script.ts';
import { legOf, openScene, type Scene } from '../testing/scene.ts';

const OVER = marketKey('total-goals', { line: '1.5' });
const TOLERANCE_MS = 5_000;
const GOAL_AT = KICK_OFF + 20 * 60_000;
const RULES = ruleBookOf({
  ...HOUSE_RULES.at(-1),
  version: 1,
  appliesFrom: '2020-01-01T00:00:00Z',
  pastPostingToleranceMs: TOLERANCE_MS,
});

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

/** 2-0 by goals at the 10th and the 20th minute. */
const match = (fixture?: string): MatchScript =>
  new MatchScript(fixture)
    .phase('first-half')
    .at(KICK_OFF + 600_000)
    .goal('home', 10)
    .at(GOAL_AT)
    .goal('home', 20, 'second')
    .at(KICK_OFF + 45 * 60_000)
    .phase('half-time')
    .phase('second-half')
    .at(KICK_OFF + 110 * 60_000)
    .phase('ended')
    .result('confirmed', { firstHalf: { home: 2, away: 0 }, secondHalf: { home: 0, away: 0 } });

const ports = () => ({ ...scene.ports, rules: RULES, approvals: DEFAULT_APPROVAL_POLICY });
async function finish(played: MatchScript): Promise<void> {
  Object.assign(scene.ports, { rules: RULES });
  await scene.finish(played);
}
async function betAt(decidedAt: number, market: MarketKey, outcome: string): Promise<BetId> {
  const bet = await scene.single(market, outcome);
  await scene.pool.query('UPDATE bet SET decided_at = $2 WHERE id = $1', [bet, decidedAt]);
  return bet;
}
async function onlyDecision(): Promise<Decision> {
  const decisions = await listDecisions(scene.pool, { status: 'waiting', limit: 5 });
  expect(decisions).toHaveLength(1);
  const [decision] = decisions;
  if (decision === undefined) throw new Error('no decision');
  return decision;
}
const waiting = async () =>
  (await listDecisions(scene.pool, { status: 'waiting', limit: 5 })).length;

test('a bet later than the goal that decided it waits for a person, then its stake is returned', async () => {
  const late = await betAt(GOAL_AT + TOLERANCE_MS + 1, OVER, 'over');
  const inTime = await betAt(GOAL_AT + TOLERANCE_MS, OVER, 'over');
  const open = await betAt(GOAL_AT + 60_000, MATCH_RESULT, 'home');
  await finish(match());
  expect((await betState(scene.pool, late)).status).toBe('accepted');
  expect(await betState(scene.pool, inTime)).toMatchObject({ payout: 2_500n });
  expect(await betState(scene.pool, open)).toMatchObject({ payout: 2_500n });
  const { id, action, effect } = await onlyDecision();
  expect(action).toMatchObject({ kind: 'selection-void', code: 'PAST_POSTED' });
  expect(effect).toMatchObject({
    bets: 1,
    currencies: [{ stakeMinor: '1000', beforeMinor: '0', afterMinor: '1000' }],
  });
  await approve(ports(), id, { actor: omar, effect });
  await settleFixture(ports(), match().fixture);
  expect(await betState(scene.pool, late)).toMatchObject({
    status: 'void',
    payout: 1_000n,
    reason: 'PAST_POSTED',
    sentence:
      'Accepted 5.0 s after home goal in minute 20: Total goals 1.5, Over 1.5 at 2.50 is void. The stake of 10.00 EUR is returned.',
  });
  expect(await balance(scene.pool, scene.account)).toBe(100_000n - 3_000n + 6_000n);
});

test('also of a multiple: the selection is void, and the others go on', async () => {
  const bet = await placeBet(scene.pool, {
    account: scene.account,
    stakeMinor: 1_000n,
    legs: [legOf(OVER, 'over', 2), legOf(MATCH_RESULT, 'home', 3, 'other')],
  });
  await scene.pool.query('UPDATE bet SET decided_at = $2 WHERE id = $1', [bet, GOAL_AT + 60_000]);
  await finish(match());
  await approve(ports(), (await onlyDecision()).id, { actor: omar, effect: null });
  await settleFixture(ports(), match().fixture);
  expect(await betState(scene.pool, bet)).toMatchObject({ status: 'accepted', openLegs: 1 });
  await finish(match('other'));
  expect(await betState(scene.pool, bet)).toMatchObject({ status: 'settled', payout: 3_000n });
});

test('bets that a person finds to be in order are paid, and not found again', async () => {
  const late = await betAt(GOAL_AT + 60_000, OVER, 'over');
  await finish(match());
  const { id } = await onlyDecision();
  await reject(ports(), id, { actor: omar, reason: 'the clock of the provider was wrong' });
  await finish(match());
  expect(await betState(scene.pool, late)).toMatchObject({ payout: 2_500n });
  expect(await waiting()).toBe(0);
});

test('a correction brings more of them; they are voided after they were paid', async () => {
  const bet = await betAt(
    KICK_OFF + 15 * 60_000,
    marketKey('total-goals', { line: '0.5' }),
    'over',
  );
  const over = await betAt(KICK_OFF + 15 * 60_000, OVER, 'over');
  await finish(match());
  expect(await betState(scene.pool, over)).toMatchObject({ payout: 2_500n });
  await approve(ports(), (await onlyDecision()).id, { actor: omar, effect: null });
  // A first goal that was reported late moves the second one forward.
  const corrected = match();
  corrected
    .at(KICK_OFF + 60_000)
    .lateGoal('away', 'first-half', 1, 'unseen')
    .at(KICK_OFF + 120 * 60_000)
    .result('confirmed', { firstHalf: { home: 2, away: 1 }, secondHalf: { home: 0, away: 0 } });
  await finish(corrected);
  expect(await betState(scene.pool, bet)).toMatchObject({ status: 'void', payout: 1_000n });
  const { id, effect } = await onlyDecision();
  expect(effect.currencies).toMatchObject([{ beforeMinor: '2500', afterMinor: '1000' }]);
  await approve(ports(), id, { actor: omar, effect });
  await settleFixture(ports(), match().fixture);
  expect(await betState(scene.pool, over)).toMatchObject({ status: 'void', payout: 1_000n });
});

test('a goal that was taken back decides nothing', async () => {
  await betAt(GOAL_AT + 60_000, OVER, 'under');
  const played = match();
  played
    .add('correction', { cancels: 'second' })
    .result('confirmed', { firstHalf: { home: 1, away: 0 }, secondHalf: { home: 0, away: 0 } });
  await finish(played);
  expect(await waiting()).toBe(0);
});

test('the first version of the rules looks for none', async () => {
  await betAt(GOAL_AT + 60_000, OVER, 'over');
  await scene.finish(match());
  expect(await waiting()).toBe(0);
});
