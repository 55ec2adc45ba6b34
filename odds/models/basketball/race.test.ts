import { describe, expect, test } from 'vitest';

import { seededRandom, type Random } from '#platform/mod.ts';

import { NBA_GAME, type BasketballModel } from './model.ts';
import { basketballOutlook } from './scenarios.ts';
import { tipOff, type BasketballState } from './state.ts';

/**
 * Gabel & Redner 2012 (J. Quant. Anal. Sports 8), 6,087 games of the NBA: 94.8 plays that score in a game,
 * as a Poisson process; the side that scored last scores next with chance .348; one to three points.
 */
const PLAYS = 94.8;
const SAME_SIDE = 0.348;
const POINTS = [0.087, 0.739, 0.174];
const MEAN = POINTS.reduce((sum, share, at) => sum + share * (at + 1), 0);
const SQUARE = POINTS.reduce((sum, share, at) => sum + share * (at + 1) ** 2, 0);

/** The Brownian law with the drift and the spread of that walk, where `bias` raises the home chances. */
function modelOf(bias: number): BasketballModel {
  const home = (1 - SAME_SIDE + bias) / (2 - 2 * SAME_SIDE);
  const variance = SQUARE - MEAN ** 2 + (MEAN ** 2 * SAME_SIDE) / (1 - SAME_SIDE);
  return {
    ...NBA_GAME,
    margin: { mu: PLAYS * MEAN * (2 * home - 1), sigma: Math.sqrt(PLAYS * variance) },
    total: { mean: PLAYS * MEAN, sd: Math.sqrt(PLAYS * SQUARE) },
  };
}

type Runner = Readonly<{ bias: number; home: number; away: number; plays: number }>;

/** The side that is first to each number of points in one simulated game. */
function play(random: Random, runner: Runner, targets: readonly number[]): readonly string[] {
  const score = { home: runner.home, away: runner.away };
  const first = targets.map(() => 'none');
  let last: 'home' | 'away' = random.next() < 0.5 ? 'home' : 'away';
  const scoreOnce = (): void => {
    const home = (last === 'home' ? SAME_SIDE : 1 - SAME_SIDE) + runner.bias;
    last = random.next() < home ? 'home' : 'away';
    const draw = random.next();
    const [one = 0, two = 0] = POINTS;
    score[last] += draw < one ? 1 : draw < one + two ? 2 : 3;
    targets.forEach((target, at) => {
      if (first[at] === 'none' && score[last] >= target) first[at] = last;
    });
  };
  const several = (mean: number): void => {
    for (let left = random.poisson(mean); left > 0; left -= 1) scoreOnce();
  };
  several(runner.plays);
  while (score.home === score.away) several((PLAYS * 5) / 48);
  return first;
}

const SEED = 'race 2026';
const GAMES = 20_000;
const TARGETS = [10, 20, 40, 80, 100];
/** What the model itself may be off by, beside the error of the simulation. */
const MODEL_ERROR = 0.01;

const AFTER_A_QUARTER: BasketballState = {
  period: 1,
  secondsLeft: 0,
  points: [{ home: 30, away: 25 }],
};

describe(`races against simulated baskets (seed "${SEED}")`, () => {
  test.each([
    ['equal sides', 0, undefined],
    ['a favourite of six points', 0.02, undefined],
    ['a favourite of twelve points', 0.04, undefined],
    ['five points ahead after a quarter', 0.02, AFTER_A_QUARTER],
  ])('%s', (name, bias, state) => {
    const random = seededRandom(`${SEED} ${name}`);
    const { home, away } = state?.points[0] ?? { home: 0, away: 0 };
    const targets = TARGETS.filter((target) => target > Math.max(home, away));
    const runner = { bias, home, away, plays: state === undefined ? PLAYS : 0.75 * PLAYS };
    const wins = targets.map(() => ({ home: 0, away: 0, none: 0 }));
    for (let game = 0; game < GAMES; game += 1) {
      play(random, runner, targets).forEach((side, at) => {
        const counts = wins[at];
        if (counts !== undefined) counts[side as keyof typeof counts] += 1;
      });
    }
    const model = modelOf(bias);
    const outlook = basketballOutlook(model, state ?? tipOff(model));
    targets.forEach((points, at) => {
      const specifiers = { points: String(points) };
      const chances = outlook.chances({ type: 'basketball-race-to-points', specifiers });
      (['home', 'away', 'none'] as const).forEach((side, which) => {
        const chance = chances[which]?.win ?? NaN;
        const simulated = (wins[at]?.[side] ?? NaN) / GAMES;
        const error = 4 * Math.sqrt((chance * (1 - chance)) / GAMES);
        const message = `${side} first to ${points}: ${chance} against ${simulated}`;
        expect(Math.abs(chance - simulated), message).toBeLessThan(error + MODEL_ERROR);
      });
    });
  });
});

describe('races agree with the totals of the sides', () => {
  const outlook = basketballOutlook(NBA_GAME, tipOff(NBA_GAME));
  const race = (points: number) =>
    outlook
      .chances({ type: 'basketball-race-to-points', specifiers: { points: String(points) } })
      .map(({ win }) => win);

  test.each([1, 2, 60, 100, 112, 140, 200])('to %d', (points) => {
    const [home = NaN, away = NaN, none = NaN] = race(points);
    expect(home + away + none).toBeCloseTo(1, 11);
    const under = outlook
      .scenarios({ span: 'match', part: 'score' })
      .filter(({ facts }) => {
        const { home: h = NaN, away: a = NaN } = facts.tallies.match ?? {};
        return Math.max(h, a) < points;
      })
      .reduce((sum, { chance }) => sum + chance, 0);
    expect(none).toBeCloseTo(under, 11);
    expect(home).toBeCloseTo(away, 11);
  });

  test('what has been reached is known, or must be said', () => {
    const state: BasketballState = {
      period: 2,
      secondsLeft: 700,
      points: [
        { home: 30, away: 22 },
        { home: 0, away: 0 },
      ],
    };
    const chances = (points: number, firstTo?: BasketballState['firstTo']) =>
      basketballOutlook(NBA_GAME, { ...state, ...(firstTo === undefined ? {} : { firstTo }) })
        .chances({ type: 'basketball-race-to-points', specifiers: { points: String(points) } })
        .map(({ win }) => win);
    expect(chances(30)).toEqual([1, 0, 0]);
    expect(chances(20, { 20: 'away' })).toEqual([0, 1, 0]);
    expect(() => chances(20)).toThrow('firstTo.20');
  });
});
