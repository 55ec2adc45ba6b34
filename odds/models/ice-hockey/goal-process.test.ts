import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { poissonCounts } from '../football/count-models.ts';
import {
  forEachCell,
  play,
  sizeFor,
  startCells,
  type AfterGoal,
  type Cells,
} from './goal-process.ts';
import type { Stretch } from './stretches.ts';

const stay: AfterGoal = (phase) => phase;
const stretchOf = (ratesAt: Stretch['ratesAt'], seconds: number): Stretch => ({
  period: 1,
  seconds,
  byLead: false,
  ratesAt,
});
const sumOf = (cells: Cells): number => {
  let sum = 0;
  forEachCell(cells, (_, __, ___, chance) => (sum += chance));
  return sum;
};
const rate = fc.double({ min: 0, max: 12, noNaN: true }).map((goals) => goals / 3600);
const seconds = fc.integer({ min: 0, max: 3600 });

describe('constant rates', () => {
  property.prop([rate, rate, seconds])(
    'give two independent Poisson counts',
    (home, away, time) => {
      const stretch = stretchOf(() => ({ home, away }), time);
      const size = sizeFor([stretch]);
      const cells = play(startCells(size, 'even'), stretch, 0, stay);
      const [ofHome, ofAway] = [poissonCounts(home * time, size), poissonCounts(away * time, size)];
      expect(sumOf(cells)).toBeCloseTo(1, 12);
      for (let h = 0; h < size - 1; h += 1) {
        for (let a = 0; a < size - 1; a += 1) {
          const exact = (ofHome[h] ?? 0) * (ofAway[a] ?? 0);
          expect(Math.abs((cells.mass.even[h * size + a] ?? 0) - exact)).toBeLessThan(1e-12);
        }
      }
    },
  );

  property.prop([rate, rate, seconds, seconds])(
    'do not mind where a stretch is cut',
    (home, away, one, other) => {
      const ratesAt = () => ({ home, away });
      const whole = stretchOf(ratesAt, one + other);
      const size = sizeFor([whole]);
      const cut = [one, other].reduce(
        (cells, time) => play(cells, stretchOf(ratesAt, time), 0, stay),
        startCells(size, 'even'),
      );
      const uncut = play(startCells(size, 'even'), whole, 0, stay);
      forEachCell(uncut, (phase, h, a, chance) => {
        expect(Math.abs((cut.mass[phase][h * size + a] ?? 0) - chance)).toBeLessThan(1e-12);
      });
    },
  );
});

describe('rates that depend on the score', () => {
  /** The equations of the process by small steps of Euler's method: slow and plain. */
  function slowly(size: number, stretch: Stretch, lead: number): Float64Array {
    const steps = 40_000;
    const step = stretch.seconds / steps;
    let now = new Float64Array(size * size);
    now[0] = 1;
    for (let round = 0; round < steps; round += 1) {
      const next = now.slice();
      for (let home = 0; home + 1 < size; home += 1) {
        for (let away = 0; away + 1 < size; away += 1) {
          const at = home * size + away;
          const rates = stretch.ratesAt(lead + home - away, false);
          const [h, a] = [step * rates.home * (now[at] ?? 0), step * rates.away * (now[at] ?? 0)];
          next[at] = (next[at] ?? 0) - h - a;
          next[at + size] = (next[at + size] ?? 0) + h;
          next[at + 1] = (next[at + 1] ?? 0) + a;
        }
      }
      now = next;
    }
    return now;
  }

  test('follow the differential equations', () => {
    const ratesAt = (lead: number) => ({
      home: (lead < 0 ? 9 : lead > 0 ? 16 : 3) / 3600,
      away: (lead > 0 ? 9 : lead < 0 ? 16 : 3) / 3600,
    });
    const stretch = stretchOf(ratesAt, 150);
    const size = 7;
    const cells = play(startCells(size, 'even'), stretch, 1, stay);
    slowly(size, stretch, 1).forEach((chance, at) => {
      if (at % size < 4 && at < 4 * size) expect(cells.mass.even[at]).toBeCloseTo(chance, 5);
    });
  });
});

describe('phases', () => {
  test('a power play of two minutes brings a goal with the chance asked for, and ends with it', () => {
    const attack = -Math.log(0.8) / 120;
    const stretch = stretchOf((_, isOn) => ({ home: isOn ? attack : 0, away: 0 }), 120);
    const after: AfterGoal = (phase, scorer) => (scorer === 'home' ? 'even' : phase);
    const cells = play(startCells(12, 'power-play'), stretch, 0, after);
    expect(cells.mass['power-play'][0]).toBeCloseTo(0.8, 13);
    expect(cells.mass.even[12]).toBeCloseTo(0.2, 13);
  });

  test('a question that is answered stops the count', () => {
    const stretch = stretchOf(() => ({ home: 0.002, away: 0.001 }), 1000);
    const after: AfterGoal = (_, scorer) => scorer;
    const cells = play(startCells(20, 'even'), stretch, 0, after);
    expect(cells.mass.even[0]).toBeCloseTo(Math.exp(-3), 13);
    expect(cells.mass.home[20]).toBeCloseTo((2 / 3) * (1 - Math.exp(-3)), 12);
    expect(cells.mass.away[1]).toBeCloseTo((1 / 3) * (1 - Math.exp(-3)), 12);
  });
});
