import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  ICE_HOCKEY_MARKET_TYPES,
  InputError,
  type IceHockeyMarketType,
  type Specifiers,
} from '#contracts/mod.ts';

import { ICE_HOCKEY_DEFINITIONS } from './definitions.ts';
import { iceHockeyFacts, type IceHockeyGame } from './facts.ts';
import { gradeIceHockey } from './grade.ts';

/** 3-3 after 60 minutes, away wins the shoot-out. */
const GAME: IceHockeyGame = {
  periods: [
    { home: 1, away: 0 },
    { home: 0, away: 2 },
    { home: 2, away: 1 },
  ],
  overtime: null,
  shootOut: 'away',
  over: true,
  scorers: ['home', 'away', 'away', 'home', 'away', 'home'],
};

const graded = (type: IceHockeyMarketType, specifiers: Specifiers = {}, game = GAME) =>
  [...gradeIceHockey(iceHockeyFacts(game), { type, specifiers })]
    .filter(([, result]) => result !== 'lost')
    .map(([outcome, result]) =>
      result === 'won' ? outcome : `${outcome}: ${JSON.stringify(result).replaceAll('"', '')}`,
    )
    .join(' ');

type Case = readonly [IceHockeyMarketType, Specifiers, string];
const CASES: readonly Case[] = [
  ['ice-hockey-match-result', {}, 'draw'],
  ['ice-hockey-moneyline', {}, 'away'],
  ['ice-hockey-puck-line', { line: '1.5' }, 'home'],
  ['ice-hockey-puck-line', { line: '1' }, 'home: void away: void'],
  ['ice-hockey-puck-line', { line: '0.75' }, 'home: half-lost away: half-won'],
  ['ice-hockey-total', { line: '6.5' }, 'over'],
  ['ice-hockey-team-total', { team: 'away', line: '3.5' }, 'over'],
  ['ice-hockey-team-total', { team: 'home', line: '3.5' }, 'under'],
  ['ice-hockey-moneyline-and-total', { line: '6.5' }, 'away&over'],
  ['ice-hockey-double-chance', {}, 'home-or-draw draw-or-away'],
  ['ice-hockey-draw-no-bet', {}, 'home: void away: void'],
  ['ice-hockey-regulation-handicap', { line: '-0.5' }, 'away'],
  ['ice-hockey-regulation-total', { line: '6' }, 'over: void under: void'],
  ['ice-hockey-regulation-total', { line: '6.5' }, 'under'],
  ['ice-hockey-regulation-team-total', { team: 'away', line: '2.5' }, 'over'],
  ['ice-hockey-result-and-total', { line: '5.5' }, 'draw&over'],
  ['ice-hockey-both-teams-to-score', {}, 'yes'],
  ['ice-hockey-correct-score', {}, '3-3'],
  ['ice-hockey-winning-margin', {}, 'draw'],
  ['ice-hockey-odd-even', {}, 'even'],
  ['ice-hockey-overtime', {}, 'yes'],
  ['ice-hockey-decided-in', {}, 'shoot-out'],
  ['ice-hockey-period-result', { period: '2' }, 'away'],
  ['ice-hockey-period-draw-no-bet', { period: '1' }, 'home'],
  ['ice-hockey-period-handicap', { period: '3', line: '-1.5' }, 'away'],
  ['ice-hockey-period-total', { period: '3', line: '2.5' }, 'over'],
  ['ice-hockey-period-both-teams-to-score', { period: '1' }, 'no'],
  ['ice-hockey-period-odd-even', { period: '1' }, 'odd'],
  ['ice-hockey-highest-scoring-period', {}, '3'],
  ['ice-hockey-next-goal', { goal: '5' }, 'away'],
  ['ice-hockey-next-goal', { goal: '7' }, 'none'],
  ['ice-hockey-race-to-goals', { goals: '2' }, 'away'],
  ['ice-hockey-race-to-goals', { goals: '4' }, 'none'],
];

describe('a game decided by a shoot-out', () => {
  test.each(CASES)('%s %o: %s', (type, specifiers, expected) => {
    expect(graded(type, specifiers)).toBe(expected);
  });

  test('every type has a case', () => {
    expect(new Set(CASES.map(([type]) => type))).toEqual(new Set(ICE_HOCKEY_MARKET_TYPES));
  });
});

describe('other ends', () => {
  const overtime: IceHockeyGame = { ...GAME, overtime: 'home', shootOut: null };
  const plain: IceHockeyGame = {
    periods: [
      { home: 2, away: 0 },
      { home: 2, away: 0 },
      { home: 4, away: 0 },
    ],
    overtime: null,
    shootOut: null,
    over: true,
  };

  test('in overtime', () => {
    expect(graded('ice-hockey-moneyline', {}, overtime)).toBe('home');
    expect(graded('ice-hockey-match-result', {}, overtime)).toBe('draw');
    expect(graded('ice-hockey-decided-in', {}, overtime)).toBe('overtime');
    expect(graded('ice-hockey-total', { line: '7' }, overtime)).toBe('over: void under: void');
  });

  test('in 60 minutes', () => {
    expect(graded('ice-hockey-decided-in', {}, plain)).toBe('regulation');
    expect(graded('ice-hockey-overtime', {}, plain)).toBe('no');
    expect(graded('ice-hockey-correct-score', {}, plain)).toBe('other');
    expect(graded('ice-hockey-winning-margin', {}, plain)).toBe('home-3-or-more');
    expect(graded('ice-hockey-both-teams-to-score', {}, plain)).toBe('no');
    // One side scored them all, so that the order is known.
    expect(graded('ice-hockey-next-goal', { goal: '8' }, plain)).toBe('home');
    expect(graded('ice-hockey-race-to-goals', { goals: '8' }, plain)).toBe('home');
  });

  test('a period is graded while the game goes on, the game is not', () => {
    const underWay = { ...plain, periods: plain.periods.slice(0, 2), over: false };
    expect(graded('ice-hockey-period-total', { period: '2', line: '1.5' }, underWay)).toBe('over');
    expect(graded('ice-hockey-match-result', {}, underWay)).toContain('undecided');
    expect(graded('ice-hockey-highest-scoring-period', {}, underWay)).toContain('undecided');
    const level = { ...GAME, shootOut: null, over: false };
    expect(graded('ice-hockey-match-result', {}, level)).toBe('draw');
    expect(graded('ice-hockey-decided-in', {}, level)).toContain('undecided');
  });

  test('the order of goals must be known where it matters', () => {
    const { scorers: _, ...unordered } = GAME;
    for (const [type, specifiers] of [
      ['ice-hockey-next-goal', { goal: '2' }],
      ['ice-hockey-race-to-goals', { goals: '2' }],
    ] as const) {
      expect(() => graded(type, specifiers, unordered)).toThrow(InputError);
    }
    expect(graded('ice-hockey-next-goal', { goal: '7' }, unordered)).toBe('none');
  });
});

describe('games that cannot be', () => {
  const refused: readonly (readonly [string, IceHockeyGame])[] = [
    [
      'a shoot-out of an unlevel game',
      { ...GAME, periods: GAME.periods.with(0, { home: 2, away: 0 }) },
    ],
    ['a level end', { ...GAME, shootOut: null }],
    ['a shoot-out after a goal in overtime', { ...GAME, overtime: 'home' }],
    ['an end after two periods', { ...GAME, periods: GAME.periods.slice(1), shootOut: null }],
    ['four periods', { ...GAME, periods: [...GAME.periods, { home: 0, away: 0 }] }],
    ['half a goal', { ...GAME, periods: GAME.periods.with(0, { home: 0.5, away: 0 }) }],
    ['scorers of another score', { ...GAME, scorers: ['home'] }],
  ];
  test.each(refused)('%s is refused', (_, game) => {
    expect(() => iceHockeyFacts(game)).toThrow(InputError);
  });
});

describe('specifiers and names', () => {
  test('one canonical spelling, in range', () => {
    const accepts = (type: IceHockeyMarketType, specifiers: Specifiers): boolean =>
      ICE_HOCKEY_DEFINITIONS[type].accepts(specifiers);
    expect(accepts('ice-hockey-puck-line', { line: '-1.25' })).toBe(true);
    expect(accepts('ice-hockey-puck-line', { line: '-1.250' })).toBe(false);
    expect(accepts('ice-hockey-puck-line', { line: '31' })).toBe(false);
    expect(accepts('ice-hockey-result-and-total', { line: '5' })).toBe(false);
    expect(accepts('ice-hockey-period-total', { line: '1.5', period: '4' })).toBe(false);
    expect(accepts('ice-hockey-next-goal', { goal: '0' })).toBe(false);
    expect(accepts('ice-hockey-next-goal', { goal: '01' })).toBe(false);
  });

  test('names say what counts', () => {
    const name = (type: IceHockeyMarketType, specifiers: Specifiers) =>
      ICE_HOCKEY_DEFINITIONS[type].marketName(specifiers);
    expect(name('ice-hockey-total', { line: '5.5' })).toBe(
      'Total goals 5.5 (incl. overtime and shoot-out)',
    );
    expect(name('ice-hockey-period-total', { period: '2', line: '1.5' })).toBe(
      '2nd period: Total goals 1.5',
    );
    expect(name('ice-hockey-race-to-goals', { goals: '3' })).toBe('Race to goals: 3 (60 minutes)');
  });

  property.prop([fc.constantFrom(...CASES)])(
    'answers come in the order of the outcomes, each with a name',
    ([type, specifiers]) => {
      const { outcomes, settle, outcomeName, ...definition } = ICE_HOCKEY_DEFINITIONS[type];
      expect(definition.accepts(specifiers)).toBe(true);
      expect(definition.accepts(definition.example ?? {})).toBe(true);
      expect(definition.rule).toMatch(/overtime|60 minutes/iu);
      expect(definition.marketName({})).not.toContain('undefined');
      const list = outcomes(specifiers);
      expect(new Set(list).size).toBe(list.length);
      expect(settle(iceHockeyFacts(GAME), specifiers)).toHaveLength(list.length);
      const names = list.map((each) => outcomeName(each, specifiers, { home: 'A', away: 'B' }));
      expect(new Set(names).size).toBe(list.length);
    },
  );
});
