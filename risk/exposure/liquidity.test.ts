import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { liquidityFor } from './liquidity.ts';
import { DEFAULT_SKEW, tilt } from './skew.ts';

describe('the liquidity of a match', () => {
  it('is that of the default skew at the default of the expected handle', () => {
    expect(liquidityFor(1_000_000n)).toBe(DEFAULT_SKEW.liquidityMinor);
  });

  property.prop([
    fc.bigInt({ min: 100n, max: 1_000_000_000_000n }),
    fc.double({ min: 0.001, max: 0.1, noNaN: true }),
  ])('lets the same share of the handle move every match alike', (handle, share) => {
    const shift = (expected: bigint): number => {
      const policy = { ...DEFAULT_SKEW, liquidityMinor: liquidityFor(expected) };
      const payouts = Float64Array.from([2 * share * Number(expected), 0]);
      return tilt(Float64Array.from([0.5, 0.5]), payouts, policy)[0] ?? NaN;
    };
    expect(shift(handle)).toBeGreaterThan(0.5);
    expect(shift(handle)).toBeCloseTo(shift(1_000_000n), 9);
  });

  it.each([0n, -1n])('of a handle of %d is refused', (handle) => {
    expect(() => liquidityFor(handle)).toThrow(InputError);
  });
});
