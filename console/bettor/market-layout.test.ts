import { describe, expect, it } from 'vitest';

import {
  marketKey,
  outcomeId,
  type MarketKey,
  type MarketType,
  type PublishedMarket,
} from '#contracts/mod.ts';

import { groupMarkets } from '../format/market-groups.ts';
import { columnHead, heightOf, layoutOf, pairsOf, sideLine, widthOf } from './market-layout.ts';

const TEAMS = { home: 'Brighton & Hove', away: 'Croatia' };
const boardOf = (markets: readonly (readonly [MarketKey, string])[]) => ({
  markets: new Map(
    markets.map(([key, outcomes]): [MarketKey, PublishedMarket] => [
      key,
      {
        key,
        status: 'active',
        version: 1,
        outcomes: outcomes.split(' ').map((id) => ({ id: outcomeId(id), odds: null })),
      },
    ]),
  ),
});
const layout = (...markets: readonly (readonly [MarketKey, string])[]) =>
  layoutOf(
    boardOf(markets),
    markets.map(([key]) => key),
  );
const total = (line: string): [MarketKey, string] => [
  marketKey('total-goals', { line }),
  'over under',
];
const start = (goals: string): [MarketKey, string] => [
  marketKey('european-handicap', { start: goals }),
  'home draw away',
];

describe('the layout of a type', () => {
  it('is a ladder for lines with two sides, even for a single line', () => {
    expect(layout(total('1.5'), total('2.5'))).toBe('ladder');
    expect(layout(total('1.5'))).toBe('ladder');
  });

  it('is a row a market for several short ones', () => {
    expect(layout(start('0-1'), start('1-0'))).toBe('rows');
    const scorer = (player: string): [MarketKey, string] => [
      marketKey('anytime-scorer', { player }),
      'yes no',
    ];
    expect(layout(scorer('kane'), scorer('son'))).toBe('rows');
  });

  it('is a block a market for everything else', () => {
    expect(layout([marketKey('match-result'), 'home draw away'])).toBe('blocks');
    expect(layout(start('0-1'))).toBe('blocks');
    const pairs = (line: string): [MarketKey, string] => [
      marketKey('result-and-total', { line }),
      'home&over home&under draw&over draw&under away&over away&under',
    ];
    expect(layout(pairs('1.5'), pairs('2.5'))).toBe('blocks');
    expect(layout(total('1.5'), [marketKey('total-goals', { line: '2.5' }), 'over'])).toBe(
      'blocks',
    );
    expect(layoutOf(undefined, [])).toBe('blocks');
  });

  it('is as high as its rows', () => {
    const height = (...markets: readonly (readonly [MarketKey, string])[]) =>
      groupMarkets(markets.map(([key]) => key)).map((type) => heightOf(boardOf(markets), type))[0];
    expect(height(total('1.5'), total('2.5'))).toBe(4);
    expect(height([marketKey('exact-goals'), '0 1 2 3 4 5 6'])).toBe(5);
  });
});

describe('words on a card', () => {
  it.each([
    ['total-goals', '2.5', 'over', '2.5'],
    ['asian-handicap', '-0.5', 'home', '−0.5'],
    ['asian-handicap', '-0.5', 'away', '+0.5'],
    ['asian-handicap', '0.25', 'away', '−0.25'],
    ['asian-handicap', '0', 'away', '0'],
  ] as const)('%s %s is for %s %s', (type: MarketType, line, outcome, text) => {
    expect(sideLine(marketKey(type, { line }), outcome)).toBe(text);
  });

  it('over a column say the side without its start', () => {
    const [key] = start('0-1');
    const heads = ['home', 'draw', 'away'].map((id) => columnHead(key, outcomeId(id), TEAMS));
    expect(heads).toEqual(['Brighton & Hove', 'Draw', 'Croatia']);
    const next = marketKey('next-goal', { goal: '1' });
    expect(columnHead(next, outcomeId('none'), TEAMS)).toBe('No goal');
  });

  it('get the room that they need', () => {
    expect(widthOf(['Yes', 'No'])).toBe('words');
    expect(widthOf(Array.from({ length: 9 }, (_, goals) => `${String(goals)}-0`))).toBe('scores');
    expect(widthOf(['Yes', 'Neither team or both of them'])).toBe('sentences');
    expect(widthOf([])).toBe('words');
  });
});

describe('outcomes that answer two questions', () => {
  const answer = (id: string, name: string) => ({ id: outcomeId(id), name });

  it('are a table, whatever the names of teams hold', () => {
    const table = pairsOf([
      answer('home&over', 'Brighton & Hove & over 2.5'),
      answer('home&under', 'Brighton & Hove & under 2.5'),
      answer('draw&under', 'Draw & under 2.5'),
    ]);
    expect(table?.columns).toEqual(['Over 2.5', 'Under 2.5']);
    expect(table?.rows).toEqual([
      { name: 'Brighton & Hove', cells: ['home&over', 'home&under'] },
      { name: 'Draw', cells: [undefined, 'draw&under'] },
    ]);
  });

  it('are no table when one of them is of another kind, or when there are none', () => {
    expect(pairsOf([answer('home&over', 'A & over'), answer('other', 'Other')])).toBeUndefined();
    expect(pairsOf([])).toBeUndefined();
  });
});
