import { describe, expect, it } from 'vitest';

import { SequenceCheck } from './sequence-check.ts';

/** Sequences as they come, each after the one before it unless a pair says otherwise. */
const read = (...steps: (number | [prev: number, seq: number])[]): SequenceCheck => {
  const check = new SequenceCheck();
  for (const step of steps) {
    const [prev, seq] = typeof step === 'number' ? [step - 1, step] : step;
    check.take({ seq, prev, dueMs: 0 });
  }
  return check;
};

describe('the sequence of a reader', () => {
  it.each([
    ['whole', [1, 2, 3, 4], { gaps: 0, repeats: 0, top: 4 }],
    ['whole, begun in the middle', [7, 8], { gaps: 0, repeats: 0, top: 8 }],
    ['merged, and nothing is missing', [1, [1, 5], 6], { gaps: 0, repeats: 0, top: 6 }],
    ['without a step', [1, 2, 4, 5], { gaps: 1, repeats: 0, top: 5 }],
    ['without two steps', [1, 3, 6], { gaps: 2, repeats: 0, top: 6 }],
    ['with a step twice', [1, 2, 2, 3], { gaps: 0, repeats: 1, top: 3 }],
    ['out of order', [1, 3, 2, 4], { gaps: 1, repeats: 1, top: 4 }],
    ['merged over what was sent before', [1, 2, [1, 4]], { gaps: 0, repeats: 0, top: 4 }],
  ] as [string, (number | [number, number])[], object][])('%s', (_, steps, expected) => {
    expect(read(...steps)).toMatchObject(expected);
  });
});
