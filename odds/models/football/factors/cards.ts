import type { Pair } from '../in-play-parameters.ts';
import { gridOfCells, type ScoreGrid } from '../score-grid.ts';
import { countLaws, type CountPeriod, type CountsByHalf, type CountState } from './count-laws.ts';
import type { CountParameters } from './count-parameters.ts';
import { nextOfLaws } from './next-count.ts';
import { oncePerState } from './once-per-state.ts';
import { countGrid, type NextCount } from './side-counts.ts';

/** Yellow cards, and cards that send a player off: straight red and second yellow. */
export type CardModel = Readonly<{
  yellow: CountParameters;
  dismissal: CountParameters;
  supremacy: number;
}>;

/** Cards so far. A second yellow is one dismissal; the first yellow of the same player stays a yellow. */
export type CardState = Omit<CountState, 'counts'> &
  Readonly<{ yellow: CountsByHalf; dismissals: CountsByHalf }>;

const laws = oncePerState(({ yellow, dismissal, supremacy }: CardModel, state: CardState) => ({
  yellow: countLaws(yellow, supremacy, { ...state, counts: state.yellow }),
  dismissal: countLaws(dismissal, supremacy, { ...state, counts: state.dismissals }),
}));

type Valued = Readonly<{ grid: ScoreGrid; value: number }>;

/** Grid of value × count summed over two independent kinds of card. */
function combined(left: Valued, right: Valued): ScoreGrid {
  const maxHome = left.grid.maxHome * left.value + right.grid.maxHome * right.value;
  const maxAway = left.grid.maxAway * left.value + right.grid.maxAway * right.value;
  const cells = new Float64Array((maxHome + 1) * (maxAway + 1));
  const add = (corner: number, weight: number): void => {
    for (let home = 0, at = 0; home <= left.grid.maxHome; home += 1) {
      let cell = corner + home * left.value * (maxAway + 1);
      for (let away = 0; away <= left.grid.maxAway; away += 1, at += 1, cell += left.value) {
        cells[cell] = (cells[cell] ?? 0) + weight * (left.grid.cells[at] ?? 0);
      }
    }
  };
  for (let home = 0, at = 0; home <= right.grid.maxHome; home += 1) {
    for (let away = 0; away <= right.grid.maxAway; away += 1, at += 1) {
      const weight = right.grid.cells[at] ?? 0;
      if (weight > 0) add((home * (maxAway + 1) + away) * right.value, weight);
    }
  }
  return gridOfCells(maxHome, maxAway, cells, false);
}

function bothKinds(
  model: CardModel,
  state: CardState,
  period: CountPeriod,
): Readonly<{ yellow: ScoreGrid; dismissal: ScoreGrid }> {
  const { yellow, dismissal } = laws(model, state);
  return { yellow: countGrid(yellow[period]), dismissal: countGrid(dismissal[period]) };
}

/**
 * Chances of the cards shown in a period, home × away: yellow, second yellow and red count one each.
 * Home-major from 0, the last classes hold what is above them (about 1e-6); sums to 1.
 * @throws InputError for numbers out of range or a state that contradicts itself.
 */
export function cardGrid(model: CardModel, state: CardState, period: CountPeriod): ScoreGrid {
  const { yellow, dismissal } = bothKinds(model, state, period);
  return combined({ grid: yellow, value: 1 }, { grid: dismissal, value: 1 });
}

/** Booking points are multiples of it, so that row k of the grid of points stands for 5k. */
export const POINTS_UNIT = 5;
const YELLOW_UNITS = 2;
const DISMISSAL_UNITS = 5;

/** Chances of the booking points of a period, home × away, in units of 5: a yellow 10, a sending-off 25. */
export function bookingPointGrid(
  model: CardModel,
  state: CardState,
  period: CountPeriod,
): ScoreGrid {
  const { yellow, dismissal } = bothKinds(model, state, period);
  return combined(
    { grid: yellow, value: YELLOW_UNITS },
    { grid: dismissal, value: DISMISSAL_UNITS },
  );
}

/** Chances of the sendings-off of a period, home × away, as `cardGrid`. */
export const sendingOffGrid = (
  model: CardModel,
  state: CardState,
  period: CountPeriod,
): ScoreGrid => countGrid(laws(model, state).dismissal[period]);

/** Chance of at least one sending-off in a period: of either side, and of each. */
export function sendingOffChances(
  model: CardModel,
  state: CardState,
  period: CountPeriod,
): Pair & Readonly<{ either: number }> {
  const { cells, maxAway } = sendingOffGrid(model, state, period);
  let [either, home, away] = [0, 0, 0];
  cells.forEach((chance, cell) => {
    const byHome = cell > maxAway;
    const byAway = cell % (maxAway + 1) > 0;
    if (byHome) home += chance;
    if (byAway) away += chance;
    if (byHome || byAway) either += chance;
  });
  return { either, home, away };
}

/** Who is shown the next card of the 90 minutes, of whatever colour; the first one before any was shown. */
export function nextCard(model: CardModel, state: CardState): NextCount {
  const { yellow, dismissal } = laws(model, state);
  return nextOfLaws([yellow, dismissal]);
}
