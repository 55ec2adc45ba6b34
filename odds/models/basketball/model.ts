import { InputError } from '#contracts/mod.ts';

import type { MarginModel, TotalModel } from './margin.ts';

/**
 * Four quarters of `quarterMinutes`: the home margin and the total of both sides are independent Brownian
 * motions (Stern 1994), so that the points of disjoint stretches of play are independent. `margin` and
 * `total` are those of the four quarters, in points. Overtime is played at the same rates.
 */
export type BasketballModel = Readonly<{
  margin: MarginModel;
  total: TotalModel;
  quarterMinutes: number;
  overtimeMinutes: number;
  /**
   * Points that an average possession brings: the side that has the ball is half of them ahead of the
   * score, as it is to have the odd possession of those that are left.
   */
  possessionPoints: number;
}>;

export const QUARTERS = 4;

/**
 * A game of the NBA between equal sides: the deviation of the margin is about 12 to 13.5 points in recent
 * seasons, that of the total about 18, and a possession brings about 1.1 points.
 */
export const NBA_GAME: BasketballModel = {
  margin: { mu: 0, sigma: 12.5 },
  total: { mean: 224, sd: 18 },
  quarterMinutes: 12,
  overtimeMinutes: 5,
  possessionPoints: 1.1,
};

type Range = readonly [field: string, value: number, from: number, to: number];

/** @throws InputError NUMBER_INVALID outside the ranges in which the law of the points makes sense. */
export function checkModel(model: BasketballModel): void {
  const { margin, total, quarterMinutes, overtimeMinutes, possessionPoints } = model;
  const ranges: readonly Range[] = [
    ['total.mean', total.mean, 40, 500],
    ['total.sd', total.sd, 4, 60],
    ['margin.sigma', margin.sigma, 4, 60],
    ['margin.mu', margin.mu, -0.8 * total.mean, 0.8 * total.mean],
    ['quarterMinutes', quarterMinutes, 1, 30],
    ['overtimeMinutes', overtimeMinutes, 1, 30],
    ['possessionPoints', possessionPoints, 0, 4],
  ];
  for (const [field, value, from, to] of ranges) {
    if (!(value >= from && value <= to)) {
      throw new InputError(
        'NUMBER_INVALID',
        `model.${field}`,
        value,
        `must be in [${from}, ${to}]`,
      );
    }
  }
}
