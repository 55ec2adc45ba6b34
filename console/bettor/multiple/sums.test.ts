import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import type { Odds } from '#contracts/mod.ts';
import type { PricedLeg } from '#markets/mod.ts';

import { kindsOf, type Kind } from './kinds.ts';
import { lineOdds, nextBonus, sumsOf } from './sums.ts';

const SCALE = 10_000;
const leg = (decimal: number, banker = false): PricedLeg => ({
  odds: Math.round(decimal * SCALE) as Odds,
  banker,
});
const kindOf = (name: string, freeLegs: number, bankers = 0): Kind => {
  const kind = kindsOf(freeLegs, bankers).find((each) => each.name === name);
  if (kind === undefined) throw new Error(`no ${name} of ${String(freeLegs)}`);
  return kind;
};
const sums = (legs: readonly PricedLeg[], kind: Kind, stake: string) =>
  sumsOf({ legs, kind, currency: 'EUR' }, stake, true);

/** Minor units × 10,000 to the power of the legs, line by line; the obvious way. */
function payoutOfLines(legs: readonly PricedLeg[], { folds }: Kind, unitMinor: bigint): bigint {
  const free = legs.filter(({ banker }) => !banker);
  const bankers = legs.filter(({ banker }) => banker);
  const whole = BigInt(SCALE) ** BigInt(legs.length);
  let sum = 0n;
  for (let chosen = 0; chosen < 2 ** free.length; chosen += 1) {
    const line = free.filter((_, at) => (chosen & (1 << at)) !== 0);
    if (!folds.includes(line.length)) continue;
    const product = [...line, ...bankers].reduce((all, { odds }) => all * BigInt(odds), unitMinor);
    sum += product * BigInt(SCALE) ** BigInt(free.length - line.length);
  }
  return (2n * sum + whole) / (2n * whole);
}

describe('what a bet of several lines costs and pays', () => {
  it.each([
    ['Lucky 15', [2, 3.5, 4, 1.5], 1500n, 16_775n],
    ['Heinz', [2, 2, 2, 2, 2, 2], 5700n, 71_600n],
    ['Goliath', [2, 2, 2, 2, 2, 2, 2, 2], 24_700n, 654_400n],
  ])('is that of the tables of the field for a %s', (name, odds, cost, pays) => {
    const legs = odds.map((each) => leg(each));
    const found = sums(legs, kindOf(name, legs.length), '1');
    expect(found).toEqual({ stakeMinor: cost, payoutMinor: pays, bonusMinor: 0n });
  });

  it('has the accumulator bonus on the winnings of five selections in one line', () => {
    const legs = [2, 2, 2, 2, 2].map((each) => leg(each));
    const found = sums(legs, kindOf('5-fold', 5), '10');
    expect(found).toEqual({ stakeMinor: 1000n, payoutMinor: 33_550n, bonusMinor: 1550n });
    const asked = { legs, kind: kindOf('5-fold', 5), currency: 'EUR' } as const;
    expect(sumsOf(asked, '10', false)?.bonusMinor).toBe(0n);
    expect(sums(legs, kindOf('Canadian', 5), '10')?.bonusMinor).toBe(0n);
  });

  it.each(['', '0', '-1', 'ten', '1.005', '1e3', ' '])('is nothing for the stake %o', (stake) => {
    expect(sums([leg(2), leg(3)], kindOf('Double', 2), stake)).toBeUndefined();
  });

  it('has whole units in a currency without cents', () => {
    const asked = {
      legs: [leg(1.5), leg(1.01)],
      kind: kindOf('Double', 2),
      currency: 'JPY',
    } as const;
    expect(sumsOf(asked, '100', true)?.payoutMinor).toBe(152n);
  });

  property.prop([
    fc.array(fc.record({ odds: fc.integer({ min: 10_100, max: 500_000 }), banker: fc.boolean() }), {
      minLength: 2,
      maxLength: 7,
    }),
    fc.integer({ min: 1, max: 100_000 }),
    fc.nat(),
  ])('is the sum of its lines, rounded once', (drawn, unitMinor, at) => {
    const legs = drawn.map(({ odds, banker }, index) => ({
      odds: odds as Odds,
      banker: banker && index > 0,
    }));
    const bankers = legs.filter(({ banker }) => banker).length;
    const kinds = kindsOf(legs.length - bankers, bankers);
    const kind = kinds[at % kinds.length];
    if (kind === undefined) throw new Error('no kind');
    const stake = (unitMinor / 100).toFixed(2);
    const found = sumsOf({ legs, kind, currency: 'EUR' }, stake, false);
    expect(found?.stakeMinor).toBe(BigInt(unitMinor) * BigInt(kind.lines));
    expect(found?.payoutMinor).toBe(payoutOfLines(legs, kind, BigInt(unitMinor)));
  });

  property.prop([
    fc.array(fc.integer({ min: 10_100, max: 500_000 }), { minLength: 2, maxLength: 8 }),
  ])('has the product of all prices as its odds', (odds) => {
    const product = odds.reduce((all, each) => (all * each) / SCALE, 1);
    const legs = odds.map((each, at) => ({ odds: each as Odds, banker: at === 0 }));
    expect(lineOdds(legs) / product).toBeCloseTo(1, 9);
  });
});

describe('the next step of the accumulator bonus', () => {
  it.each([
    [3, 2, 5],
    [5, 1, 7.5],
    [8, 2, 25],
    [14, 1, 50],
  ])('after %d selections is %d more for %d %%', (count, more, percent) => {
    const legs = Array.from({ length: count }, () => leg(2));
    expect(nextBonus(legs, 'EUR')).toEqual({ legs: more, percent, minOdds: 15_000 });
  });

  it('does not count short prices, and ends with the table', () => {
    expect(nextBonus([...Array.from({ length: 4 }, () => leg(2)), leg(1.2)], 'EUR')?.legs).toBe(1);
    expect(
      nextBonus(
        Array.from({ length: 15 }, () => leg(2)),
        'EUR',
      ),
    ).toBeUndefined();
  });
});
