import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { MAX_LINES } from '#contracts/mod.ts';

import { kindsOf } from './kinds.ts';

/** Every set of `size` of `count` things, one by one. */
function subsets(count: number, size: number, from = 0): number {
  if (size === 0) return 1;
  let found = 0;
  for (let at = from; at < count; at += 1) found += subsets(count, size - 1, at + 1);
  return found;
}

const namesOf = (freeLegs: number, bankers = 0): string[] =>
  kindsOf(freeLegs, bankers).map(({ name, lines }) => `${name} ${String(lines)}`);

describe('the bets that selections make', () => {
  it.each([
    [2, ['Double 1']],
    [3, ['Treble 1', 'Trixie 4', 'Patent 7', '2 of 3 3']],
    [4, ['4-fold 1', 'Yankee 11', 'Lucky 15 15', '2 of 4 6', '3 of 4 4']],
  ])('of %d', (legs, names) => {
    expect(namesOf(legs)).toEqual(names);
  });

  it.each([
    [5, ['Canadian 26', 'Lucky 31 31']],
    [6, ['Heinz 57', 'Lucky 63 63']],
    [7, ['Super Heinz 120']],
    [8, ['Goliath 247']],
  ])('of %d have the systems of the field with their numbers of lines', (legs, names) => {
    expect(namesOf(legs)).toEqual(expect.arrayContaining(names));
  });

  it('stand with bankers in every line, lines of one leg more included', () => {
    expect(namesOf(2, 1)).toEqual(['Treble 1', '1 of 2 with 1 banker 2']);
    expect(namesOf(3, 2)).toContain('Trixie with 2 bankers 4');
  });

  it('are none of one selection, and none of bankers alone', () => {
    expect(kindsOf(1, 0)).toEqual([]);
    expect(kindsOf(0, 4)).toEqual([]);
  });

  it('leave out what has more lines than a bet may have', () => {
    const lines = kindsOf(20, 0).map((kind) => kind.lines);
    expect(Math.max(...lines)).toBe(77_520);
    expect(Math.max(...lines)).toBeLessThanOrEqual(MAX_LINES);
  });

  property.prop([fc.integer({ min: 1, max: 11 }), fc.integer({ min: 0, max: 4 })])(
    'have as many lines as there are ways to choose the legs, and ids of their own',
    (freeLegs, bankers) => {
      const kinds = kindsOf(freeLegs, bankers);
      for (const { folds, lines } of kinds)
        expect(lines).toBe(folds.reduce((sum, size) => sum + subsets(freeLegs, size), 0));
      expect(new Set(kinds.map(({ id }) => id)).size).toBe(kinds.length);
      expect(kinds[0]?.lines ?? 1).toBe(1);
    },
  );
});
