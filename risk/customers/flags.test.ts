import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { EDGE_TEST, NO_BETS, observe } from './edge-test.ts';
import { checkFactor, mayRaise, proposedFactor } from './factors.ts';
import { FLAG_KINDS, lateFlag, ringFlags, sharpFlag } from './flags.ts';
import { LATE_TEST, NO_LATE_BETS, observeLate } from './late-bets.ts';
import { arbitrageSigns, bonusSigns, isArbitrage, type BonusUse } from './signatures.ts';

describe('a flag', () => {
  test('of a sharp customer says how many bets, how much better and how unlikely', () => {
    let state = NO_BETS;
    for (let bet = 0; bet < 120; bet += 1) {
      state = observe(EDGE_TEST, state, { value: 0.03, sd: 0.06 });
    }
    const flag = sharpFlag('a', EDGE_TEST, state);
    expect(flag?.words).toContain('The prices of 120 bets were 3.0 % better');
    expect(flag?.words).toMatch(/at most 1 in [\d,]+/u);
    expect(flag?.figures['leastEdge']).toBeGreaterThan(0);
    expect(sharpFlag('a', EDGE_TEST, NO_BETS)).toBeUndefined();
  });

  test('of late bets says how many hits where how many were to be expected', () => {
    let state = NO_LATE_BETS;
    for (let bet = 0; bet < 60; bet += 1) {
      state = observeLate(LATE_TEST, state, { hit: bet % 10 === 0, chance: 0.0024 });
    }
    expect(lateFlag('a', LATE_TEST, state)?.words).toContain('moved for 6 of 60 bets');
    expect(lateFlag('a', LATE_TEST, NO_LATE_BETS)).toBeUndefined();
  });

  test('of a ring goes to each of its accounts, with what ties it', () => {
    const link = { accounts: ['a', 'b'] as const, coincidences: 7, expected: 0.2, p: 1e-9 };
    const flags = ringFlags({ accounts: ['a', 'b', 'c'], traits: ['card 9'], links: [link] });
    expect(flags.map(({ accountId }) => accountId)).toEqual(['a', 'b', 'c']);
    expect(flags[0]?.words).toContain('up to 7 times where at most 0.2');
    expect(flags[2]?.words).toBe('One of 3 accounts that hang together. The ring shares card 9.');
  });
});

describe('a factor', () => {
  const limits = fc.record({
    leastBps: fc.integer({ min: 100, max: 10_000 }),
    mostStepBps: fc.integer({ min: 0, max: 10_000 }),
  });

  property.prop([fc.integer({ min: 100, max: 100_000 }), fc.constantFrom(...FLAG_KINDS), limits])(
    'only falls, by one step at most, and not under what a person allowed',
    (bps, kind, rules) => {
      const next = proposedFactor(bps, { kind }, rules);
      if (next === undefined) return;
      expect(next).toBeLessThan(bps);
      expect(next).toBeGreaterThanOrEqual(rules.leastBps);
      expect(bps - next).toBeLessThanOrEqual(rules.mostStepBps);
    },
  );

  test('goes down step by step while the flag stands', () => {
    const rules = { leastBps: 1_000, mostStepBps: 5_000 };
    expect(proposedFactor(10_000, { kind: 'sharp' }, rules)).toBe(5_000);
    expect(proposedFactor(5_000, { kind: 'sharp' }, rules)).toBe(2_500);
    expect(proposedFactor(2_500, { kind: 'sharp' }, rules)).toBeUndefined();
  });

  test.for(['closed', 'excluded'] as const)(
    'of an account that is %s is never raised',
    (status) => {
      expect(mayRaise({ status })).toBe(false);
    },
  );

  test.for([99, 100_001, 1.5, Number.NaN])('of %d is refused', (bps) => {
    expect(() => checkFactor(bps, 'factor')).toThrow(InputError);
  });
});

describe('signatures', () => {
  const bet = { odds: 2.1, othersBest: [2.05], stakeMinor: 1_237, maxStakeMinor: 1_237 };

  test('2.10 here and 2.05 elsewhere pay whatever happens; 1.90 do not', () => {
    expect(isArbitrage(bet)).toBe(true);
    expect(isArbitrage({ ...bet, othersBest: [1.9] })).toBe(false);
    expect(isArbitrage({ ...bet, othersBest: [] })).toBe(false);
  });

  test('of twenty arbitrages are beyond chance, of none they are not', () => {
    const signs = arbitrageSigns(Array.from({ length: 20 }, () => bet));
    expect(signs.map(({ share }) => share)).toEqual([1, 1, 1]);
    expect(Math.max(...signs.map(({ p }) => p))).toBeLessThan(1e-9);
    const usual = { odds: 2, othersBest: [1.8], stakeMinor: 1_000, maxStakeMinor: 50_000 };
    expect(arbitrageSigns([usual]).map(({ p }) => p)).toEqual([1, 1, 1]);
    expect(arbitrageSigns([]).map(({ share }) => share)).toEqual([0, 0, 0]);
  });

  const honest: BonusUse = {
    grantedMinor: 1_000,
    turnoverMinor: 40_000,
    requiredMinor: 5_000,
    withdrawnMinor: 1_000,
    depositedMinor: 10_000,
    opposed: 0,
    bonusBets: 3,
  };
  test.for([
    ['honest', honest, []],
    ['opposed', { ...honest, opposed: 2 }, ['opposite-bets']],
    [
      'in and out',
      { ...honest, turnoverMinor: 5_100, withdrawnMinor: 9_500 },
      ['turnover-and-out'],
    ],
    ['in and out with much play', { ...honest, withdrawnMinor: 9_500 }, []],
    [
      'without a bonus',
      { ...honest, grantedMinor: 0, turnoverMinor: 5_100, withdrawnMinor: 9_500 },
      [],
    ],
  ] as const)('of a bonus that is %s', ([, use, signs]) => {
    expect(bonusSigns(use)).toEqual(signs);
  });
});
