import { describe, expect, test } from 'vitest';

import {
  birthOutlook,
  DIXON_ROBINSON_1998,
  gridMarkets,
  scoringRates,
  withInjury,
  type InPlayModel,
  type Pair,
} from '../mod.ts';
import { integrateBirths } from './birth-process.ts';
import { cutSegments } from './factors/match-clock.ts';
import { nominalSegments } from './play-clock.ts';

const MODEL: InPlayModel = { lambda: 1, mu: 0.92, parameters: DIXON_ROBINSON_1998 };
const INJURY = {
  ...MODEL,
  parameters: withInjury(DIXON_ROBINSON_1998, { firstHalf: 1.48, secondHalf: 2.18 }),
};
const NIL_NIL = { home: 0, away: 0 };

const resultOf = (model: InPlayModel, score: Pair, minute: number) =>
  gridMarkets(birthOutlook(model, { score, minute }).final).result;

describe('Dixon & Robinson 1998, model VI', () => {
  test.each([
    ['0-0 at kick-off', MODEL, NIL_NIL, 0, [0.3713, 0.3006, 0.3281]],
    ['with injury minutes', INJURY, NIL_NIL, 0, [0.3731, 0.2975, 0.3294]],
    ['1-0 at half-time', MODEL, { home: 1, away: 0 }, 45, [0.6609, 0.2493, 0.0898]],
    ['0-1 after an hour', MODEL, { home: 0, away: 1 }, 60, [0.0671, 0.2353, 0.6976]],
  ] as const)('%s', (...[, model, score, minute, [home, draw, away]]) => {
    const result = resultOf(model, score, minute);
    expect(result.home).toBeCloseTo(home, 3);
    expect(result.draw).toBeCloseTo(draw, 3);
    expect(result.away).toBeCloseTo(away, 3);
  });

  test('Table 7 of the paper, which simulated to two digits', () => {
    const { home, draw, away } = resultOf(MODEL, NIL_NIL, 0);
    expect(Math.abs(home - 0.38)).toBeLessThan(0.015);
    expect(Math.abs(draw - 0.3)).toBeLessThan(0.015);
    expect(Math.abs(away - 0.32)).toBeLessThan(0.015);
  });

  test.each([
    [0, [0, 0], [1, 0.92]],
    [0, [1, 0], [0.87, 1.22]],
    [0, [0, 1], [1.1, 0.98]],
    [30, [0, 1], [1.32, 1.14]],
    [60, [1, 0], [1.32, 1.54]],
    [89, [1, 0], [1.53, 1.69]],
    [89, [2, 0], [1.68, 1.87]],
  ] as const)('Table 5: rates at minute %d, %j', (minute, [home, away], [first, second]) => {
    const rates = scoringRates(MODEL, { home, away }, minute);
    expect(Math.abs(rates.home - first)).toBeLessThan(0.02);
    expect(Math.abs(rates.away - second)).toBeLessThan(0.02);
  });

  test('the last minutes of the halves carry the injury multipliers', () => {
    const at = (minute: number) => scoringRates(INJURY, NIL_NIL, minute).home;
    const plain = (minute: number) => scoringRates(MODEL, NIL_NIL, minute).home;
    expect(at(44)).toBe(plain(44));
    expect(at(45)).toBeCloseTo(1.48 * plain(45), 12);
    expect(at(46)).toBe(plain(46));
    expect(at(90)).toBeCloseTo(2.18 * plain(90), 12);
  });

  test('a match cut into short stretches comes to the same', () => {
    const start = { score: NIL_NIL, redCards: NIL_NIL, size: { maxHome: 12, maxAway: 12 } };
    const segments = nominalSegments(INJURY.parameters, 0);
    const cuts = Array.from({ length: 300 }, (_, at) => 0.31 * at);
    const whole = integrateBirths(INJURY, start, segments);
    const pieces = integrateBirths(INJURY, start, cutSegments(segments, cuts));
    for (const side of ['home', 'away'] as const)
      whole[side].forEach((chance, cell) => {
        expect(Math.abs(chance - (pieces[side][cell] ?? 0))).toBeLessThan(1e-10);
      });
    expect(whole.none).toBeCloseTo(pieces.none, 11);
  });
});
