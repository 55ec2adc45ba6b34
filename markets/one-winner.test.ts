import { expect, test } from 'vitest';

import { marketKeyOf } from '#contracts/mod.ts';

import { hasOneWinner } from './one-winner.ts';

test.each([
  ['match-result', true],
  ['half-time-result', true],
  ['draw-no-bet', true],
  ['total-goals|line=2.5', true],
  ['total-goals|line=3', true],
  ['total-goals|line=2.75', true],
  ['asian-handicap|line=-0.25|score=0-0', true],
  ['asian-handicap|line=1|score=1-0', true],
  ['european-handicap|start=0-1', true],
  ['both-teams-to-score', true],
  ['correct-score', true],
  ['next-goal|goal=2', true],
  ['total-corners|line=9.5', true],
  ['double-chance', false],
  ['total-goals|line=2.6', false],
  ['tennis-match-winner', false],
  ['novelty', false],
])('%s: %s', (key, isSingle) => {
  expect(hasOneWinner(marketKeyOf(key))).toBe(isSingle);
});
