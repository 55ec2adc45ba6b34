import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import type { Odds } from '#contracts/mod.ts';
import { lineCount } from '#markets/mod.ts';

import { linesOf } from './lines.ts';
import type { AnyLeg } from './payout.ts';

const leg = (changed: Partial<AnyLeg> = {}): AnyLeg => ({
  odds: 20_000 as Odds,
  result: 'won',
  ...changed,
});

describe('the lines of a bet', () => {
  test('hold every banker and each choice of the others once', () => {
    const legs = [leg(), leg({ banker: true, result: 'half-lost' }), leg({ result: null }), leg()];
    expect(linesOf({ folds: [0, 2], lines: 4 }, legs)).toEqual([
      { legs: [1], factor: '1/2' },
      { legs: [0, 1, 2], factor: 'open' },
      { legs: [0, 1, 3], factor: '2' },
      { legs: [1, 2, 3], factor: 'open' },
    ]);
  });

  test('that are lost already are told so although they are open', () => {
    const legs = [leg({ result: 'lost' }), leg({ result: null })];
    expect(linesOf({ folds: [1, 2], lines: 3 }, legs)).toEqual([
      { legs: [0], factor: '0' },
      { legs: [1], factor: 'open' },
      { legs: [0, 1], factor: '0' },
    ]);
  });

  // All choices of 63 would never end.
  test.each([1, 62])('of %d out of 63 are found one by one', (size) => {
    const legs = Array.from({ length: 63 }, () => leg());
    const lines = linesOf({ folds: [size], lines: 63 }, legs) ?? [];
    expect(new Set(lines.map((line) => line.legs.join())).size).toBe(63);
    expect(new Set(lines.map(({ factor }) => factor))).toEqual(
      new Set([String(2n ** BigInt(size))]),
    );
  });

  test('are not listed where they are too many, one, or come in two parts', () => {
    const legs = Array.from({ length: 8 }, () => leg());
    expect(linesOf({ folds: [4], lines: 70 }, legs)).toBeUndefined();
    expect(linesOf({ folds: [8], lines: 1 }, legs)).toBeUndefined();
    expect(linesOf({ folds: [1], lines: 16, eachWay: true }, legs)).toBeUndefined();
  });

  property.prop([fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 63 })])(
    'are as many as they are counted',
    (count, chosen) => {
      const folds = Array.from({ length: count }, (_, at) => at + 1).filter(
        (size) => (chosen >> (size - 1)) % 2 === 1,
      );
      const lines = lineCount(count, folds);
      if (lines < 2) return;
      const legs = Array.from({ length: count }, () => leg());
      expect(linesOf({ folds, lines }, legs)).toHaveLength(lines);
    },
  );
});
