import type { Pair } from '../in-play-parameters.ts';
import { type ScoreGrid } from '../score-grid.ts';
import { type CountPeriod, type CountsByHalf, type CountState } from './count-laws.ts';
import type { CountParameters } from './count-parameters.ts';
import { type NextCount } from './side-counts.ts';
/** Yellow cards, and cards that send a player off: straight red and second yellow. */
export type CardModel = Readonly<{
  yellow: CountParameters;
  dismissal: CountParameters;
  supremacy: number;
}>;
/** Cards so far. A second yellow is one dismissal; the first yellow of the same player stays a yellow. */
export type CardState = Omit<CountState, 'counts'> &
  Readonly<{
    yellow: CountsByHalf;
    dismissals: CountsByHalf;
  }>;
/**
 * Chances of the cards shown in a period, home × away: yellow, second yellow and red count one each.
 * Home-major from 0, the last classes hold what is above them (about 1e-6); sums to 1.
 * @throws InputError for numbers out of range or a state that contradicts itself.
 */
export declare function cardGrid(
  model: CardModel,
  state: CardState,
  period: CountPeriod,
): ScoreGrid;
/** Booking points are multiples of it, so that row k of the grid of points stands for 5k. */
export declare const POINTS_UNIT = 5;
/** Chances of the booking points of a period, home × away, in units of 5: a yellow 10, a sending-off 25. */
export declare function bookingPointGrid(
  model: CardModel,
  state: CardState,
  period: CountPeriod,
): ScoreGrid;
/** Chances of the sendings-off of a period, home × away, as `cardGrid`. */
export declare const sendingOffGrid: (
  model: CardModel,
  state: CardState,
  period: CountPeriod,
) => ScoreGrid;
/** Chance of at least one sending-off in a period: of either side, and of each. */
export declare function sendingOffChances(
  model: CardModel,
  state: CardState,
  period: CountPeriod,
): Pair &
  Readonly<{
    either: number;
  }>;
/** Who is shown the next card of the 90 minutes, of whatever colour; the first one before any was shown. */
export declare function nextCard(model: CardModel, state: CardState): NextCount;
