import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { arbitrageVerdict, isLocked, type ArbitrageEvidence, type SideBet } from './arbitrage.ts';

const NOTHING: ArbitrageEvidence = {
  markets: 0,
  locked: 0,
  closed: 0,
  beaten: 0,
  bets: 0,
  oddStakes: 0,
  maxStakes: 0,
};

describe('the signature of arbitrage', () => {
  test.for([
    ['nothing', {}, false, []],
    ['all sides of a few markets', { markets: 20, locked: 4 }, true, ['both-sides']],
    ['all sides of one market', { markets: 20, locked: 1 }, false, []],
    [
      'good prices alone',
      { closed: 100, beaten: 90, bets: 100, oddStakes: 20 },
      false,
      ['better-prices'],
    ],
    [
      'odd stakes alone',
      { closed: 100, beaten: 30, bets: 100, oddStakes: 100 },
      false,
      ['odd-stakes'],
    ],
    [
      'good prices and odd stakes',
      { closed: 100, beaten: 90, bets: 100, oddStakes: 80 },
      true,
      ['better-prices', 'odd-stakes'],
    ],
    [
      'good prices and the largest stakes',
      { closed: 60, beaten: 55, bets: 60, oddStakes: 10, maxStakes: 20 },
      true,
      ['better-prices', 'max-stakes'],
    ],
  ] as const)('%s', ([, seen, flagged, signs]) => {
    const verdict = arbitrageVerdict({ ...NOTHING, ...seen });
    expect(verdict.flagged).toBe(flagged);
    expect(verdict.signs).toEqual(signs);
    expect(verdict.p <= 0.001).toBe(flagged);
  });

  property.prop([
    fc.record({ markets: fc.nat(300), closed: fc.nat(300), bets: fc.nat(300) }),
    fc.tuple(...Array.from({ length: 4 }, () => fc.double({ min: 0, max: 1, noNaN: true }))),
  ])('has a chance that more of anything never raises', (whole, shares) => {
    const part = (of: number, at: number): number => Math.floor(of * (shares[at] ?? 0));
    const evidence = {
      ...whole,
      locked: part(whole.markets, 0),
      beaten: part(whole.closed, 1),
      oddStakes: part(whole.bets, 2),
      maxStakes: part(whole.bets, 3),
    };
    const { p } = arbitrageVerdict(evidence);
    expect(p).toBeGreaterThanOrEqual(0);
    expect(p).toBeLessThanOrEqual(1);
    for (const [field, most] of [
      ['locked', whole.markets],
      ['beaten', whole.closed],
      ['oddStakes', whole.bets],
      ['maxStakes', whole.bets],
    ] as const) {
      const more = { ...evidence, [field]: Math.min(most, evidence[field] + 1) };
      expect(arbitrageVerdict(more).p).toBeLessThanOrEqual(p * (1 + 1e-9));
    }
  });

  test.for([
    { locked: 1 },
    { closed: 1, beaten: 2 },
    { bets: 3, oddStakes: 0.5 },
    { bets: 3, maxStakes: -1 },
    { bets: Number.NaN },
  ])('of %o is refused', (wrong) => {
    expect(() => arbitrageVerdict({ ...NOTHING, ...wrong })).toThrow(InputError);
  });
});

describe('a market on which all sides are backed', () => {
  const side = (outcomeId: string, stakeMinor: number, odds: number): SideBet => ({
    outcomeId,
    stakeMinor,
    odds,
  });

  test('is locked at 2.10 and 2.05, and not at 1.90', () => {
    const stakes = [side('over', 1_000, 2.1), side('under', 1_024, 2.05)];
    expect(isLocked(stakes, ['over', 'under'])).toBe(true);
    expect(isLocked([side('over', 1_000, 1.9), side('under', 1_000, 1.9)], ['over', 'under'])).toBe(
      false,
    );
    expect(isLocked(stakes, ['home', 'draw', 'away'])).toBe(false);
    expect(isLocked([], ['over', 'under'])).toBe(false);
    expect(isLocked(stakes, [])).toBe(false);
    expect(isLocked(stakes, ['over', 'under', 'a', 'b'])).toBe(false);
  });

  const outcomes = ['home', 'draw', 'away'];
  property.prop([
    fc.array(
      fc.tuple(
        fc.constantFrom(...outcomes),
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 1.01, max: 20, noNaN: true }),
      ),
      { maxLength: 8 },
    ),
  ])('pays more than it costs in each of its results, and otherwise is none', (drawn) => {
    const stakes = drawn.map(([outcome, stake, odds]) => side(outcome, stake, odds));
    const profits = outcomes.map((won) =>
      stakes.reduce(
        (sum, { outcomeId, stakeMinor, odds }) =>
          sum + (outcomeId === won ? stakeMinor * (odds - 1) : -stakeMinor),
        0,
      ),
    );
    if (profits.some((profit) => Math.abs(profit) < 1e-6)) return;
    expect(isLocked(stakes, outcomes)).toBe(Math.min(...profits) > 0);
  });
});
