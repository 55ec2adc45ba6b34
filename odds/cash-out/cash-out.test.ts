import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { ODDS_SCALE, type Odds } from '#contracts/mod.ts';

import type { FiveWay } from '../models/mod.ts';
import { cashOutValue, type CashOutTerms } from './cash-out.ts';

const odds = (decimal: number): Odds => Math.round(decimal * ODDS_SCALE) as Odds;
const chances = (part: Partial<FiveWay>): FiveWay => ({
  lose: 0,
  halfLose: 0,
  push: 0,
  halfWin: 0,
  win: 0,
  ...part,
});
const terms = (changes: Partial<CashOutTerms> = {}): CashOutTerms => ({
  stakeMinor: 10_000n,
  legs: [{ odds: odds(3), chances: chances({ win: 0.5, lose: 0.5 }) }],
  marginBps: 0,
  partBps: 10_000,
  ...changes,
});

describe('cash-out', () => {
  it('is what the bet returns on average, less the margin', () => {
    expect(cashOutValue(terms())).toMatchObject({ fairFactor: 1.5, valueMinor: 15_000n });
    expect(cashOutValue(terms({ marginBps: 400 })).valueMinor).toBe(14_400n);
  });

  it('counts refunds and half results', () => {
    const legs = [
      {
        odds: odds(2),
        chances: chances({ win: 0.2, halfWin: 0.2, push: 0.2, halfLose: 0.2, lose: 0.2 }),
      },
    ];
    // 0.2 × (2 + 1.5 + 1 + 0.5 + 0).
    expect(cashOutValue(terms({ legs })).valueMinor).toBe(10_000n);
  });

  it('of a decided bet is what it pays, without margin', () => {
    const won = [{ odds: odds(3.7), chances: chances({ win: 1 }) }];
    expect(cashOutValue(terms({ legs: won, marginBps: 500 })).valueMinor).toBe(37_000n);
    const lost = [{ odds: odds(3.7), chances: chances({ lose: 1 }) }];
    expect(cashOutValue(terms({ legs: lost, marginBps: 500 })).valueMinor).toBe(0n);
  });

  it('of a part leaves the rest of the stake riding', () => {
    const part = cashOutValue(terms({ partBps: 2_500 }));
    expect(part).toMatchObject({ valueMinor: 3_750n, remainingStakeMinor: 7_500n });
  });

  it('multiplies over the legs of several fixtures', () => {
    const leg = { odds: odds(2), chances: chances({ win: 0.6, lose: 0.4 }) };
    expect(cashOutValue(terms({ legs: [leg, leg] })).valueMinor).toBe(14_400n);
  });

  property.prop([
    fc.bigInt({ min: 1n, max: 10n ** 12n }),
    fc.integer({ min: 1, max: 10_000 }),
    fc.integer({ min: 0, max: 3_000 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ])('never pays more than the fair share of the bet', (stakeMinor, partBps, marginBps, win) => {
    const legs = [{ odds: odds(2.5), chances: chances({ win, lose: 1 - win }) }];
    const value = cashOutValue({ stakeMinor, legs, marginBps, partBps });
    const fair = cashOutValue({ stakeMinor, legs, marginBps: 0, partBps });
    expect(value.valueMinor).toBeLessThanOrEqual(fair.valueMinor);
    expect(value.valueMinor).toBeGreaterThanOrEqual(0n);
    // 2.5 × the stake is the most that any part can be worth.
    expect(2n * value.valueMinor * 10_000n).toBeLessThanOrEqual(5n * stakeMinor * BigInt(partBps));
    expect(value.remainingStakeMinor).toBeLessThan(stakeMinor);
  });

  it.each([
    ['stakeMinor', { stakeMinor: 0n }],
    ['legs', { legs: [] }],
    ['marginBps', { marginBps: 10_000 }],
    ['marginBps', { marginBps: NaN }],
    ['partBps', { partBps: 0 }],
    ['partBps', { partBps: 10_001 }],
  ])('refuses a wrong %s', (field, changes) => {
    expect(() => cashOutValue(terms(changes))).toThrow(
      expect.objectContaining({ code: 'NUMBER_INVALID', field }) as Error,
    );
  });
});
