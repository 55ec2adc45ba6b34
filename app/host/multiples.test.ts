import { describe, expect, it } from 'vitest';

import {
  marketKey,
  outcomeId,
  type DecideRequestOf,
  type LegShare,
  type MarketKey,
  type Odds,
  type OutcomeId,
} from '#contracts/mod.ts';

import { betOn, betNumber, HOME, HostRig, MATCH_RESULT, writtenBet } from './test-fixture.ts';

type Receive = DecideRequestOf<'receive'>;
type Part = Readonly<{ marketKey: MarketKey; outcomeId: OutcomeId }>;

const part = (key: MarketKey, outcome: string): Part => ({
  marketKey: key,
  outcomeId: outcomeId(outcome),
});
const OVER = part(marketKey('total-goals', { line: '2.5' }), 'over');
const UNDER = part(OVER.marketKey, 'under');

function jointOdds(rig: HostRig, parts: readonly Part[]): Odds {
  const reply = rig.take({ type: 'decide', request: builderBet(rig, parts, 20_000 as Odds) });
  if (reply?.verdict !== 'received') throw new Error(JSON.stringify(reply));
  return reply.odds as Odds;
}

/** The home win together with other parts, at any price unless told otherwise. */
const builderBet = (
  rig: HostRig,
  also: readonly Part[],
  odds: Odds,
  changes: Partial<Receive> = {},
): Receive => {
  const { selection } = betOn(rig, 1);
  return betOn(rig, 1, {
    selection: { ...selection, odds, also: [...also] },
    policy: 'any',
    ...changes,
  });
};

const decide = (rig: HostRig, bet: Receive) => {
  const received = rig.take({ type: 'decide', request: bet });
  if (received?.verdict !== 'received') return received;
  const { stateHash } = received;
  rig.alive();
  return rig.take({
    type: 'decide',
    request: { ...bet, op: 'decide', stateHash, dueAt: bet.receivedAt },
  });
};

describe('a bet builder', () => {
  it('is priced jointly: above either part, below their product where they help each other', () => {
    const { rig } = HostRig.inPlay({ inPlayDelayMs: 0 });
    const joint = jointOdds(rig, [OVER]);
    const home = rig.offered(MATCH_RESULT, HOME);
    const over = rig.offered(OVER.marketKey, OVER.outcomeId);
    expect(joint).toBeGreaterThan(Math.max(home, over));
    expect(joint).toBeLessThan((home * over) / 10_000);
  });

  it('is accepted at its joint price, and costs only where all of it wins', () => {
    const { rig } = HostRig.inPlay({ inPlayDelayMs: 0 });
    const odds = jointOdds(rig, [OVER]);
    const accepted = decide(rig, builderBet(rig, [OVER], odds, { policy: 'none' }));
    expect(accepted).toMatchObject({ verdict: 'accept', odds });
    const { exposure } = rig.state;
    const { index } = exposure;
    for (let cell = 0; cell < index.size; cell += 1) {
      const goals = [index.h1, index.h2, index.a1, index.a2].map((side) => side[cell] ?? 0);
      const [h1 = 0, h2 = 0, a1 = 0, a2 = 0] = goals;
      const wins = h1 + h2 > a1 + a2 && h1 + h2 + a1 + a2 > 2;
      expect(exposure.payouts[cell]).toBe(wins ? Math.round(odds / 10) : 0);
    }
  });

  it.each<[string, readonly Part[], string]>([
    ['parts that exclude each other', [part(MATCH_RESULT, 'away')], 'LEGS_CONTRADICTORY'],
    ['parts of which two exclude each other', [OVER, UNDER], 'LEGS_CONTRADICTORY'],
    [
      'a part that may be void',
      [part(marketKey('total-goals', { line: '3' }), 'over')],
      'LEG_NOT_COMBINABLE',
    ],
    ['an unknown part', [part('novelty' as MarketKey, 'yes')], 'MARKET_NOT_FOUND'],
    ['an unknown outcome', [part(OVER.marketKey, 'nobody')], 'OUTCOME_NOT_FOUND'],
  ])('of %s is refused', (_, also, code) => {
    const { rig } = HostRig.inPlay({ inPlayDelayMs: 0 });
    const reply = rig.take({ type: 'decide', request: builderBet(rig, also, 20_000 as Odds) });
    expect(reply).toMatchObject({ verdict: 'reject', code });
  });

  it('is suspended with any of its parts', () => {
    const { rig } = HostRig.inPlay({ inPlayDelayMs: 0 });
    rig.state.stoppedMarkets.add(OVER.marketKey);
    const reply = rig.take({ type: 'decide', request: builderBet(rig, [OVER], 20_000 as Odds) });
    expect(reply).toMatchObject({ verdict: 'reject', code: 'MARKET_SUSPENDED' });
    expect(rig.take({ type: 'decide', request: betOn(rig, 2) })).toMatchObject({
      verdict: 'received',
    });
  });
});

describe('a leg of a bet with legs elsewhere', () => {
  /** The other leg is at 30.00. */
  const share: LegShare = {
    most: { rest: '0', onLeg: '30000000000' },
    typical: { rest: '0', onLeg: '1000000000' },
  };

  it('reserves what it owes if the others win, but leans on prices as a single does', () => {
    const { rig } = HostRig.inPlay({ inPlayDelayMs: 0 });
    const single = HostRig.inPlay({ inPlayDelayMs: 0 }).rig;
    const bet = betOn(rig, 1, { share, stakeMinor: '100' });
    expect(decide(rig, bet)).toMatchObject({ verdict: 'accept' });
    expect(decide(single, betOn(single, 1, { stakeMinor: '100' }))).toMatchObject({
      verdict: 'accept',
    });
    expect(rig.state.exposure.payouts).toEqual(single.state.exposure.payouts);
    const owed = Math.round((100 * 30 * rig.offered(MATCH_RESULT, HOME)) / 10_000) - 100;
    expect(rig.state.exposure.worstCaseMinor()).toBe(-owed);
  });

  it('is held to every limit by that, and says which stake would do', () => {
    const { rig } = HostRig.inPlay({ inPlayDelayMs: 0 });
    rig.state.worstCaseLimitMinor = 10_000n;
    const refused = decide(rig, betOn(rig, 1, { share, stakeMinor: '1000' }));
    if (refused?.verdict !== 'reject') throw new Error('accepted');
    expect(refused.code).toBe('RISK_WORST_CASE');
    const most = refused.maxStakeMinor ?? '';
    expect(decide(rig, betOn(rig, 2, { share, stakeMinor: most }))).toMatchObject({
      verdict: 'accept',
    });
    const more = String(BigInt(most) + 1n);
    const other = HostRig.inPlay({ inPlayDelayMs: 0 }).rig;
    other.state.worstCaseLimitMinor = 10_000n;
    expect(decide(other, betOn(other, 3, { share, stakeMinor: more }))).toMatchObject({
      verdict: 'reject',
    });
  });

  it.each<[string, Partial<Receive>, readonly Part[]]>([
    ['a double', { share }, []],
    ['a system', { share: { ...share, most: { rest: '2500000000', onLeg: '7333333334' } } }, []],
    ['a builder', {}, [OVER]],
    ['a builder in a double', { share }, [OVER]],
  ])('the largest stake of %s is taken, and one unit more is not', (_, changes, also) => {
    const bet = (rig: HostRig, stakeMinor: string): Receive =>
      also.length === 0
        ? betOn(rig, 1, { ...changes, stakeMinor })
        : builderBet(rig, also, jointOdds(rig, also), { ...changes, stakeMinor });
    const tight = (): HostRig => {
      const { rig } = HostRig.inPlay({ inPlayDelayMs: 0 });
      rig.state.worstCaseLimitMinor = 12_345n;
      return rig;
    };
    const { accountId, currency, selection, share: whole } = bet(tight(), '1');
    const reply = tight().take({
      type: 'decide',
      request: {
        op: 'max-stake',
        accountId,
        currency,
        selection,
        ...(whole === undefined ? {} : { share: whole }),
      },
    });
    if (reply?.verdict !== 'max-stake') throw new Error(JSON.stringify(reply));
    const most = reply.maxStakeMinor;
    const taken = tight();
    expect(decide(taken, bet(taken, most))).toMatchObject({ verdict: 'accept' });
    const refused = tight();
    expect(decide(refused, bet(refused, String(BigInt(most) + 1n)))).toMatchObject({
      verdict: 'reject',
      maxStakeMinor: most,
    });
  });

  it('owes less when a leg elsewhere pays half, and nothing when its own leg is decided', () => {
    const { rig } = HostRig.inPlay({ inPlayDelayMs: 0 });
    const single = writtenBet(betOn(rig, 1, { stakeMinor: '100' }));
    const [here] = single.legs;
    if (here === undefined) throw new Error('no leg');
    const there = {
      ...here,
      leg: 1,
      fixtureId: 'elsewhere' as typeof here.fixtureId,
      odds: 300_000 as Odds,
    };
    const double = {
      ...single,
      betId: betNumber(1),
      legs: [here, there],
      terms: { folds: [2], lines: 1, unitStakeMinor: '100' },
    };
    rig.take({ type: 'bet', bet: double });
    const price = here.odds / 10_000;
    expect(rig.state.exposure.worstCaseMinor()).toBe(-(Math.round(100 * 30 * price) - 100));
    const half = [here, { ...there, result: 'half-won' as const }];
    rig.take({ type: 'bet', bet: { ...double, version: 3, legs: half } });
    expect(rig.state.exposure.worstCaseMinor()).toBe(-(Math.round(100 * 15.5 * price) - 100));
    const decided = [{ ...here, result: 'won' as const }, there];
    rig.take({ type: 'bet', bet: { ...double, version: 4, legs: decided } });
    expect(rig.state.exposure.bets).toBe(0);
  });
});
