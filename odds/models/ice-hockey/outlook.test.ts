import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import type { IceHockeyMarketType, InputError, Specifiers } from '#contracts/mod.ts';
import { iceHockeyDefinitionOf } from '#markets/mod.ts';

import { fairChance } from '../five-way.ts';
import { iceHockeyModelFrom, type IceHockeyPrices } from './inversion.ts';
import { NHL_GAME, type IceHockeyModel } from './model.ts';
import { iceHockeyOutlook, iceHockeyScenarios, type IceHockeyOutlook } from './scenarios.ts';
import { FACE_OFF, type IceHockeyState } from './state.ts';
import { SAMPLE_MARKETS } from './testing/markets.ts';

const pricer =
  (outlook: IceHockeyOutlook) =>
  (type: IceHockeyMarketType, specifiers: Specifiers = {}): readonly number[] =>
    outlook.chances({ type, specifiers }).map((chances) => fairChance(chances) ?? NaN);

const PLAIN: IceHockeyModel = {
  ...NHL_GAME,
  pulledGoalie: { secondsByDeficit: [], attack: 1, emptyNet: 1 },
};

describe('published: equal sides at 2.79 goals, constant rates, even overtime', () => {
  test.each([
    ['2-0 with 30 minutes left', { lead: 2, secondsLeft: 600 }, [0.8276, 0.1093, 0.8822]],
    ['1-0 with 20 minutes left', { lead: 1, secondsLeft: 0 }, [0.6612, 0.2171, 0.7697]],
    ['3-0 with 20 minutes left', { lead: 3, secondsLeft: 0 }, [0.9672, 0.0258, 0.9801]],
  ] as const)('%s', (_, { lead, secondsLeft }, [win, tie, all]) => {
    const goals = [
      { home: lead, away: 0 },
      { home: 0, away: 0 },
    ];
    const price = pricer(iceHockeyOutlook(PLAIN, { period: 2, secondsLeft, goals }));
    const [home, draw] = price('ice-hockey-match-result');
    expect(home).toBeCloseTo(win, 4);
    expect(draw).toBeCloseTo(tie, 4);
    expect(price('ice-hockey-moneyline')[0]).toBeCloseTo(all, 4);
  });

  test('a power play of two minutes: .20 for the side with more skaters, .02 for the other', () => {
    const state = (side: 'home' | 'away'): IceHockeyState => ({
      period: 3,
      secondsLeft: 120,
      goals: [0, 0, 0].map(() => ({ home: 0, away: 0 })),
      powerPlay: { side, secondsLeft: 120, endsOnGoal: true },
    });
    const home = (side: 'home' | 'away') =>
      pricer(iceHockeyOutlook(PLAIN, state(side)))('ice-hockey-next-goal', { goal: '1' })[0];
    expect(home('home')).toBeCloseTo(0.2, 2);
    expect(home('away')).toBeCloseTo(0.02, 2);
  });

  test('about 64 of 100 overtimes have a goal', () => {
    const [, overtime = NaN, shootOut = NaN] = pricer(iceHockeyOutlook(NHL_GAME, FACE_OFF))(
      'ice-hockey-decided-in',
    );
    expect(overtime / (overtime + shootOut)).toBeCloseTo(0.64, 2);
  });
});

const models = fc
  .record({
    home: fc.double({ min: 1, max: 5, noNaN: true }),
    away: fc.double({ min: 1, max: 5, noNaN: true }),
    shootOutHome: fc.double({ min: 0.2, max: 0.8, noNaN: true }),
    forever: fc.boolean(),
  })
  .map(({ home, away, shootOutHome, forever }): IceHockeyModel => ({
    ...NHL_GAME,
    home,
    away,
    shootOutHome,
    overtime: forever ? { minutes: null, multiplier: 1 } : NHL_GAME.overtime,
  }));
const states = fc
  .record({
    period: fc.constantFrom<(1 | 2 | 3)[]>(1, 2, 3),
    secondsLeft: fc.integer({ min: 0, max: 1200 }),
    home: fc.integer({ min: 0, max: 4 }),
    away: fc.integer({ min: 0, max: 4 }),
    penalty: fc.option(fc.constantFrom('home' as const, 'away' as const), { nil: undefined }),
  })
  .map(({ period, secondsLeft, home, away, penalty }): IceHockeyState => ({
    period,
    secondsLeft,
    goals: Array.from({ length: period }, (_, at) =>
      at === 0 ? { home, away } : { home: 0, away: 0 },
    ),
    scorers: [
      ...Array.from({ length: home }, () => 'home' as const),
      ...Array.from({ length: away }, () => 'away' as const),
    ],
    ...(penalty && { powerPlay: { side: penalty, secondsLeft: 90, endsOnGoal: true } }),
  }));

describe('markets of one game agree', () => {
  property.prop([models, states], { numRuns: 8 })('at any moment', (model, state) => {
    const outlook = iceHockeyOutlook(model, state);
    const price = pricer(outlook);
    for (const market of SAMPLE_MARKETS) {
      const list = outlook.scenarios(iceHockeyDefinitionOf(market).reads(market.specifiers));
      expect(list.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 12);
      for (const { lose, halfLose, push, halfWin, win } of outlook.chances(market)) {
        expect(lose + halfLose + push + halfWin + win).toBeCloseTo(1, 11);
        for (const chance of [lose, push, win]) expect(chance).toBeGreaterThanOrEqual(0);
      }
    }
    const [win = NaN, draw = NaN, loss = NaN] = price('ice-hockey-match-result');
    expect(win + draw + loss).toBeCloseTo(1, 11);
    expect(price('ice-hockey-overtime')[0]).toBeCloseTo(draw, 11);
    expect(price('ice-hockey-decided-in')[0]).toBeCloseTo(win + loss, 11);
    expect(price('ice-hockey-regulation-handicap', { line: '-0.5' })[0]).toBeCloseTo(win, 11);
    expect(price('ice-hockey-puck-line', { line: '-0.5' })[0]).toBeCloseTo(
      price('ice-hockey-moneyline')[0] ?? NaN,
      11,
    );
    const [home = NaN, away = NaN] = price('ice-hockey-moneyline');
    expect(home + away).toBeCloseTo(1, 11);
    expect(home).toBeGreaterThanOrEqual(win - 1e-12);
    const margins = price('ice-hockey-winning-margin');
    expect(margins.slice(0, 3).reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(win, 11);
    // Goal n is scored when there are n goals.
    const goals = 1 + (state.scorers?.length ?? 0);
    const none = price('ice-hockey-next-goal', { goal: String(goals + 1) })[2] ?? NaN;
    const under = price('ice-hockey-regulation-total', { line: String(goals + 0.5) })[1] ?? NaN;
    expect(none).toBeCloseTo(under, 10);
    const race = price('ice-hockey-race-to-goals', { goals: '6' });
    const both = outlook
      .scenarios({ joint: 'game' })
      .filter(({ facts }) => {
        const { home: h = NaN, away: a = NaN } = facts.tallies.regulation ?? {};
        return Math.max(h, a) < 6;
      })
      .reduce((sum, { chance }) => sum + chance, 0);
    expect(race[2]).toBeCloseTo(both, 10);
  });

  property.prop([models, states], { numRuns: 5 })(
    'the periods add up to the game',
    (model, state) => {
      const outlook = iceHockeyOutlook(model, state);
      const mean = (span: 'regulation' | `period-${1 | 2 | 3}`): number =>
        outlook.scenarios({ span, part: 'total' }).reduce((sum, { facts, chance }) => {
          const { home = NaN, away = NaN } = facts.tallies[span] ?? {};
          return sum + chance * (home + away);
        }, 0);
      const periods = mean('period-1') + mean('period-2') + mean('period-3');
      // Courses below 1e-12 are left out of the periods.
      expect(periods).toBeCloseTo(mean('regulation'), 6);
    },
  );

  test('without a pulled goalkeeper the first and the last period are alike', () => {
    const period = (of: 1 | 3) =>
      iceHockeyScenarios(PLAIN, FACE_OFF, { span: `period-${of}`, part: 'score' })
        .map(({ chance }) => chance)
        .filter((chance) => chance > 1e-9)
        .sort((one, other) => other - one);
    period(1).forEach((chance, at) => expect(period(3)[at]).toBeCloseTo(chance, 10));
  });
});

describe('prices move as they should', () => {
  test('with the line', () => {
    const price = pricer(iceHockeyOutlook(NHL_GAME, FACE_OFF));
    const lines = Array.from({ length: 40 }, (_, at) => String((at - 20) / 4));
    const home = lines.map((line) => price('ice-hockey-puck-line', { line })[0] ?? NaN);
    home
      .slice(1)
      .forEach((chance, at) => expect(chance).toBeGreaterThanOrEqual((home[at] ?? 0) - 1e-12));
    const over = lines.map(
      (_, at) => price('ice-hockey-total', { line: String(0.5 + at / 4) })[0] ?? NaN,
    );
    over
      .slice(1)
      .forEach((chance, at) => expect(chance).toBeLessThanOrEqual((over[at] ?? 1) + 1e-12));
  });

  test('a side that is behind draws level more often without its goalkeeper', () => {
    const state: IceHockeyState = {
      period: 3,
      secondsLeft: 100,
      goals: [
        { home: 1, away: 0 },
        { home: 0, away: 0 },
        { home: 0, away: 0 },
      ],
    };
    const draw = (model: IceHockeyModel) =>
      pricer(iceHockeyOutlook(model, state))('ice-hockey-match-result')[1] ?? NaN;
    expect(draw(NHL_GAME)).toBeGreaterThan(1.5 * draw(PLAIN));
    const over = (model: IceHockeyModel) =>
      pricer(iceHockeyOutlook(model, state))('ice-hockey-regulation-total', { line: '1.5' })[0] ??
      NaN;
    expect(over(NHL_GAME)).toBeGreaterThan(3 * over(PLAIN));
  });

  test('a decided game is certain', () => {
    const goals = [1, 1, 1].map((home) => ({ home, away: 0 }));
    const price = pricer(iceHockeyOutlook(NHL_GAME, { period: 3, secondsLeft: 0, goals }));
    expect(price('ice-hockey-moneyline')).toEqual([1, 0]);
    expect(price('ice-hockey-decided-in')).toEqual([1, 0, 0]);
    expect(price('ice-hockey-highest-scoring-period')).toEqual([0, 0, 0, 1]);
    // Nobody else has scored, so that the order of the goals is known.
    expect(price('ice-hockey-next-goal', { goal: '2' })).toEqual([1, 0, 0]);
  });
});

describe('extremes and bad input', () => {
  property.prop([fc.boolean(), fc.boolean(), states], { numRuns: 4 })(
    'give finite prices',
    (many, lopsided, state) => {
      const home = many ? 20 : 0.05;
      const model = { ...NHL_GAME, home, away: lopsided ? 20.05 - home : home };
      const outlook = iceHockeyOutlook(model, state);
      for (const market of SAMPLE_MARKETS) {
        for (const chances of outlook.chances(market)) {
          for (const chance of Object.values(chances)) {
            expect(chance).toBeGreaterThanOrEqual(0);
            expect(chance).toBeLessThanOrEqual(1 + 1e-9);
          }
        }
      }
    },
  );

  const level = [0, 0, 0].map(() => ({ home: 0, away: 0 }));
  const forever = { ...NHL_GAME, overtime: { minutes: null, multiplier: 1 } };
  const refused: readonly (readonly [string, IceHockeyModel, IceHockeyState])[] = [
    ['model.home', { ...NHL_GAME, home: NaN }, FACE_OFF],
    ['model.away', { ...NHL_GAME, away: 0 }, FACE_OFF],
    ['model.shootOutHome', { ...NHL_GAME, shootOutHome: 1.1 }, FACE_OFF],
    ['model.overtime.minutes', { ...NHL_GAME, overtime: { minutes: 0, multiplier: 1 } }, FACE_OFF],
    ['state.secondsLeft', NHL_GAME, { ...FACE_OFF, secondsLeft: 1201 }],
    ['state.goals', NHL_GAME, { ...FACE_OFF, goals: [] }],
    ['state.goals', NHL_GAME, { ...FACE_OFF, goals: [{ home: -1, away: 0 }] }],
    ['state.scorers', NHL_GAME, { ...FACE_OFF, scorers: ['home'] }],
    [
      'state.period',
      NHL_GAME,
      { period: 'overtime', secondsLeft: 60, goals: level.with(0, { home: 1, away: 0 }) },
    ],
    ['state.period', forever, { period: 'shoot-out', secondsLeft: 0, goals: level }],
    [
      'state.powerPlay.secondsLeft',
      NHL_GAME,
      { ...FACE_OFF, powerPlay: { side: 'home', secondsLeft: NaN, endsOnGoal: true } },
    ],
  ];
  test.each(refused)('%s is refused', (field, model, state) => {
    expect(() => iceHockeyOutlook(model, state)).toThrow(
      expect.objectContaining({ name: 'InputError', field }) as InputError,
    );
  });

  test('a goal that was scored needs its scorer', () => {
    const state: IceHockeyState = { ...FACE_OFF, goals: [{ home: 1, away: 1 }] };
    const { chances } = iceHockeyOutlook(NHL_GAME, state);
    const market = (goal: string) =>
      chances({ type: 'ice-hockey-next-goal', specifiers: { goal } }).map(({ win }) => win);
    expect(() => market('2')).toThrow('state.scorers');
    expect(market('3').every((chance) => chance > 0)).toBe(true);
  });
});

describe('rates from prices', () => {
  property.prop([models], { numRuns: 5 })('are those that the prices came from', (model) => {
    const price = pricer(iceHockeyOutlook(model, FACE_OFF));
    const line = Math.round(model.home + model.away);
    const found = iceHockeyModelFrom(
      {
        moneyline: price('ice-hockey-moneyline')[0] ?? NaN,
        total: { line, over: price('ice-hockey-total', { line: String(line) })[0] ?? NaN },
      },
      model,
    );
    expect(found.home).toBeCloseTo(model.home, 7);
    expect(found.away).toBeCloseTo(model.away, 7);
  });

  const refused: readonly (readonly [string, IceHockeyPrices])[] = [
    ['NUMBER_INVALID', { moneyline: 0, total: { line: 5.5, over: 0.5 } }],
    ['NUMBER_INVALID', { moneyline: 0.5, total: { line: 5.5, over: NaN } }],
    ['SPECIFIER_INVALID', { moneyline: 0.5, total: { line: 5.3, over: 0.5 } }],
    ['SPECIFIER_INVALID', { moneyline: 0.5, total: { line: -1, over: 0.5 } }],
    ['NO_SOLUTION', { moneyline: 0.5, total: { line: 0.5, over: 0.5 } }],
  ];
  test.each(refused)('%s', (code, prices) => {
    expect(() => iceHockeyModelFrom(prices, NHL_GAME)).toThrow(
      expect.objectContaining({ name: 'InputError', code }) as InputError,
    );
  });
});
