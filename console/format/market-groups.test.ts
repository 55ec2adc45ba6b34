import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { fixtureId, marketKey, MARKET_TYPES, type MarketKey } from '#contracts/mod.ts';
import { boardOf, emptyRecord } from '#markets/mod.ts';

import { definedMarket, definitions, loadNamesOf } from './definitions.ts';
import {
  GROUPS,
  groupMarkets,
  lineText,
  presentGroups,
  typesOfTab,
  typeTitle,
} from './market-groups.ts';
import { rowLabels, searchMarkets } from './market-search.ts';

const TEAMS = { home: 'Brighton & Hove', away: 'Bayern München' };
const board: readonly MarketKey[] = boardOf({
  ...emptyRecord(fixtureId('match')),
  covers: ['corners', 'cards', 'players'],
  players: [
    { id: 'zico', name: 'Zico', side: 'home', starts: true, goalShare: null },
    { id: 'aldair-n', name: 'Aldair', side: 'home', starts: true, goalShare: null },
  ],
}).map(({ key }) => key);
const types = groupMarkets(board, TEAMS);
const typeOf = (type: string) => types.find((each) => each.type === type);
const keysOf = (found: readonly { keys: readonly MarketKey[] }[]) =>
  found.flatMap(({ keys }) => keys);

describe('groups of markets', () => {
  it('hold every market of a board once, types in the order of the catalogue', () => {
    expect(new Set(keysOf(types))).toEqual(new Set(board));
    expect(keysOf(types)).toHaveLength(board.length);
    const places = types.map(({ type }) => MARKET_TYPES.indexOf(type));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  property.prop([fc.shuffledSubarray([...board])])(
    'do not depend on the order in which markets came',
    (some) => {
      const sorted = board.filter((key) => some.includes(key));
      expect(groupMarkets(some, TEAMS)).toEqual(groupMarkets(sorted, TEAMS));
    },
  );

  it('sort lines and starts by size, and players by name', () => {
    const lines = ['10.5', '2.5', '2.25'].map((line) => marketKey('total-goals', { line }));
    expect(groupMarkets(lines)[0]?.keys.map(lineText)).toEqual(['2.25', '2.5', '10.5']);
    const labels = (name: string) =>
      types.filter(({ type }) => type === name).flatMap((type) => rowLabels(type, TEAMS));
    expect(labels('european-handicap')).toEqual(['0:2', '0:1', '1:0', '2:0']);
    expect(labels('anytime-scorer')).toEqual(['Aldair N', 'Zico']);
    expect(labels('corner-race')).toEqual(['3', '5', '7', '9']);
    expect(labels('goal-in-interval').slice(0, 2)).toEqual(['1–15', '16–30']);
    expect(labels('match-result')).toEqual(['']);
    const negative = ['0.5', '-1', '-0.25'].map((line) =>
      marketKey('asian-handicap', { line, score: '1-0' }),
    );
    expect(groupMarkets(negative)[0]?.keys.map(lineText)).toEqual(['−1', '−0.25', '0.5']);
  });

  it('have titles with the teams, and with what all of their markets share', () => {
    expect(typeOf('home-total-goals')?.title).toBe('Brighton & Hove goals');
    expect(typeTitle('home-total-goals')).toBe('Home goals');
    const third = groupMarkets([marketKey('next-goal', { goal: '3' })]);
    expect(third[0]?.title).toBe('Team to score goal 3');
    const from = (...scores: string[]) =>
      groupMarkets(scores.map((score) => marketKey('asian-handicap', { line: '0', score })))[0]
        ?.title;
    expect(from('2-1')).toBe('Asian handicap from 2-1');
    expect(from('2-1', '2-2')).toBe('Asian handicap');
  });

  it('leave out what cannot be named', () => {
    expect(groupMarkets(['colour-of-shirt' as MarketKey])).toEqual([]);
    expect(groupMarkets([marketKey('total-goals', { line: 'many' })])).toEqual([]);
  });

  it('stand on tabs, the main one with what most people look for as well', () => {
    const groups = presentGroups(types);
    expect(groups[0]).toBe('main');
    expect(groups).toEqual(GROUPS.filter((group) => groups.includes(group)));
    expect(typesOfTab(types, 'main').map(({ type }) => type)).toEqual(
      expect.arrayContaining(['match-result', 'total-goals', 'asian-handicap']),
    );
    const others = groups.filter((group) => group !== 'main');
    const tabbed = others.flatMap((group) => typesOfTab(types, group));
    expect(tabbed.every(({ group }) => group !== 'main')).toBe(true);
    expect(tabbed.length + types.filter(({ group }) => group === 'main').length).toBe(types.length);
  });
});

describe('search', () => {
  it('finds types with all their lines, and single lines', () => {
    expect(searchMarkets(types, 'first half total', TEAMS)).toContainEqual(
      typeOf('first-half-total-goals'),
    );
    const exact = searchMarkets(types, 'total goals 2.5', TEAMS);
    const names = keysOf(exact);
    expect(names).toContain(marketKey('total-goals', { line: '2.5' }));
    expect(names).not.toContain(marketKey('total-goals', { line: '2' }));
  });

  it.each(['munchen clean', 'MÜNCHEN CLEAN', '  clean   munchen '])('takes %j', (query) => {
    expect(searchMarkets(types, query, TEAMS).map(({ type }) => type)).toEqual([
      'away-clean-sheet',
    ]);
  });

  it('finds by group, and nothing by nonsense', () => {
    const players = searchMarkets(types, 'players', TEAMS);
    expect(players.every(({ group }) => group === 'players')).toBe(true);
    expect(players.length).toBeGreaterThan(3);
    expect(searchMarkets(types, 'zzz', TEAMS)).toEqual([]);
  });

  property.prop([fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 })])(
    'narrows with every word, and an empty one changes nothing',
    (one, other) => {
      const found = new Set(keysOf(searchMarkets(types, one, TEAMS)));
      const both = keysOf(searchMarkets(types, `${one} ${other}`, TEAMS));
      expect(both.every((key) => found.has(key))).toBe(true);
      expect(searchMarkets(types, '  ', TEAMS)).toEqual(types);
    },
  );
});

it('names of other sports come when they are asked for, and football needs no asking', async () => {
  const winner = marketKey('tennis-match-winner');
  await loadNamesOf('football');
  expect(definedMarket(winner)).toBeUndefined();
  const before = definitions.get();
  await loadNamesOf('tennis');
  expect(definedMarket(winner)?.definition.marketName({})).toBe('Match winner');
  expect(MARKET_TYPES.every((type) => definitions.get().has(type))).toBe(true);
  const after = definitions.get();
  await loadNamesOf('racing');
  expect(definitions.get()).toBe(after);
  definitions.set(before);
});
