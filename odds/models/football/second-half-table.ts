import { integrateBirths } from './birth-process.ts';
import type { FootballIndex } from '#markets/mod.ts';
import type { Pair } from './in-play-parameters.ts';
import { nominalSegments } from './play-clock.ts';
import { HALF_MINUTES, type InPlayModel } from './rates.ts';

type TableShape = Pick<FootballIndex, 'maxFirst' | 'maxSecond'>;

/** Numbers per half-time score: home-tagged grid, away-tagged grid, and the chance of no goal. */
export const secondHalfStride = ({ maxSecond }: TableShape): number => 2 * (maxSecond + 1) ** 2 + 1;

export const secondHalfTableLength = (shape: TableShape): number =>
  (shape.maxFirst + 1) ** 2 * secondHalfStride(shape);

/**
 * Second-half goals from every half-time score class, for given base rates and red cards. It costs a
 * few milliseconds, so it is built in a worker and handed over as one transferable array.
 */
export function secondHalfTable(
  model: InPlayModel,
  redCards: Pair,
  shape: TableShape,
): Float64Array<ArrayBuffer> {
  const { maxFirst, maxSecond } = shape;
  const stride = secondHalfStride(shape);
  const table = new Float64Array(secondHalfTableLength(shape));
  const segments = nominalSegments(model.parameters, HALF_MINUTES);
  const size = { maxHome: maxSecond, maxAway: maxSecond };
  for (let home = 0; home <= maxFirst; home += 1) {
    for (let away = 0; away <= maxFirst; away += 1) {
      const goals = integrateBirths(model, { score: { home, away }, redCards, size }, segments);
      const at = (home * (maxFirst + 1) + away) * stride;
      table.set(goals.home, at);
      table.set(goals.away, at + goals.size);
      table[at + stride - 1] = goals.none;
    }
  }
  return table;
}
