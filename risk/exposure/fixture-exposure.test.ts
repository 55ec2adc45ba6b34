import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { marketKeyOf, outcomeId, type Odds, type Side } from '#contracts/mod.ts';
import {
  buildFootballIndex,
  footballCell,
  identifyMarket,
  KICK_OFF_CONTEXT,
  NEXT_HOME,
  payoffTable,
  type FootballIndex,
  type PayoffContext,
} from '#markets/mod.ts';

import { accountOf, betOf, exposureBet, selection } from '../testing/arbitraries.ts';
import { FixtureExposure, type ExposureBet } from './fixture-exposure.ts';
import { betAmounts } from './exposure-amounts.ts';
import { DEFAULT_RATES } from './house-money.ts';

const INDEX = buildFootballIndex(2, 2);
const scope = (index: FootballIndex = INDEX, context: PayoffContext = KICK_OFF_CONTEXT) => ({
  index,
  context,
  rates: DEFAULT_RATES,
});

const bet = (
  number: number,
  [market, outcome]: readonly [string, string],
  stake: bigint,
  odds: number,
) => ({
  betId: betOf(number),
  accountId: accountOf(1),
  marketKey: marketKeyOf(market),
  outcomeId: outcomeId(outcome),
  odds: Math.round(odds * 10_000) as Odds,
  stakeMinor: stake,
  currency: 'EUR' as const,
});

/** The same figures bet by bet and cell by cell. */
function slowly(bets: Iterable<ExposureBet>, index: FootballIndex, context: PayoffContext) {
  const payouts = new Float64Array(index.size);
  let staked = 0;
  for (const one of bets) {
    const identity = identifyMarket(one.marketKey);
    const codes = identity && payoffTable(index, identity, context)?.get(one.outcomeId);
    const { stake, returns } = betAmounts(one, DEFAULT_RATES);
    staked += Number(stake);
    payouts.forEach((owed, cell) => {
      payouts[cell] = owed + Number(returns[codes?.[cell] ?? 4]);
    });
  }
  return { payouts, staked, worst: payouts.length === 0 ? 0 : staked - Math.max(...payouts) };
}

type Step =
  | Readonly<{ put: ExposureBet }>
  | Readonly<{ remove: number }>
  | Readonly<{ goals: readonly Side[]; larger: boolean }>;
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: exposureBet.map((put) => ({ put })) },
  { weight: 2, arbitrary: fc.nat(15).map((remove) => ({ remove })) },
  {
    weight: 1,
    arbitrary: fc.record({
      goals: fc.array(fc.constantFrom('home' as const, 'away' as const), { maxLength: 3 }),
      larger: fc.boolean(),
    }),
  },
);

describe('a fixture exposure', () => {
  property.prop([fc.array(step, { maxLength: 40 })])(
    'is exactly what a slow rebuild from its bets gives, after any steps',
    (steps) => {
      const exposure = new FixtureExposure(scope());
      const bets = new Map<string, ExposureBet>();
      let index = INDEX;
      let context = KICK_OFF_CONTEXT;
      for (const one of steps) {
        if ('put' in one) {
          exposure.put(one.put, 'firm');
          bets.set(one.put.betId, one.put);
        } else if ('remove' in one) {
          expect(exposure.remove(betOf(one.remove))).toBe(bets.delete(betOf(one.remove)));
        } else {
          index = one.larger ? buildFootballIndex(3, 3) : INDEX;
          context = { scorers: one.goals };
          exposure.rebase(index, context);
        }
      }
      const slow = slowly(bets.values(), index, context);
      expect(exposure.payouts).toEqual(slow.payouts);
      expect(exposure.stakedMinor).toBe(slow.staked);
      expect(exposure.worstCaseMinor()).toBe(slow.worst);
      expect(exposure.bets).toBe(bets.size);
    },
  );

  property.prop([fc.array(step, { maxLength: 40 })])(
    'no scenario loses more than the ceiling, which is met when the scenarios have been looked at',
    (steps) => {
      const exposure = new FixtureExposure(scope());
      for (const one of steps) {
        if ('put' in one) exposure.put(one.put, 'firm');
        else if ('remove' in one) exposure.remove(betOf(one.remove));
        expect(exposure.lossCeilingMinor()).toBeGreaterThanOrEqual(-exposure.worstCaseMinor());
      }
      exposure.worstLossByCode({
        marketKey: marketKeyOf('match-result'),
        outcomeId: outcomeId('home'),
      });
      expect(exposure.lossCeilingMinor() + exposure.worstCaseMinor()).toBe(0);
    },
  );

  property.prop([fc.array(exposureBet, { maxLength: 20 }), selection])(
    'counts per market, outcome and account as its bets say',
    (bets, { marketKey, outcomeId: outcome }) => {
      const exposure = new FixtureExposure(scope());
      const held = new Map<string, ExposureBet>();
      for (const one of bets) {
        exposure.put(one, 'reserved');
        held.set(one.betId, one);
      }
      const sum = (of: readonly ExposureBet[], code: number | 'stake') =>
        of.reduce((total, one) => {
          const { stake, returns } = betAmounts(one, DEFAULT_RATES);
          return total + Number(code === 'stake' ? stake : returns[code]);
        }, 0);
      const onMarket = [...held.values()].filter((one) => one.marketKey === marketKey);
      const onOutcome = onMarket.filter((one) => one.outcomeId === outcome);
      const ofAccount = onOutcome.filter((one) => one.accountId === accountOf(1));
      expect(exposure.stakedOn(marketKey)).toBe(sum(onMarket, 'stake'));
      expect(exposure.liabilityMinor(marketKey, outcome)).toBe(sum(onOutcome, 4));
      expect(exposure.heldOn({ marketKey, outcomeId: outcome }, accountOf(1))).toEqual({
        held: {
          bets: ofAccount.length,
          stakedMinor: sum(ofAccount, 'stake'),
          returnMinor: sum(ofAccount, 4),
        },
        wonByAllMinor: sum(onOutcome, 4),
      });
      expect(new Set(exposure.marketKeys())).toEqual(
        new Set([...held.values()].map((one) => one.marketKey)),
      );
    },
  );

  test('sees offsets between markets: the joint worst case of risk reference 2.5', () => {
    const exposure = new FixtureExposure(scope(buildFootballIndex()));
    exposure.put(bet(1, ['match-result', 'home'], 100n, 2), 'firm');
    exposure.put(bet(2, ['total-goals|line=2.5', 'under'], 50n, 1.95), 'firm');
    exposure.put(bet(3, ['correct-score', '2-1'], 20n, 9), 'firm');
    expect(exposure.worstCaseMinor()).toBe(-210);
  });

  test('weights leave out what can no longer happen', () => {
    const exposure = new FixtureExposure(scope());
    exposure.put(bet(1, ['correct-score', '0-0'], 10n, 8), 'firm');
    expect(exposure.worstCaseMinor()).toBe(-70);
    const weights = new Float64Array(INDEX.size).fill(1);
    weights[0] = 0;
    expect(exposure.worstCaseMinor(weights)).toBe(10);
    expect(new FixtureExposure(scope()).worstCaseMinor()).toBe(0);
  });

  test('expects stakes less probable payouts', () => {
    const exposure = new FixtureExposure(scope());
    exposure.put(bet(1, ['correct-score', '0-0'], 10n, 8), 'firm');
    const probabilities = new Float64Array(INDEX.size);
    probabilities[0] = 0.25;
    probabilities[1] = 0.75;
    expect(exposure.expectedMinor(probabilities)).toBeCloseTo(10 - 0.25 * 80, 12);
  });

  test('finds the largest loss under each result of a selection', () => {
    const exposure = new FixtureExposure(scope());
    exposure.put(bet(1, ['match-result', 'home'], 100n, 2), 'firm');
    const market = marketKeyOf('total-goals|line=2.75');
    const losses = exposure.worstLossByCode({
      marketKey: market,
      outcomeId: outcomeId('over'),
    });
    expect(losses).toEqual([100, -Infinity, -Infinity, 100, 100]);
    const drawn = exposure.worstLossByCode({
      marketKey: marketKeyOf('match-result'),
      outcomeId: outcomeId('draw'),
    });
    expect(drawn).toEqual([100, -Infinity, -Infinity, -Infinity, -100]);
  });

  test('a market that nobody knows counts as won in the worst case, and as paying its stake back on average', () => {
    const exposure = new FixtureExposure(scope());
    exposure.put(bet(1, ['novelty', 'yes'], 10n, 3), 'firm');
    exposure.put(bet(2, ['correct-score', '0-0'], 10n, 8), 'firm');
    expect(exposure.worstCaseMinor()).toBe(20 - 30 - 80);
    const probabilities = new Float64Array(INDEX.size);
    probabilities[1] = 1;
    expect(exposure.expectedMinor(probabilities)).toBe(20 - 10);
    exposure.remove(betOf(1));
    expect(exposure.worstCaseMinor()).toBe(10 - 80);
  });

  test('says which part of its stakes is reserved', () => {
    const exposure = new FixtureExposure(scope());
    exposure.put(bet(1, ['match-result', 'home'], 100n, 2), 'reserved');
    exposure.put(bet(2, ['match-result', 'home'], 30n, 2), 'firm');
    expect(exposure.reservedMinor).toBe(100);
    exposure.put(bet(1, ['match-result', 'home'], 100n, 2), 'firm');
    expect([exposure.reservedMinor, exposure.stakedMinor]).toEqual([0, 130]);
  });

  test('keeps reservations apart by standing and confirms them in place', () => {
    const exposure = new FixtureExposure(scope());
    const one = bet(1, ['match-result', 'home'], 100n, 2);
    exposure.put(one, 'reserved');
    expect(exposure.position(one.betId)?.standing).toBe('reserved');
    exposure.put(one, 'firm');
    expect(exposure.positions()).toEqual([{ bet: one, standing: 'firm' }]);
    expect(exposure.stakedMinor).toBe(100);
  });

  test('a resolved next goal is owed in every scenario', () => {
    const exposure = new FixtureExposure(scope());
    exposure.put(bet(1, ['next-goal|goal=1', 'home'], 100n, 2), 'firm');
    const away = footballCell(INDEX, { h1: 0, a1: 1, h2: 0, a2: 0 }, NEXT_HOME);
    expect(exposure.payouts[away]).toBe(0);
    exposure.rebase(INDEX, { scorers: ['home'] });
    expect(new Set(exposure.payouts)).toEqual(new Set([200]));
  });

  test('refuses sums that a float cannot hold, and stays as it was', () => {
    const exposure = new FixtureExposure(scope());
    const huge = 4_000_000_000_000_000n;
    exposure.put(bet(1, ['match-result', 'home'], huge, 2), 'firm');
    expect(() => {
      exposure.put(bet(2, ['match-result', 'home'], huge, 2), 'firm');
    }).toThrow(RangeError);
    expect(exposure.bets).toBe(1);
    expect(exposure.stakedMinor).toBe(Number(huge));
  });
});
