import { InputError, type MarketIdentity } from '#contracts/mod.ts';
import { iceHockeyDefinitionOf } from '#markets/mod.ts';
import { fairChance } from '../five-way.ts';
import { normalQuantile } from '../numeric/normal.ts';
import type { IceHockeyModel } from './model.ts';
import { iceHockeyOutlook } from './scenarios.ts';
import { FACE_OFF } from './state.ts';

/** Fair prices of a game, overtime and shoot-out included. */
export type IceHockeyPrices = Readonly<{
  /** The chance that home wins. */
  moneyline: number;
  /** A line in goals and the fair chance (pushes dropped) of going over it. */
  total: Readonly<{ line: number; over: number }>;
}>;

const MAX_ROUNDS = 30;
const TOLERANCE = 1e-11;
const STEP = 1e-4;

/** Logarithms of both rates. */
type Point = readonly [home: number, away: number];

const quantile = (field: string, chance: number): number => {
  if (chance >= 0.001 && chance <= 0.999) return normalQuantile(chance);
  throw new InputError('NUMBER_INVALID', field, chance, 'must be in [0.001, 0.999]');
};

/**
 * The model of a game that has these fair prices before it begins: Newton's method on both rates, in
 * quantiles of the normal law, in which prices are nearly straight. All else is taken from `start`.
 * @throws InputError NUMBER_INVALID when a chance is out of range, SPECIFIER_INVALID when the line is,
 * NO_SOLUTION when no rates have these prices.
 */
export function iceHockeyModelFrom(
  { moneyline, total }: IceHockeyPrices,
  start: IceHockeyModel,
): IceHockeyModel {
  const target = [quantile('moneyline', moneyline), quantile('total.over', total.over)] as const;
  const markets: readonly MarketIdentity[] = [
    { type: 'ice-hockey-moneyline', specifiers: {} },
    { type: 'ice-hockey-total', specifiers: { line: String(total.line) } },
  ];
  const modelAt = ([home, away]: Point): IceHockeyModel => ({
    ...start,
    home: Math.exp(home),
    away: Math.exp(away),
  });
  const missAt = (point: Point): Point => {
    const { chances } = iceHockeyOutlook(modelAt(point), FACE_OFF);
    const [win = NaN, over = NaN] = markets.map((market) => {
      const [first] = chances(market);
      return normalQuantile((first && fairChance(first)) ?? NaN);
    });
    return [win - target[0], over - target[1]];
  };
  // An unsound line must be told from prices that no rates have.
  for (const market of markets) iceHockeyDefinitionOf(market);
  let point: Point = [Math.log(total.line / 2), Math.log(total.line / 2)];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const miss = missAt(point);
    if (Math.max(...miss.map(Math.abs)) < TOLERANCE) return modelAt(point);
    point = newton(point, miss, missAt);
    if (!point.every(Number.isFinite)) break;
  }
  throw new InputError(
    'NO_SOLUTION',
    'prices',
    { moneyline, total },
    'must be those of some rates',
  );
}

/** Rates change at most threefold in a step, and stay where the model allows them. */
const MOST = Math.log(3);
const clamp = (value: number, most: number): number => Math.max(-most, Math.min(most, value));
const within = (value: number): number => Math.max(Math.log(0.06), Math.min(Math.log(19), value));

function newton(point: Point, miss: Point, missAt: (point: Point) => Point): Point {
  const [home, away] = point;
  const byHome = missAt([home + STEP, away]).map((value, at) => (value - (miss[at] ?? 0)) / STEP);
  const byAway = missAt([home, away + STEP]).map((value, at) => (value - (miss[at] ?? 0)) / STEP);
  const [a = 0, c = 0] = byHome;
  const [b = 0, d = 0] = byAway;
  const determinant = a * d - b * c;
  return [
    within(home - clamp((d * miss[0] - b * miss[1]) / determinant, MOST)),
    within(away - clamp((a * miss[1] - c * miss[0]) / determinant, MOST)),
  ];
}
