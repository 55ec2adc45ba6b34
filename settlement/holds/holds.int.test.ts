import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { marketKey, type BetId } from '#contracts/mod.ts';
import { newId } from '#platform/mod.ts';

import { resultFixture } from '../resulting.ts';
import { fixturesToSettle } from '../resulting-state.ts';
import { settleFixture } from '../settle.ts';
import { overdueBets } from '../sweeper.ts';
import { balance, betState, MATCH_RESULT, placeBet, storeEvents } from '../testing/book.ts';
import { playedMatch } from '../testing/match-script.ts';
import { legOf, openScene, type Scene } from '../testing/scene.ts';
import { listHolds, placeHold, releaseHold, type HoldTarget } from './holds.ts';

const HALF_TIME = marketKey('half-time-result');
const match = () => playedMatch({ home: 1, away: 0 }, { home: 0, away: 0 });
const { fixture } = match();
const HELD = { by: 'olga', at: 1, reason: 'odd stakes from one town' };
const RELEASED = { by: 'omar', at: 2, reason: 'nothing in it' };

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(async () => {
  await scene.expectSound();
  await scene.close();
});

const hold = async (target: HoldTarget): Promise<string> => {
  const id = newId();
  await placeHold(scene.pool, id, target, HELD);
  return id;
};
const ofFixture: HoldTarget = { fixtureId: fixture, marketKey: null, betId: null };
const statusOf = async (bet: BetId) => (await betState(scene.pool, bet)).status;

test.each<[string, (bet: BetId) => HoldTarget, readonly string[]]>([
  ['a fixture', () => ofFixture, ['accepted', 'accepted', 'accepted']],
  [
    'a market',
    () => ({ fixtureId: fixture, marketKey: MATCH_RESULT, betId: null }),
    ['accepted', 'accepted', 'settled'],
  ],
  [
    'a bet',
    (betId) => ({ fixtureId: null, marketKey: null, betId }),
    ['accepted', 'settled', 'settled'],
  ],
])('%s that is held waits, and goes on when it is released', async (_, target, expected) => {
  const bets = [
    await scene.single(MATCH_RESULT, 'home'),
    await scene.single(MATCH_RESULT, 'draw'),
    await scene.single(HALF_TIME, 'home'),
  ];
  const [first] = bets;
  if (first === undefined) throw new Error('no bet');
  const id = await hold(target(first));
  await scene.finish(match());
  expect(await Promise.all(bets.map(statusOf))).toEqual(expected);
  await scene.ports.clock.advance(3_600_000);
  expect(await overdueBets(scene.ports, 0)).toBe(0);
  expect(await releaseHold(scene.pool, id, RELEASED)).toBe(true);
  expect(await fixturesToSettle(scene.pool)).toEqual([fixture]);
  await settleFixture(scene.ports, fixture);
  expect(await Promise.all(bets.map(statusOf))).toEqual(['settled', 'settled', 'settled']);
  expect(await fixturesToSettle(scene.pool)).toEqual([]);
});

test('a multiple waits for a hold on any of its legs, even when another leg has lost it', async () => {
  const legs = [legOf(MATCH_RESULT, 'away', 2), legOf(MATCH_RESULT, 'home', 3, 'second')];
  const bet = await placeBet(scene.pool, { account: scene.account, stakeMinor: 1_000n, legs });
  const second = playedMatch({ home: 1, away: 0 }, { home: 0, away: 0 }, 'second');
  const id = await hold({ fixtureId: second.fixture, marketKey: null, betId: null });
  await scene.finish(match());
  await scene.finish(second);
  expect(await statusOf(bet)).toBe('accepted');
  await releaseHold(scene.pool, id, RELEASED);
  await settleFixture(scene.ports, fixture);
  await settleFixture(scene.ports, second.fixture);
  expect(await betState(scene.pool, bet)).toMatchObject({ status: 'settled', payout: 0n });
});

test('what was settled before is not settled anew while it is held', async () => {
  const bet = await scene.single(MATCH_RESULT, 'home');
  const played = match();
  await scene.finish(played);
  await hold(ofFixture);
  played.lateGoal('away', 'second-half', 44, 'late').result('confirmed', {
    firstHalf: { home: 1, away: 0 },
    secondHalf: { home: 0, away: 1 },
  });
  await scene.finish(played);
  expect(await betState(scene.pool, bet)).toMatchObject({ payout: 2_500n });
});

test('who held and who released is kept', async () => {
  const id = await hold(ofFixture);
  expect(await listHolds(scene.pool, { open: true, limit: 5 })).toMatchObject([
    { id, ...ofFixture, reason: HELD.reason, heldBy: 'olga', releasedAt: null },
  ]);
  await releaseHold(scene.pool, id, RELEASED);
  expect(await releaseHold(scene.pool, id, RELEASED)).toBe(false);
  expect(await releaseHold(scene.pool, newId(), RELEASED)).toBe(false);
  expect(await listHolds(scene.pool, { open: true, limit: 5 })).toEqual([]);
  expect(await listHolds(scene.pool, { open: false, limit: 5 })).toMatchObject([
    { releasedBy: 'omar', releaseReason: 'nothing in it', releasedAt: 2 },
  ]);
  await scene.single(MATCH_RESULT, 'home');
  await scene.finish(match());
});

describe('a hold while bets are settled', () => {
  test('nothing moves once it is placed, and every bet is settled in the end', async () => {
    for (let bet = 0; bet < 40; bet += 1) await scene.single(MATCH_RESULT, 'home', 2, 100n);
    await storeEvents(scene.pool, match().events);
    await resultFixture(scene.ports, fixture);
    const settling = settleFixture(scene.ports, fixture, { chunkSize: 2 });
    await expect.poll(() => balance(scene.pool, scene.account)).toBeGreaterThan(96_000n);
    const id = await hold(ofFixture);
    const atHold = await balance(scene.pool, scene.account);
    await settling;
    expect(await balance(scene.pool, scene.account)).toBe(atHold);
    await releaseHold(scene.pool, id, RELEASED);
    await settleFixture(scene.ports, fixture);
    expect(await balance(scene.pool, scene.account)).toBe(104_000n);
  });
});
