import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { isOdds, MAX_ODDS, MIN_ODDS, type Odds } from '#contracts/mod.ts';

import {
  LADDER_KINDS,
  ladderEnds,
  moveTicks,
  neighbourOf,
  onLadder,
  toLadder,
  type LadderKind,
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
    const { min, max } = ladderEnds(on);
    const inside = Math.min(max, Math.max(min, odds));
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
      if (up < ladderEnds(on).max) expect(moveTicks(up, on, -ticks)).toBe(start);
    },
  );

  property.prop([price, kind])('knows the neighbours of its own prices only', (odds, on) => {
    const own = toLadder(odds, on, 'nearest');
    expect(neighbourOf(own, on, 1)).toBe(moveTicks(own, on, 1));
    expect(neighbourOf(own, on, -1)).toBe(moveTicks(own, on, -1));
    const other = (own + 7) as Odds;
    expect(neighbourOf(other, on, 1) === undefined).toBe(!onLadder(other, on));
  });

  property.prop([price, kind, kind, mode])(
    'converts a price of another by placing it, and back to where it was next to',
    (odds, from, to, how) => {
      const there = toLadder(toLadder(odds, from, 'nearest'), to, how);
      expect(onLadder(there, to)).toBe(true);
      if (from === to) expect(there).toBe(toLadder(odds, from, 'nearest'));
    },
  );

  /** Every price of a ladder, walked tick by tick. */
  const allPrices = (on: LadderKind): readonly Odds[] => {
    const prices = [ladderEnds(on).min];
    for (;;) {
      const last = prices.at(-1) ?? MIN_ODDS;
      const next = moveTicks(last, on, 1);
      if (next === last) return prices;
      prices.push(next);
    }
  };

  property.prop([price, fc.constantFrom<LadderKind>('exchange', 'fractional'), mode])(
    'agrees with a search through all its prices',
    (odds, on, how) => {
      const prices = allPrices(on);
      const below = prices.findLast((each) => each <= odds) ?? ladderEnds(on).min;
      const above = prices.find((each) => each >= odds) ?? ladderEnds(on).max;
      const nearest = odds - below < above - odds ? below : above;
      expect(toLadder(odds, on, how)).toBe({ down: below, up: above, nearest }[how]);
    },
  );

  test('ends and the dearest tie', () => {
    expect(toLadder(Infinity, 'exchange', 'down')).toBe(MAX_ODDS);
    expect(toLadder(10_000, 'exchange', 'up')).toBe(MIN_ODDS);
    expect(moveTicks(MIN_ODDS, 'exchange', -1)).toBe(MIN_ODDS);
    expect(toLadder(30_750, 'exchange', 'nearest')).toBe(31_000);
  });

  test('the exchange ladder has 350 prices', () => {
    expect(allPrices('exchange')).toHaveLength(350);
  });
});
