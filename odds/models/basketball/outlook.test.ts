import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError, type BasketballMarketType, type Score } from '#contracts/mod.ts';
import { basketballDefinitionOf } from '#markets/mod.ts';

import { fairChance } from '../five-way.ts';
import { homeWinChance } from './margin.ts';
import { NBA_GAME, type BasketballModel } from './model.ts';
import { basketballOutlook, basketballScenarios, type BasketballOutlook } from './scenarios.ts';
import { tipOff, type BasketballState } from './state.ts';
import { SAMPLE_MARKETS } from './testing/markets.ts';

const pricer =
  (outlook: BasketballOutlook) =>
  (type: BasketballMarketType, specifiers: Record<string, string> = {}): readonly number[] =>
    outlook.chances({ type, specifiers }).map((chances) => fairChance(chances) ?? NaN);

/** A state after some seconds of play with the given points so far, spread evenly over the quarters. */
function stateAt(secondsPlayed: number, score: Score, model = NBA_GAME): BasketballState {
  const quarterSeconds = 60 * model.quarterMinutes;
  const period = Math.min(4, 1 + Math.floor(secondsPlayed / quarterSeconds));
  const part = (points: number, at: number): number =>
    Math.floor((points * (at + 1)) / period) - Math.floor((points * at) / period);
  return {
    period,
    secondsLeft: period * quarterSeconds - secondsPlayed,
    points: Array.from({ length: period }, (_, at) => ({
      home: part(score.home, at),
      away: part(score.away, at),
    })),
  };
}

const ELAPSED = [0, 0.25, 0.5, 0.75, 0.9];
describe('Stern 1994: NBA 1991-92, home lead by share of the game', () => {
  const model: BasketballModel = { ...NBA_GAME, margin: { mu: 4.87, sigma: 15.82 } };
  test.each([
    [-10, [0.373, 0.322, 0.249, 0.133, 0.029]],
    [-5, [0.497, 0.461, 0.409, 0.316, 0.183]],
    [-2, [0.572, 0.548, 0.516, 0.461, 0.381]],
    [0, [0.621, 0.605, 0.586, 0.561, 0.539]],
    [2, [0.668, 0.66, 0.654, 0.658, 0.69]],
    [5, [0.734, 0.736, 0.747, 0.784, 0.864]],
    [10, [0.826, 0.84, 0.867, 0.922, 0.982]],
  ])('lead %d', (lead, published) => {
    published.forEach((chance, at) => {
      const elapsed = ELAPSED[at] ?? 0;
      const score = { home: 40 + Math.max(lead, 0), away: 40 + Math.max(-lead, 0) };
      const price = pricer(basketballOutlook(model, stateAt(2880 * elapsed, score)));
      const [home = NaN, draw = NaN] = price('basketball-match-result');
      // The table splits a level end, as half a draw does; points are whole numbers here, not there.
      const even = home + draw / 2;
      expect(Math.abs(even - homeWinChance(model.margin, { lead, elapsed }))).toBeLessThan(5e-4);
      expect(Math.abs(even - chance)).toBeLessThan(1e-3);
      // Overtime gives the better side more than half.
      expect(Math.abs((price('basketball-moneyline')[0] ?? NaN) - chance)).toBeLessThan(5e-3);
    });
  });
});

const modelOf = fc
  .record({
    mu: fc.double({ min: -15, max: 15, noNaN: true }),
    sigma: fc.double({ min: 9, max: 16, noNaN: true }),
    mean: fc.double({ min: 140, max: 240, noNaN: true }),
    sd: fc.double({ min: 10, max: 22, noNaN: true }),
    short: fc.boolean(),
  })
  .map(({ mu, sigma, mean, sd, short }): BasketballModel => ({
    ...NBA_GAME,
    margin: { mu, sigma },
    total: { mean, sd },
    quarterMinutes: short ? 10 : 12,
  }));
const moment = fc.record({
  seconds: fc.integer({ min: 0, max: 2399 }),
  home: fc.integer({ min: 0, max: 110 }),
  away: fc.integer({ min: 0, max: 110 }),
});

describe('markets of one game agree', () => {
  property.prop([modelOf, moment], { numRuns: 12 })(
    'at any moment',
    (model, { seconds, ...score }) => {
      const outlook = basketballOutlook(model, stateAt(seconds, score, model));
      const price = pricer(outlook);
      const first = (...market: Parameters<typeof price>): number => price(...market)[0] ?? NaN;
      for (const market of SAMPLE_MARKETS.filter(
        ({ type }) => type !== 'basketball-race-to-points',
      )) {
        const list = outlook.scenarios(basketballDefinitionOf(market).reads(market.specifiers));
        expect(list.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 11);
        for (const { lose, halfLose, push, halfWin, win } of outlook.chances(market)) {
          expect(lose + halfLose + push + halfWin + win).toBeCloseTo(1, 11);
          for (const chance of [lose, push, win]) expect(chance).toBeGreaterThanOrEqual(0);
        }
      }
      const [home = NaN, away = NaN] = price('basketball-moneyline');
      expect(home + away).toBeCloseTo(1, 11);
      expect(first('basketball-spread', { line: '-0.5' })).toBeCloseTo(home, 11);
      const [win = NaN, draw = NaN, loss = NaN] = price('basketball-match-result');
      expect(win + draw + loss).toBeCloseTo(1, 11);
      expect(first('basketball-regulation-spread', { line: '-0.5' })).toBeCloseTo(win, 11);
      expect(first('basketball-regulation-spread', { line: '0.5' })).toBeCloseTo(win + draw, 11);
      expect(first('basketball-overtime')).toBeCloseTo(draw, 11);
      expect(first('basketball-double-chance')).toBeCloseTo(win + draw, 11);
      const halves = price('basketball-half-time-full-time');
      expect((halves[0] ?? 0) + (halves[3] ?? 0) + (halves[6] ?? 0)).toBeCloseTo(win, 9);
      const halfWin = (halves[0] ?? 0) + (halves[1] ?? 0) + (halves[2] ?? 0);
      expect(halfWin).toBeCloseTo(first('basketball-half-result', { half: '1' }), 9);
      const bands = price('basketball-winning-margin');
      expect(bands.slice(0, 6).reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(home, 9);
      expect(
        price('basketball-highest-scoring-quarter').reduce((sum, chance) => sum + chance),
      ).toBeCloseTo(1, 9);
      const both = price('basketball-moneyline-and-total', { line: '199.5' });
      expect((both[0] ?? 0) + (both[1] ?? 0)).toBeCloseTo(home, 9);
      const over = first('basketball-total', { line: '199.5' });
      expect((both[0] ?? 0) + (both[2] ?? 0)).toBeCloseTo(over, 9);
    },
  );

  test('the quarters add up to the halves and the game', () => {
    const model = { ...NBA_GAME, margin: { mu: 5, sigma: 12 } };
    const mean = (
      span: 'regulation' | 'first-half' | `quarter-${1 | 2 | 3 | 4}`,
      part: 'margin' | 'total',
    ) =>
      basketballScenarios(model, tipOff(model), { span, part }).reduce(
        (sum, { facts, chance }) => sum + chance * (facts.tallies[span]?.[part] ?? NaN),
        0,
      );
    expect(mean('quarter-1', 'margin')).toBeCloseTo(5 / 4, 4);
    expect(mean('first-half', 'total')).toBeCloseTo(112, 3);
    expect(mean('regulation', 'margin')).toBeCloseTo(5, 4);
    expect(mean('regulation', 'total')).toBeCloseTo(224, 3);
  });

  test('all quarters won is the product of the quarters', () => {
    const price = pricer(basketballOutlook(NBA_GAME, tipOff(NBA_GAME)));
    const quarter = price('basketball-quarter-result', { quarter: '2' })[0] ?? NaN;
    expect(price('basketball-win-all-quarters')[0]).toBeCloseTo(quarter ** 4, 10);
  });
});

describe('prices move as they should', () => {
  const lines = Array.from({ length: 121 }, (_, at) => String((at - 60) / 2));
  property.prop([modelOf], { numRuns: 8 })('with the line', (model) => {
    const price = pricer(basketballOutlook(model, tipOff(model)));
    const home = lines.map((line) => price('basketball-spread', { line })[0] ?? NaN);
    home
      .slice(1)
      .forEach((chance, at) => expect(chance).toBeGreaterThanOrEqual((home[at] ?? 0) - 1e-12));
    const over = lines.map(
      (_, at) => price('basketball-total', { line: String(150 + at) })[0] ?? NaN,
    );
    over
      .slice(1)
      .forEach((chance, at) => expect(chance).toBeLessThanOrEqual((over[at] ?? 1) + 1e-12));
  });

  test('with the ball: who has it is ahead, the more so the less time is left', () => {
    const win = (secondsLeft: number, possession?: 'home' | 'away'): number =>
      pricer(
        basketballOutlook(NBA_GAME, {
          ...stateAt(2880 - secondsLeft, { home: 100, away: 100 }),
          ...(possession === undefined ? {} : { possession }),
        }),
      )('basketball-moneyline')[0] ?? NaN;
    for (const seconds of [600, 60, 10]) {
      expect(win(seconds, 'home')).toBeGreaterThan(win(seconds));
      expect(win(seconds, 'home') + win(seconds, 'away')).toBeCloseTo(1, 10);
    }
    expect(win(10, 'home')).toBeGreaterThan(win(60, 'home'));
    expect(win(60, 'home')).toBeGreaterThan(win(600, 'home'));
  });

  test('a decided game is certain', () => {
    const over: BasketballState = { ...stateAt(2879, { home: 101, away: 100 }), secondsLeft: 0 };
    const price = pricer(basketballOutlook(NBA_GAME, over));
    expect(price('basketball-moneyline')).toEqual([1, 0]);
    expect(price('basketball-total', { line: '200.5' })).toEqual([1, 0]);
    expect(price('basketball-overtime')).toEqual([0, 1]);
  });
});

describe('extremes', () => {
  property.prop([fc.boolean(), fc.boolean(), fc.boolean(), fc.integer({ min: 0, max: 2880 })], {
    numRuns: 8,
  })('give finite prices', (low, narrow, lopsided, played) => {
    const mean = low ? 40 : 500;
    const model: BasketballModel = {
      ...NBA_GAME,
      margin: { mu: lopsided ? 0.8 * mean : 0, sigma: narrow ? 4 : 60 },
      total: { mean, sd: narrow ? 4 : 60 },
    };
    const outlook = basketballOutlook(model, stateAt(played, { home: 20, away: 20 }));
    for (const market of SAMPLE_MARKETS) {
      for (const chances of outlook.chances(market)) {
        for (const chance of Object.values(chances)) {
          expect(chance).toBeGreaterThanOrEqual(0);
          expect(chance).toBeLessThanOrEqual(1 + 1e-9);
        }
      }
    }
  });

  const start = tipOff(NBA_GAME);
  const refused: readonly (readonly [string, BasketballModel, BasketballState])[] = [
    ['model.margin.sigma', { ...NBA_GAME, margin: { mu: 0, sigma: NaN } }, start],
    ['model.total.mean', { ...NBA_GAME, total: { mean: Infinity, sd: 18 } }, start],
    ['model.margin.mu', { ...NBA_GAME, margin: { mu: 300, sigma: 12 } }, start],
    ['model.quarterMinutes', { ...NBA_GAME, quarterMinutes: 0 }, start],
    ['state.period', NBA_GAME, { ...start, period: 0 }],
    ['state.secondsLeft', NBA_GAME, { ...start, secondsLeft: 721 }],
    ['state.points', NBA_GAME, { ...start, points: [{ home: 1.5, away: 0 }] }],
    ['state.points', NBA_GAME, { ...start, points: [] }],
    [
      'state.period',
      NBA_GAME,
      {
        period: 5,
        secondsLeft: 60,
        points: [1, 0, 0, 0, 0].map((home) => ({ home, away: 0 })),
      },
    ],
  ];
  test.each(refused)('%s is refused', (field, model, state) => {
    expect(() => basketballOutlook(model, state)).toThrow(
      expect.objectContaining({ name: 'InputError', field }) as InputError,
    );
  });

  test('markets of other sports and wrong specifiers are refused', () => {
    const { chances } = basketballOutlook(NBA_GAME, start);
    expect(() => chances({ type: 'match-result', specifiers: {} })).toThrow(InputError);
    expect(() => chances({ type: 'basketball-spread', specifiers: { line: '5.25' } })).toThrow(
      InputError,
    );
  });
});
