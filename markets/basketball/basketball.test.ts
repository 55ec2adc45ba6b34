import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  BASKETBALL_MARKET_TYPES,
  InputError,
  type BasketballMarketType,
  type Specifiers,
} from '#contracts/mod.ts';

import { basketballFacts, type BasketballGame } from './facts.ts';
import { BASKETBALL_DEFINITIONS } from './definitions.ts';
import { gradeBasketball } from './grade.ts';

/** 102-102 after four quarters, 112-109 in the end. */
const GAME: BasketballGame = {
  quarters: [
    { home: 30, away: 25 },
    { home: 20, away: 28 },
    { home: 25, away: 25 },
    { home: 27, away: 24 },
  ],
  overtime: { home: 10, away: 7 },
  over: true,
};

const graded = (type: BasketballMarketType, specifiers: Specifiers = {}, game = GAME) =>
  [...gradeBasketball(basketballFacts(game), { type, specifiers })]
    .filter(([, result]) => result !== 'lost')
    .map(([outcome, result]) =>
      result === 'won' ? outcome : `${outcome}: ${JSON.stringify(result).replaceAll('"', '')}`,
    )
    .join(' ');

type Case = readonly [BasketballMarketType, Specifiers, string];
const CASES: readonly Case[] = [
  ['basketball-moneyline', {}, 'home'],
  ['basketball-spread', { line: '-2.5' }, 'home'],
  ['basketball-spread', { line: '-3' }, 'home: void away: void'],
  ['basketball-spread', { line: '-3.5' }, 'away'],
  ['basketball-total', { line: '220.5' }, 'over'],
  ['basketball-total', { line: '221' }, 'over: void under: void'],
  ['basketball-team-total', { team: 'away', line: '109.5' }, 'under'],
  ['basketball-team-total', { team: 'home', line: '109.5' }, 'over'],
  ['basketball-moneyline-and-total', { line: '220.5' }, 'home&over'],
  ['basketball-winning-margin', {}, 'home-1-to-5'],
  ['basketball-odd-even', {}, 'odd'],
  ['basketball-match-result', {}, 'draw'],
  ['basketball-double-chance', {}, 'home-or-draw draw-or-away'],
  ['basketball-draw-no-bet', {}, 'home: void away: void'],
  ['basketball-regulation-spread', { line: '0.5' }, 'home'],
  ['basketball-regulation-total', { line: '204.5' }, 'under'],
  ['basketball-overtime', {}, 'yes'],
  ['basketball-half-result', { half: '1' }, 'away'],
  ['basketball-half-result', { half: '2' }, 'home'],
  ['basketball-half-draw-no-bet', { half: '2' }, 'home'],
  ['basketball-half-spread', { half: '1', line: '3.5' }, 'home'],
  ['basketball-half-total', { half: '2', line: '101' }, 'over: void under: void'],
  ['basketball-half-team-total', { half: '2', team: 'home', line: '51.5' }, 'over'],
  ['basketball-half-odd-even', { half: '1' }, 'odd'],
  ['basketball-quarter-result', { quarter: '3' }, 'draw'],
  ['basketball-quarter-draw-no-bet', { quarter: '3' }, 'home: void away: void'],
  ['basketball-quarter-spread', { quarter: '4', line: '-2.5' }, 'home'],
  ['basketball-quarter-total', { quarter: '4', line: '50.5' }, 'over'],
  ['basketball-quarter-team-total', { quarter: '2', team: 'away', line: '28.5' }, 'under'],
  ['basketball-quarter-odd-even', { quarter: '2' }, 'even'],
  ['basketball-half-time-full-time', {}, 'away/draw'],
  ['basketball-highest-scoring-half', {}, 'first'],
  ['basketball-highest-scoring-quarter', {}, '1'],
  ['basketball-win-all-quarters', {}, 'none'],
  ['basketball-race-to-points', { points: '110' }, 'home'],
  ['basketball-race-to-points', { points: '113' }, 'none'],
];

describe('a game decided in overtime', () => {
  test.each(CASES)('%s %o: %s', (type, specifiers, expected) => {
    expect(graded(type, specifiers)).toBe(expected);
  });

  test('every type has a case', () => {
    expect(new Set(CASES.map(([type]) => type))).toEqual(new Set(BASKETBALL_MARKET_TYPES));
  });
});

describe('other ends', () => {
  test('ties of quarters, bands at their edges, wins of every quarter', () => {
    const game = (away: number): BasketballGame => ({
      quarters: Array.from({ length: 4 }, () => ({ home: 25, away })),
      overtime: null,
      over: true,
    });
    expect(graded('basketball-highest-scoring-quarter', {}, game(20))).toBe('equal');
    expect(graded('basketball-highest-scoring-half', {}, game(20))).toBe('equal');
    expect(graded('basketball-win-all-quarters', {}, game(20))).toBe('home');
    expect(graded('basketball-winning-margin', {}, game(20))).toBe('home-16-to-20');
    expect(graded('basketball-winning-margin', {}, game(32))).toBe('away-26-or-more');
    expect(graded('basketball-overtime', {}, game(20))).toBe('no');
  });

  test('a quarter is graded while the game goes on, the game is not', () => {
    const underWay = { ...GAME, quarters: GAME.quarters.slice(0, 2), overtime: null, over: false };
    expect(graded('basketball-quarter-result', { quarter: '1' }, underWay)).toBe('home');
    expect(graded('basketball-half-result', { half: '1' }, underWay)).toBe('away');
    expect(graded('basketball-half-result', { half: '2' }, underWay)).toContain('undecided');
    expect(graded('basketball-moneyline', {}, underWay)).toContain('undecided');
    expect(graded('basketball-race-to-points', { points: '20' }, underWay)).toContain('undecided');
    const overtimeOn = { ...GAME, over: false };
    expect(graded('basketball-match-result', {}, overtimeOn)).toBe('draw');
    expect(graded('basketball-total', { line: '200.5' }, overtimeOn)).toContain('undecided');
  });

  test('a race that both sides finished needs the order of the baskets', () => {
    expect(() => graded('basketball-race-to-points', { points: '20' })).toThrow('who was first');
    const baskets = [
      { side: 'away' as const, points: 109 },
      { side: 'home' as const, points: 112 },
    ];
    const race = (points: string) =>
      graded('basketball-race-to-points', { points }, { ...GAME, baskets });
    expect(race('20')).toBe('away');
    expect(race('110')).toBe('home');
  });
});

describe('games that cannot be', () => {
  const quarters = GAME.quarters;
  const refused: readonly (readonly [string, BasketballGame])[] = [
    [
      'an overtime of an unlevel game',
      { ...GAME, quarters: quarters.with(0, { home: 31, away: 25 }) },
    ],
    ['a level end', { ...GAME, overtime: null }],
    ['a level overtime', { ...GAME, overtime: { home: 7, away: 7 } }],
    ['an end after three quarters', { ...GAME, quarters: quarters.slice(1), overtime: null }],
    ['five quarters', { ...GAME, quarters: [...quarters, ...quarters] }],
    ['half a point', { ...GAME, quarters: quarters.with(0, { home: 30.5, away: 25 }) }],
    ['baskets of another score', { ...GAME, baskets: [{ side: 'home', points: 2 }] }],
  ];
  test.each(refused)('%s is refused', (_, game) => {
    expect(() => basketballFacts(game)).toThrow(InputError);
  });
});

describe('specifiers and names', () => {
  const accepts = (type: BasketballMarketType, specifiers: Specifiers): boolean =>
    BASKETBALL_DEFINITIONS[type].accepts(specifiers);

  test('one canonical spelling, in range', () => {
    for (const line of ['-3.5', '0', '7', '99.5']) {
      expect(accepts('basketball-spread', { line })).toBe(true);
    }
    for (const line of ['', '+3', '-0', '3.50', '3.25', '100.5', 'x']) {
      expect(accepts('basketball-spread', { line })).toBe(false);
    }
    for (const line of ['-1', '0', '500.5']) {
      expect(accepts('basketball-total', { line })).toBe(false);
    }
    expect(accepts('basketball-moneyline-and-total', { line: '220' })).toBe(false);
    expect(accepts('basketball-moneyline', { line: '1' })).toBe(false);
    expect(accepts('basketball-quarter-total', { line: '50.5' })).toBe(false);
    expect(accepts('basketball-quarter-total', { line: '50.5', quarter: '5' })).toBe(false);
    expect(accepts('basketball-team-total', { line: '50.5', team: 'both' })).toBe(false);
    expect(accepts('basketball-race-to-points', { points: '0' })).toBe(false);
    expect(accepts('basketball-race-to-points', { points: '201' })).toBe(false);
  });

  test('names say what counts', () => {
    const { marketName, outcomeName } = BASKETBALL_DEFINITIONS['basketball-spread'];
    expect(marketName({ line: '-3.5' })).toBe('Spread -3.5 (incl. overtime)');
    const teams = { home: 'Bulls', away: 'Hawks' };
    const [home, away] = BASKETBALL_DEFINITIONS['basketball-spread'].outcomes({ line: '-3.5' });
    expect(home && outcomeName(home, { line: '-3.5' }, teams)).toBe('Bulls -3.5');
    expect(away && outcomeName(away, { line: '-3.5' }, teams)).toBe('Hawks +3.5');
    expect(
      BASKETBALL_DEFINITIONS['basketball-quarter-total'].marketName({ quarter: '4', line: '50.5' }),
    ).toBe('4th quarter: Total points 50.5 (excl. overtime)');
    const { marketName: teamPoints } = BASKETBALL_DEFINITIONS['basketball-team-total'];
    expect(teamPoints({ team: 'away', line: '109.5' }, teams)).toBe(
      'Hawks points 109.5 (incl. overtime)',
    );
    expect(teamPoints({})).toBe('Team points (incl. overtime)');
  });

  property.prop([fc.constantFrom(...CASES)])(
    'answers come in the order of the outcomes, each with a name',
    ([type, specifiers]) => {
      const { outcomes, settle, outcomeName, ...definition } = BASKETBALL_DEFINITIONS[type];
      expect(definition.accepts(specifiers)).toBe(true);
      expect(definition.accepts(definition.example ?? {})).toBe(true);
      expect(definition.rule).toMatch(/overtime|four quarters/iu);
      expect(definition.marketName({})).not.toMatch(/undefined|^th/u);
      const list = outcomes(specifiers);
      expect(new Set(list).size).toBe(list.length);
      expect(settle(basketballFacts(GAME), specifiers)).toHaveLength(list.length);
      const names = list.map((each) => outcomeName(each, specifiers, { home: 'A', away: 'B' }));
      expect(new Set(names).size).toBe(list.length);
    },
  );

  test('unknown markets and specifiers are refused', () => {
    const facts = basketballFacts(GAME);
    for (const market of [
      { type: 'match-result' as const, specifiers: {} },
      { type: 'basketball-spread' as const, specifiers: {} },
    ]) {
      expect(() => gradeBasketball(facts, market)).toThrow(InputError);
    }
  });
});
