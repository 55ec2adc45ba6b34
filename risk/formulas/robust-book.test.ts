import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { playRobustBook, robustLoss, robustQuote } from './mod.ts';

/** All sequences of bets, the obvious way. */
function* sequences(outcomes: number, length: number): Generator<readonly number[]> {
  if (length === 0) {
    yield [];
    return;
  }
  for (const rest of sequences(outcomes, length - 1)) {
    for (let on = 0; on < outcomes; on += 1) yield [...rest, on];
  }
}

describe('worst-case optimal book', () => {
  test.each([
    [2, [2, 3.414214, 4.732051]],
    [3, [3, 4.732051, 6.289945]],
    [5, [5, 7.23606797749979, 9.17103]],
  ])('published losses for %d outcomes', (outcomes, losses) => {
    losses.forEach((loss, at) => {
      expect(robustLoss(outcomes, at + 1)).toBeCloseTo(loss, 5);
    });
  });

  test.each([
    [2, 10_000, 10_100],
    [3, 10_000, 10_173.537457],
    [5, 10_000, 10_287.080613],
    [3, 100, 117.644684],
  ])('%d outcomes, %d bets', (outcomes, bets, loss) => {
    expect(robustLoss(outcomes, bets)).toBeCloseTo(loss, 5);
  });

  property.prop([fc.integer({ min: 1, max: 1_000_000 })])('two outcomes: T + √T', (bets) => {
    expect(robustLoss(2, bets)).toBeCloseTo(bets + Math.sqrt(bets), 6);
  });

  test.each([
    [2, 4],
    [3, 2],
    [3, 5],
    [5, 4],
  ])('every sequence over %d outcomes and %d bets ends at the same loss', (outcomes, bets) => {
    const loss = robustLoss(outcomes, bets);
    for (const sequence of sequences(outcomes, bets)) {
      expect(playRobustBook(outcomes, bets, sequence).worstPayout).toBeCloseTo(loss, 6);
    }
  });

  property.prop([fc.integer({ min: 2, max: 6 }), fc.array(fc.nat(1), { maxLength: 30 })])(
    'quotes are chances',
    (outcomes, sequence) => {
      const { quotes } = playRobustBook(outcomes, 40, sequence);
      expect(quotes).toHaveLength(sequence.length + 1);
      for (const quote of quotes) {
        expect(quote.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 7);
        expect(Math.min(...quote)).toBeGreaterThan(0);
      }
    },
  );

  test('keeps its digits over many bets', () => {
    const loss = robustLoss(3, 10_000);
    const quote = robustQuote([loss, loss, loss], 10_000);
    for (const chance of quote) expect(chance).toBeCloseTo(1 / 3, 12);
  });

  test('more bets than it was made for, or on nothing, are refused', () => {
    expect(() => playRobustBook(2, 1, [0, 1])).toThrow(RangeError);
    expect(() => playRobustBook(2, 2, [2])).toThrow(RangeError);
  });
});
