import { expect, it } from 'vitest';

import { marketKey, outcomeId, type BookMessage, type Odds } from '#contracts/mod.ts';

import { bookPercent, lossShare, resultIfWon, worstResult } from './exposure.ts';

const market = (odds: readonly (number | null)[], owed: readonly string[]) =>
  ({
    key: marketKey('match-result'),
    status: 'active',
    suspendedBy: [],
    marginBps: 500,
    stakedMinor: '1000',
    outcomes: odds.map((each, index) => ({
      id: outcomeId(`o${String(index)}`),
      model: null,
      skewed: null,
      odds: each as Odds | null,
      liabilityMinor: owed[index] ?? '0',
    })),
  }) satisfies BookMessage['markets'][number];

it('the house keeps the stakes of a market and pays what is owed', () => {
  const book = market([20_000, 20_000], ['2500', '0']);
  expect(book.outcomes.map((outcome) => resultIfWon(book, outcome))).toEqual([-1500n, 1000n]);
});

it('the worst of several markets is the worst of their outcomes, and no loss is none', () => {
  const bad = market([20_000, 20_000], ['2500', '0']);
  const good = market([20_000, 20_000], ['900', '1000']);
  expect(worstResult([good, bad])).toBe(-1500n);
  expect(worstResult([good])).toBe(0n);
  expect(worstResult([])).toBe(0n);
});

it('the book is the sum of what the prices imply', () => {
  expect(bookPercent(market([20_000, 20_000], []))).toBe(100);
  expect(bookPercent(market([20_000, null], []))).toBeNull();
});

it.each([
  ['-2500', '10000', 0.25],
  ['300', '10000', 0],
  ['-1', '0', 1],
])('a worst case of %s uses of the limit %s the share %d', (worst, limit, share) => {
  expect(lossShare(worst, limit)).toBe(share);
});
