import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import type { Terms } from '#contracts/mod.ts';
import { rational } from '#markets/mod.ts';

import { partOf, priceOf, valueOf, WHOLE_BPS, type LegValue } from './value.ts';

const leg = (decimal: number, keptBps = 0, banker = false): LegValue => ({
  fair: rational(BigInt(Math.round(decimal * 1_000_000)), 1_000_000n),
  keptBps,
  banker,
});
const single = { stakeMinor: 1_000n, terms: null };
const system = (folds: number[], lines: number, unitStakeMinor: bigint) => ({
  stakeMinor: unitStakeMinor * BigInt(lines),
  terms: { folds, lines, unitStakeMinor: String(unitStakeMinor) } satisfies Terms,
});

describe('the value', () => {
  test('of a single is its stake times the expected factor, less the margin', () => {
    expect(valueOf(single, [leg(1.5, 300)], 1_000n)).toEqual({
      valueMinor: 1_455n,
      fairMinor: 1_500n,
    });
    expect(valueOf(single, [leg(1.5, 300)], 400n)).toEqual({ valueMinor: 582n, fairMinor: 600n });
  });

  test('of an accumulator is the product, with the margin on each open leg', () => {
    // 10.00 × 2 (won) × 1.2 × 0.9; the margin twice.
    const legs = [leg(2), leg(1.2, 300), leg(0.9, 300)];
    expect(valueOf(system([3], 1, 1_000n), legs, 1_000n)).toEqual({
      valueMinor: 2_032n,
      fairMinor: 2_160n,
    });
  });

  test('of a system is the sum over its lines, a lost leg in none', () => {
    // Trixie: three doubles and a treble of 1.00 each, one leg lost: one double is left.
    const legs = [leg(2), leg(0), leg(1.5)];
    expect(valueOf(system([2, 3], 4, 100n), legs, 400n).fairMinor).toBe(300n);
  });

  test('of a banker stands in every line', () => {
    const legs = [leg(2, 0, true), leg(1.5), leg(3)];
    // Lines: banker with each of the two.
    expect(valueOf(system([1], 2, 100n), legs, 200n).fairMinor).toBe(900n);
  });

  property.prop([
    fc.bigInt({ min: 1n, max: 10n ** 10n }),
    fc.array(
      fc.tuple(fc.double({ min: 0, max: 20, noNaN: true }), fc.integer({ min: 0, max: 900 })),
      {
        minLength: 1,
        maxLength: 8,
      },
    ),
    fc.integer({ min: 1, max: WHOLE_BPS }),
  ])('never exceeds the fair one, and parts never exceed the whole', (unit, given, partBps) => {
    const legs = given.map(([factor, keptBps]) => leg(factor, keptBps));
    const bet =
      given.length === 1 ? { stakeMinor: unit, terms: null } : system([given.length], 1, unit);
    const whole = valueOf(bet, legs, bet.stakeMinor);
    expect(whole.valueMinor).toBeLessThanOrEqual(whole.fairMinor);
    const part = partOf(bet, partBps);
    if (part?.rest) {
      const now = valueOf(bet, legs, part.stakeMinor).valueMinor;
      const later = valueOf(part.rest, legs, part.rest.stakeMinor).valueMinor;
      expect(now + later).toBeLessThanOrEqual(whole.valueMinor);
      expect(whole.valueMinor - now - later).toBeLessThanOrEqual(2n);
    }
  });
});

describe('a part', () => {
  test('leaves what is rounded down, on each line alike', () => {
    expect(partOf(single, 3_333)).toEqual({
      stakeMinor: 334n,
      rest: { stakeMinor: 666n, terms: null },
    });
    expect(partOf(system([2, 3], 4, 101n), 5_000)).toEqual({
      stakeMinor: 204n,
      rest: { stakeMinor: 200n, terms: { folds: [2, 3], lines: 4, unitStakeMinor: '50' } },
    });
    expect(partOf(single, WHOLE_BPS)).toEqual({ stakeMinor: 1_000n, rest: null });
  });

  test('is refused where it leaves nothing, or takes nothing', () => {
    expect(partOf({ stakeMinor: 1n, terms: null }, 1)).toBeUndefined();
    expect(partOf({ stakeMinor: 10n, terms: null }, 9_999)).toBeUndefined();
  });

  property.prop([fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.integer({ min: 1, max: 10_000 })])(
    'and the rest are the stake',
    (stakeMinor, partBps) => {
      const part = partOf({ stakeMinor, terms: null }, partBps);
      if (!part) return;
      expect(part.stakeMinor + (part.rest?.stakeMinor ?? 0n)).toBe(stakeMinor);
      expect(part.stakeMinor).toBeGreaterThan(0n);
    },
  );
});

describe('the price', () => {
  test.each([
    // Time has passed: the margin pays for it, whatever the policy.
    ['none', 990n, 1_020n, 1_000n],
    ['higher', 990n, 1_020n, 1_000n],
    ['any', 990n, 1_020n, 1_000n],
    // Worth less than was quoted, margin or not.
    ['none', 940n, 970n, undefined],
    ['higher', 940n, 970n, undefined],
    ['any', 940n, 970n, 940n],
    // Worth more.
    ['none', 1_100n, 1_130n, 1_000n],
    ['higher', 1_100n, 1_130n, 1_100n],
    ['any', 1_100n, 1_130n, 1_100n],
  ] as const)('by policy %s, now worth %d of %d, is %d', (policy, valueMinor, fairMinor, paid) => {
    expect(priceOf(policy, 1_000n, { valueMinor, fairMinor })).toBe(paid);
  });

  property.prop([
    fc.constantFrom('none' as const, 'higher' as const, 'any' as const),
    fc.bigInt({ min: 1n, max: 10_000n }),
    fc.bigInt({ min: 0n, max: 10_000n }),
    fc.bigInt({ min: 0n, max: 500n }),
  ])('never exceeds what the part is worth before the margin', (policy, quoted, value, kept) => {
    const paid = priceOf(policy, quoted, { valueMinor: value, fairMinor: value + kept });
    if (paid === undefined) return;
    expect(paid).toBeLessThanOrEqual(value + kept);
    if (policy !== 'any') expect(paid).toBeGreaterThanOrEqual(quoted);
  });
});
