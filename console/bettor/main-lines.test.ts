import { expect, it } from 'vitest';

import { marketKey, outcomeId, type Odds, type PublishedMarket } from '#contracts/mod.ts';

import { sampleBoard } from '../stream/test-messages.ts';
import { impliedChances, mainLine } from './main-lines.ts';

const line = (text: string, over: number | null, under: number): PublishedMarket => ({
  key: marketKey('total-goals', { line: text }),
  status: 'active',
  version: 1,
  outcomes: [
    { id: outcomeId('over'), odds: over as Odds | null },
    { id: outcomeId('under'), odds: under as Odds },
  ],
});
const boardWith = (...markets: PublishedMarket[]) => sampleBoard(1, markets);

it('shows the line whose sides are most alike', () => {
  const board = boardWith(line('1.5', 13_000, 34_000), line('2.5', 19_000, 19_500));
  expect(mainLine(board, 'total-goals')).toBe(line('2.5', 0, 0).key);
});

it('prefers a half line to a quarter line that is hardly more alike', () => {
  const board = boardWith(line('2.25', 19_100, 19_200), line('2.5', 19_000, 19_400));
  expect(mainLine(board, 'total-goals')).toBe(line('2.5', 0, 0).key);
});

it('shows none where there is none with prices', () => {
  expect(mainLine(boardWith(line('2.5', null, 19_000)), 'total-goals')).toBeUndefined();
  expect(mainLine(undefined, 'total-goals')).toBeUndefined();
});

it('reads chances from prices without the margin', () => {
  const market = line('2.5', 19_000, 19_000);
  const board = boardWith(market);
  expect(impliedChances(board, market.key)).toEqual([0.5, 0.5]);
  const none = boardWith(line('2.5', null, 19_000));
  expect(impliedChances(none, market.key)).toBeNull();
});
