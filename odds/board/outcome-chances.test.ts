import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { fairChance, type FiveWay } from '../models/mod.ts';
import { liveCells, outcomeChances } from './outcome-chances.ts';

/** What one unit returns beside its stake at decimal odds o, by code, for a result of that code. */
const PROFIT = [-1, -0.5, 0, 0.5, 1];

const cell = fc.record({
  mass: fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1, noNaN: true })),
  code: fc.integer({ min: 0, max: 4 }),
});
const space = fc.array(cell, { minLength: 1, maxLength: 80 });

const vectorOf = (cells: readonly { mass: number }[]) =>
  Float64Array.from(cells, ({ mass }) => mass);
const codesOf = (cells: readonly { code: number }[]) => Uint8Array.from(cells, ({ code }) => code);

const chancesOf = (cells: readonly { mass: number; code: number }[]): FiveWay => {
  const vector = vectorOf(cells);
  return outcomeChances(vector, liveCells(vector), codesOf(cells));
};

describe('liveCells', () => {
  property.prop([space])('are the cells with mass, in order', (cells) => {
    const expected = cells.flatMap(({ mass }, at) => (mass > 0 ? [at] : []));
    expect([...liveCells(vectorOf(cells))]).toEqual(expected);
  });
});

describe('outcomeChances', () => {
  property.prop([space])('are the obvious sums over all cells', (cells) => {
    const massOf = (wanted: number): number => {
      let sum = 0;
      for (const { mass, code } of cells) if (code === wanted) sum += mass;
      return sum;
    };
    // The same additions in the same order: not one bit may differ.
    expect(chancesOf(cells)).toEqual({
      lose: massOf(0),
      halfLose: massOf(1),
      push: massOf(2),
      halfWin: massOf(3),
      win: massOf(4),
    });
  });
});

describe('fairChance', () => {
  property.prop([space])(
    'makes the fair price 1 + L/W, at which the bet is worth nothing',
    (cells) => {
      const chance = fairChance(chancesOf(cells));
      const sum = (codes: readonly number[]) =>
        cells.reduce(
          (total, { mass, code }) =>
            codes.includes(code) ? total + mass * Math.abs(PROFIT[code] ?? 0) : total,
          0,
        );
      const won = sum([3, 4]);
      const lost = sum([0, 1]);
      if (won + lost === 0) {
        expect(chance).toBeUndefined();
        return;
      }
      expect(chance).toBeGreaterThanOrEqual(0);
      expect(chance).toBeLessThanOrEqual(1);
      if (chance === undefined || won < 1e-6) return;
      const price = 1 / chance;
      expect(price).toBeCloseTo(1 + lost / won, 6);
      expect(won * (price - 1) - lost).toBeCloseTo(0, 6);
    },
  );

  it('is nothing for an outcome that can only be void', () => {
    expect(fairChance({ lose: 0, halfLose: 0, push: 1, halfWin: 0, win: 0 })).toBeUndefined();
  });

  it.each([
    ['a half win and a loss', { lose: 0.5, halfLose: 0, push: 0, halfWin: 0.5, win: 0 }, 1 / 3],
    ['a push changes nothing', { lose: 0.2, halfLose: 0, push: 0.6, halfWin: 0, win: 0.2 }, 0.5],
    ['a half loss and a win', { lose: 0, halfLose: 0.4, push: 0, halfWin: 0, win: 0.6 }, 0.75],
  ])('%s', (_, chances, expected) => {
    expect(fairChance(chances)).toBeCloseTo(expected, 12);
  });
});
