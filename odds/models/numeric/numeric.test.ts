import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { logGamma } from './gamma.ts';
import { findRoot } from './root.ts';

describe('ln Γ', () => {
  property.prop([fc.double({ min: 0.01, max: 150, noNaN: true })])(
    'follows its recurrence',
    (x) => {
      const difference = logGamma(x + 1) - logGamma(x) - Math.log(x);
      expect(Math.abs(difference)).toBeLessThan(1e-12 * Math.max(1, Math.abs(logGamma(x))));
    },
  );

  test('known values', () => {
    expect(logGamma(1)).toBeCloseTo(0, 13);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
  });
});

describe('roots', () => {
  property.prop([fc.double({ min: -50, max: 50, noNaN: true })])('a steep cubic', (root) => {
    const found = findRoot((x) => (x - root) ** 3 + (x - root), -100, 100);
    expect(found).toBeCloseTo(root, 9);
  });

  test('ends count, and no change of sign means no root', () => {
    expect(findRoot((x) => x, 0, 1)).toBe(0);
    expect(findRoot((x) => x - 1, 0, 1)).toBe(1);
    expect(findRoot((x) => x * x + 1, -1, 1)).toBeUndefined();
  });
});
