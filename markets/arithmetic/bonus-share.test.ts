import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import {
  ODDS_SCALE,
  SHARE_SCALE,
  type BetBonus,
  type LegShare,
  type Odds,
} from '#contracts/mod.ts';

import { accumulatorBonusFor } from './accumulator-bonus.ts';
import { betPayout } from './bet-payout.ts';
import { shareWithBonus } from './bonus-share.ts';
import { ONE } from './rational.ts';
import { legShare, winningLeg } from './ticket.ts';

const GRANT = { grantId: '0190a000-0000-7000-8000-00000000000c' };
const boost = (of: 'price' | 'winnings', percentBps: number, capMinor: string): BetBonus => ({
  kind: 'boost',
  of,
  percentBps,
  capMinor,
  ...GRANT,
  ...(of === 'price' ? { selection: 0 } : {}),
});
const bonusArb = fc.oneof(
  fc
    .record({
      of: fc.constantFrom('price' as const, 'winnings' as const),
      bps: fc.integer({ min: 1, max: 20_000 }),
      cap: fc.integer({ min: 1, max: 100_000 }),
    })
    .map(({ of, bps, cap }) => boost(of, bps, String(cap))),
  fc.constant(accumulatorBonusFor(5, 'EUR')),
);
const oddsArb = fc.integer({ min: 10_100, max: 200_000 }).map((odds) => odds as Odds);

/** What the share says that the bet comes to, in billionths of a minor unit. */
const said = ({ rest, onLeg }: LegShare['most'], stakeMinor: bigint, factor: bigint): bigint =>
  stakeMinor * (BigInt(rest) + (BigInt(onLeg) * factor) / BigInt(ODDS_SCALE));

const promotedArb = fc.record({
  prices: fc.array(oddsArb, { minLength: 2, maxLength: 7 }),
  index: fc.nat(6),
  unit: fc.integer({ min: 1, max: 100_000 }),
  isSystem: fc.boolean(),
  bonus: bonusArb,
});

property.prop([promotedArb])(
  'with a bonus the share is what the bet pays when the leg wins or loses, and no less',
  ({ prices, index, unit, isSystem, bonus }) => {
    const folds = isSystem ? [2] : [prices.length];
    const lines = isSystem ? (prices.length * (prices.length - 1)) / 2 : 1;
    const stakeMinor = BigInt(unit * lines);
    const terms = { folds, lines, unitStakeMinor: String(unit) };
    const at = index % prices.length;
    const legs = prices.map((odds) => ({ odds, result: 'won' as const }));
    const shared = prices.map((odds) => ({
      ...winningLeg({ odds, banker: false }),
      typical: ONE,
    }));
    const bet = { stakeMinor, terms, bonus, legs };
    const plain = legShare(terms, shared, at);
    const share = shareWithBonus(plain, bet, at);
    if (share === undefined) throw new Error('no share');
    expect(share.typical).toEqual(plain.typical);
    const lostLegs = legs.map((leg, each) =>
      each === at ? { ...leg, result: 'lost' as const } : leg,
    );
    for (const [ends, factor] of [
      [legs, BigInt(prices[at] ?? 0)],
      [lostLegs, 0n],
    ] as const) {
      const { payoutMinor } = betPayout({ ...bet, legs: ends });
      const most = said(share.most, stakeMinor, factor);
      // Half a minor unit is what the payout may be rounded up by.
      expect(most + SHARE_SCALE / 2n).toBeGreaterThanOrEqual((payoutMinor - 1n) * SHARE_SCALE);
      const rounding = stakeMinor * (2n + factor / BigInt(ODDS_SCALE)) * 2n + 2n * SHARE_SCALE;
      expect(most).toBeLessThanOrEqual(payoutMinor * SHARE_SCALE + rounding);
    }
  },
);

describe('a single with a boost', () => {
  const legs = [{ odds: 25_000 as Odds, result: 'won' as const }];
  const bet = { stakeMinor: 1_000n, terms: null, legs };

  it.each([
    // 10.00 at 2.50 wins 15.00, a fifth of it is 3.00: 28.00 in all, 2.80 of the stake at 2.50.
    [boost('winnings', 2_000, '5000'), '1120000000'],
    [boost('winnings', 2_000, '100'), '1040000000'],
    [boost('price', 2_000, '5000'), '1200000000'],
  ])('has a share of its own: %o', (bonus, onLeg) => {
    const own = { rest: '0', onLeg };
    expect(shareWithBonus(undefined, { ...bet, bonus }, 0)).toEqual({ most: own, typical: own });
  });

  it.each<BetBonus | null>([
    null,
    { kind: 'free-bet', stakeReturned: true, ...GRANT },
    { kind: 'accumulator', version: 1, capMinor: '1000' },
  ])('stays as it is with %o', (bonus) => {
    expect(shareWithBonus(undefined, { ...bet, bonus }, 0)).toBeUndefined();
  });
});
