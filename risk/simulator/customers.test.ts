import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { marketKeyOf } from '#contracts/mod.ts';
import { buildFootballIndex } from '#markets/mod.ts';

import { fairChances, foldToAtoms, simBoard } from './board.ts';
import {
  wishesOf,
  type Arrival,
  type Behaviour,
  type CustomerKind,
  type View,
} from './customers.ts';

const INDEX = buildFootballIndex(2, 2);
const BOARD = simBoard(INDEX, ['match-result', 'double-chance'].map(marketKeyOf));
const even = foldToAtoms(BOARD, new Float64Array(INDEX.size).fill(1 / INDEX.size));
const chances = fairChances(BOARD, even);

const BEHAVIOUR: Behaviour = {
  elasticity: 3,
  walkAway: 0.25,
  stakes: {
    recreational: 1,
    'price-sensitive': 1.5,
    informed: 5,
    arbitrageur: 10,
    courtsider: 5,
    syndicate: 5,
  },
  informedEdge: 0.01,
  hedgeCost: 0.02,
  mostWinningsMinor: 100_000,
};

const pricesAt = (margin: number): Float64Array =>
  chances.map((chance) => 1 / chance / (1 + margin));

const view = (over: Partial<View> = {}): View => ({
  board: BOARD,
  moment: { minute: 0, inPlay: false, truth: even, house: even, consensus: even },
  odds: pricesAt(0.05),
  rivals: pricesAt(0.05),
  truth: chances,
  consensus: chances,
  decided: chances.map(() => 1),
  liking: chances.map(() => 1),
  attention: Float64Array.of(1, 0),
  ...over,
});

const arrival = (kind: CustomerKind, outcomeDraw = 0.5): Arrival => ({
  kind,
  marketDraw: 0.5,
  outcomeDraw,
  stakeMinor: 1_000,
});

const HOME = 0;

describe('customers', () => {
  test('who know the chances stay away from prices with a margin', () => {
    for (const kind of ['informed', 'courtsider', 'syndicate', 'arbitrageur'] as const) {
      expect(wishesOf(arrival(kind), view(), BEHAVIOUR)).toEqual([]);
    }
  });

  test('who know the chances take a price above them, as far as it is sold', () => {
    const odds = pricesAt(0.05);
    odds[HOME] = 1.2 / (chances[HOME] ?? 1);
    expect(wishesOf(arrival('informed'), view({ odds }), BEHAVIOUR)).toEqual([
      { selection: HOME, stakeMinor: 5_000 },
    ]);
    const small = { ...BEHAVIOUR, mostWinningsMinor: 1_000 };
    const [wish] = wishesOf(arrival('informed'), view({ odds }), small);
    expect((odds[HOME] - 1) * (wish?.stakeMinor ?? 0)).toBeLessThanOrEqual(1_000);
  });

  test('who look for arbitrage back both sides of two prices that contradict each other', () => {
    const odds = pricesAt(0.05);
    const [pair] = BOARD.complements;
    expect(pair).toBeDefined();
    if (pair === undefined) return;
    for (const at of pair) odds[at] = 1.1 / (chances[at] ?? 1);
    const wishes = wishesOf(arrival('arbitrageur'), view({ odds }), BEHAVIOUR);
    const returns = wishes.map(({ selection, stakeMinor }) => stakeMinor * (odds[selection] ?? 0));
    const staked = wishes.reduce((sum, { stakeMinor }) => sum + stakeMinor, 0);
    expect(wishes.map(({ selection }) => selection)).toEqual([...pair]);
    expect(Math.min(...returns)).toBeGreaterThan(staked);
  });

  property.prop([
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 20, noNaN: true }),
  ])(
    'of the crowd stake their own stake on one outcome of the market they look at, or nothing',
    (draw, elasticity) => {
      const wishes = wishesOf(arrival('recreational', draw), view(), { ...BEHAVIOUR, elasticity });
      expect(wishes.length).toBeLessThanOrEqual(1);
      for (const wish of wishes) {
        expect(BOARD.markets[0]?.selections).toContain(wish.selection);
        expect(wish.stakeMinor).toBe(1_000);
      }
    },
  );

  test('of the crowd leave when the prices are worse than elsewhere, the more elastic the more', () => {
    const draws = Array.from({ length: 1_000 }, (_, at) => (at + 0.5) / 1_000);
    const bettors = (elasticity: number, margin: number): number =>
      draws.filter(
        (draw) =>
          wishesOf(arrival('recreational', draw), view({ odds: pricesAt(margin) }), {
            ...BEHAVIOUR,
            elasticity,
          }).length > 0,
      ).length;
    // At the rivals' prices: 1 against a weight of 0.25.
    expect(bettors(3, 0.05)).toBe(800);
    expect(bettors(3, 0.2)).toBeLessThan(bettors(3, 0.05));
    expect(bettors(8, 0.2)).toBeLessThan(bettors(3, 0.2));
    expect(bettors(8, 0.05)).toBe(bettors(3, 0.05));
  });

  test('of the crowd do not see what is not offered', () => {
    const odds = new Float64Array(chances.length);
    expect(wishesOf(arrival('recreational', 0.1), view({ odds }), BEHAVIOUR)).toEqual([]);
  });
});
