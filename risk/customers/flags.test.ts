import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { EDGE_TEST, NO_BETS, observe } from './edge-test.ts';
import { checkFactor, mayRaise, proposedFactor } from './factors.ts';
import {
  arbitrageFlag,
  bonusFlag,
  duplicateFlags,
  FLAG_KINDS,
  lateFlag,
  ringFlags,
  sharpFlag,
} from './flags.ts';
import { LATE_TEST, NO_LATE_BETS, observeLate } from './late-bets.ts';

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
    expect(flags[2]?.words).toBe('One of 3 accounts that hang together. They share card 9.');
    const same = duplicateFlags({ accounts: ['a', 'b'], traits: ['device 7'], links: [link] });
    expect(same.map(({ kind }) => kind)).toEqual(['duplicates', 'duplicates']);
    expect(same[0]?.words).toContain('They share device 7.');
  });

  test('of arbitrage says what was seen, and nothing that was not', () => {
    const nothing = {
      markets: 0,
      locked: 0,
      closed: 0,
      beaten: 0,
      bets: 0,
      oddStakes: 0,
      maxStakes: 0,
    };
    const flag = arbitrageFlag('a', { ...nothing, markets: 12, locked: 6 });
    expect(flag?.words).toContain(
      'on 6 of 12 markets before the match its bets pay more than they cost',
    );
    expect(flag?.words).not.toContain('closing');
    expect(flag?.figures).toMatchObject({ markets: 12, locked: 6 });
    expect(arbitrageFlag('a', nothing)).toBeUndefined();
  });

  test('of bonus abuse says what became of the bonuses and of the money', () => {
    const use = {
      bonusBets: 8,
      opposed: 6,
      shortest: 2,
      bonusStakeMinor: 9_000,
      ownStakeMinor: 1_000,
      depositedMinor: 5_000,
      withdrawnMinor: 4_500,
    };
    expect(bonusFlag('a', use)?.words).toBe(
      'Bonuses seem to be turned into money without a risk: of 6 of 8 bets with a bonus another outcome was backed by this ' +
        'account or one that it shares something with; 90.0 % of all stakes had a bonus; 90.0 % of the deposits went out again, ' +
        'and less than them was staked. The chance of that is at most 1 in 25,805,096.',
    );
    expect(
      bonusFlag('a', { ...use, depositedMinor: 0, withdrawnMinor: 5, ownStakeMinor: 0 })?.words,
    ).not.toContain('NaN');
    expect(bonusFlag('a', { ...use, opposed: 0 })).toBeUndefined();
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
