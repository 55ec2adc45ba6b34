import { describe, expect, it } from 'vitest';

import type { Board } from '#client/mod.ts';
import { fixtureId, type OddsMessage } from '#contracts/mod.ts';

import { openingImage } from '../load/odds-host.ts';
import { bookCheck } from './books.ts';

const truth = ['load-0', 'load-1'].map((name) => openingImage(fixtureId(name), 5));

const heldOf = (board: OddsMessage): Board => ({
  ...board,
  info: undefined,
  markets: new Map([...board.markets].reverse().map((market) => [market.key, market])),
});

const wrong: readonly [string, (board: Board) => Board][] = [
  ['is behind', (board) => ({ ...board, seq: board.seq - 1 })],
  ['is of another owner', (board) => ({ ...board, epoch: 2 })],
  ['is suspended', (board) => ({ ...board, state: { ...board.state, suspended: ['feed'] } })],
  ['lacks a market', (board) => ({ ...board, markets: new Map([...board.markets].slice(1)) })],
  [
    'has an old price',
    (board) => ({
      ...board,
      markets: new Map(
        [...board.markets].map(([key, market], index) => [
          key,
          index > 0
            ? market
            : { ...market, outcomes: market.outcomes.map((each) => ({ ...each, odds: 11_000 })) },
        ]),
      ),
    }),
  ],
];

describe('the book of a client', () => {
  it('is right when it says what the host said last, in whatever order', () => {
    expect(bookCheck(truth)(truth.map(heldOf))).toBe(true);
    expect(bookCheck(truth)(truth.map(heldOf).reverse())).toBe(true);
  });

  it.each(wrong)('is wrong when one of its boards %s', (_, spoil) => {
    const held = truth.map((board, index) => (index === 0 ? spoil(heldOf(board)) : heldOf(board)));
    expect(bookCheck(truth)(held)).toBe(false);
  });

  it('is wrong when a fixture is missing', () => {
    expect(bookCheck(truth)(truth.slice(1).map(heldOf))).toBe(false);
  });
});
