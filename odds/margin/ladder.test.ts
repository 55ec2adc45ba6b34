import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { isOdds, MAX_ODDS, MIN_ODDS, ODDS_SCALE } from '#contracts/mod.ts';

import {
  APPLY_METHODS,
  LADDER_KINDS,
  moveTicks,
  onLadder,
  publishedOdds,
  toLadder,
} from './mod.ts';

const price = fc.double({ min: 9_000, max: 12_000_000, noNaN: true });
const kind = fc.constantFrom(...LADDER_KINDS);
const mode = fc.constantFrom('nearest' as const, 'up' as const, 'down' as const);

describe('ladder', () => {
  property.prop([price, kind, mode])(
    'gives prices of the ladder, and keeps them',
    (odds, on, how) => {
      const placed = toLadder(odds, on, how);
      expect(isOdds(placed)).toBe(true);
      expect(onLadder(placed, on)).toBe(true);
      for (const again of ['nearest', 'up', 'down'] as const) {
        expect(toLadder(placed, on, again)).toBe(placed);
      }
    },
  );

  property.prop([price, kind])('down and up are neighbours around the price', (odds, on) => {
    const [below, above] = [toLadder(odds, on, 'down'), toLadder(odds, on, 'up')];
    const inside = Math.min(MAX_ODDS, Math.max(MIN_ODDS, odds));
    expect(below).toBeLessThanOrEqual(inside);
    expect(above).toBeGreaterThanOrEqual(inside);
    if (below !== above) expect(moveTicks(below, on, 1)).toBe(above);
  });

  property.prop([price, price, kind, mode])('is monotone', (left, right, on, how) => {
    const [low, high] = [Math.min(left, right), Math.max(left, right)];
    expect(toLadder(low, on, how)).toBeLessThanOrEqual(toLadder(high, on, how));
  });

  property.prop([price, kind, fc.integer({ min: 1, max: 60 })])(
    'steps up and down undo each other inside the ends',
    (odds, on, ticks) => {
      const start = toLadder(odds, on, 'nearest');
      const up = moveTicks(start, on, ticks);
      if (up < MAX_ODDS) expect(moveTicks(up, on, -ticks)).toBe(start);
    },
  );

  test('ends and the dearest tie', () => {
    expect(toLadder(Infinity, 'exchange', 'down')).toBe(MAX_ODDS);
    expect(toLadder(10_000, 'exchange', 'up')).toBe(MIN_ODDS);
    expect(moveTicks(MIN_ODDS, 'exchange', -1)).toBe(MIN_ODDS);
    expect(toLadder(30_750, 'exchange', 'nearest')).toBe(31_000);
  });

  test('the exchange ladder has 350 prices', () => {
    let [at, count] = [MIN_ODDS, 1];
    while (at < MAX_ODDS) [at, count] = [moveTicks(at, 'exchange', 1), count + 1];
    expect(count).toBe(350);
  });
});

const books = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 12 })
  .filter((values) => values.some((value) => value > 0.01))
  .map((values) => {
    const sum = values.reduce((all, value) => all + value, 0);
    return values.map((value) => value / sum);
  });

describe('published odds', () => {
  const rules = fc.record({
    marginBps: fc.integer({ min: 0, max: 2_000 }),
    method: fc.constantFrom(...APPLY_METHODS),
    ladder: kind,
    mode,
  });

  property.prop([books, rules], { numRuns: 300 })(
    'never let rounding sell a book below 100 %',
    (fair, rule) => {
      const odds = publishedOdds(fair, rule);
      let sum = 0;
      odds.forEach((offered, at) => {
        const chance = fair[at] ?? 0;
        sum += offered === undefined ? chance : ODDS_SCALE / offered;
        if (chance === 0) expect(offered).toBeUndefined();
        if (offered !== undefined) expect(onLadder(offered, rule.ladder)).toBe(true);
      });
      expect(sum).toBeGreaterThanOrEqual(1 - 1e-12);
    },
  );

  test('a near certainty is not offered rather than sold at 1.01', () => {
    const [favourite, other] = publishedOdds([0.998, 0.002], { marginBps: 300 });
    expect(favourite).toBeUndefined();
    expect(other).toBeDefined();
  });
});
