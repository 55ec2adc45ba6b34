import {
  checkedWin,
  checkGroup,
  checkPlaces,
  remainingAfter,
  type OrderDepth,
  type OrderLaw,
} from './order-law.ts';
import { locationsOf } from './locations.ts';
import { dot, raceGrid, restBehind, rowOf, type RaceGrid } from './race-grid.ts';
import type { TimeLaw } from './time-law.ts';

/** P(at most `most` of these independent events happen). */
function atMost(chances: readonly number[], most: number): number {
  const counts = new Float64Array(most + 1);
  counts[0] = 1;
  for (const chance of chances) {
    for (let count = most; count >= 0; count -= 1) {
      const fewer = count > 0 ? (counts[count - 1] ?? 0) * chance : 0;
      counts[count] = (counts[count] ?? 0) * (1 - chance) + fewer;
    }
  }
  return counts.reduce((sum, value) => sum + value, 0);
}

/** The runner is home at x, and fewer than `places` rivals are. */
function placeChance(grid: RaceGrid, runner: number, places: number): number {
  const rivals = grid.cdf.filter((_, at) => at !== runner);
  const own = rowOf(grid.hazard, runner);
  const alive = rowOf(grid.logSurvival, runner);
  let sum = 0;
  for (let at = 0; at < grid.points; at += 1) {
    const density = (own[at] ?? 0) * Math.exp(alive[at] ?? 0);
    if (density < 1e-300) continue;
    sum +=
      density *
      atMost(
        rivals.map((cdf) => cdf[at] ?? 0),
        places - 1,
      );
  }
  return sum * grid.step;
}

/** Weights of the integral between two neighbouring points by the six around them, error h⁷. */
const SIX_POINTS = [11, -93, 802, 802, -93, 11].map((weight) => weight / 1440);

/** Integrals from the left end to each point, in units of the step. */
function cumulated(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length);
  for (let at = 1; at < values.length; at += 1) {
    const between = SIX_POINTS.reduce(
      (sum, weight, near) => sum + weight * (values[at - 3 + near] ?? 0),
      0,
    );
    sums[at] = (sums[at - 1] ?? 0) + between;
  }
  return sums;
}

const productOf = (left: Float64Array, right: Float64Array): Float64Array =>
  left.map((value, at) => value * (right[at] ?? 0));

/** P(i home first, j second), rows i. */
function pairChances(grid: RaceGrid): readonly (readonly number[])[] {
  return grid.cdf.map((home, first) => {
    const behind = productOf(home, restBehind(grid, [first]));
    return grid.hazard.map((hazard, second) => (second === first ? 0 : dot(hazard, behind)));
  });
}

/**
 * Shares of each runner in the third place behind `first` and `second`: these are home in this order
 * before x, k is at x, the others are still running.
 */
function thirdShares(grid: RaceGrid, first: number, second: number): readonly number[] {
  const alive = rowOf(grid.logSurvival, second);
  const density = rowOf(grid.hazard, second).map((value, at) => value * Math.exp(alive[at] ?? 0));
  const bothHome = cumulated(productOf(density, rowOf(grid.cdf, first)));
  const behind = productOf(bothHome, restBehind(grid, [first, second]));
  const weights = grid.hazard.map((hazard, third) =>
    third === first || third === second ? 0 : dot(hazard, behind),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum > 0 ? weights.map((weight) => weight / sum) : weights;
}

type Field = Readonly<{
  grid: RaceGrid;
  win: readonly number[];
  /** Index in the whole field of each row of the grid; the favourite comes first. */
  running: readonly number[];
}>;

function frontChances({ grid, win, running }: Field, depth: OrderDepth): Float64Array {
  const field = win.length;
  if (depth === 1) return Float64Array.from(win);
  const chances = new Float64Array(field ** depth);
  const indexOf = (rows: readonly number[]): number =>
    rows.reduce((index, row) => index * field + (running[row] ?? 0), 0);
  pairChances(grid).forEach((seconds, first) => {
    seconds.forEach((chance, second) => {
      if (first === second) return;
      if (depth === 2) chances[indexOf([first, second])] = chance;
      else {
        thirdShares(grid, first, second).forEach((share, third) => {
          if (share > 0) chances[indexOf([first, second, third])] = chance * share;
        });
      }
    });
  });
  return chances;
}

/** The others have no part in it: independent times order a group as if it ran alone. */
function firstChances({ grid, win, running }: Field, group: readonly number[]): readonly number[] {
  const outsiders = running.flatMap((at, row) => (group.includes(at) ? [] : [row]));
  const behind = restBehind(grid, outsiders);
  const chances = win.map(() => 0);
  for (const at of group) chances[at] = dot(rowOf(grid.hazard, running.indexOf(at)), behind);
  return chances;
}

/**
 * Independent running times of one law, shifted so that the win chances come out; the first home wins.
 * All answers are integrals over one grid, good to about 1e-10 (three in order: 1e-8). Tens of ms for
 * a field of 40. A withdrawal leaves the times of the others as they are.
 * @throws InputError for bad win chances.
 */
export function raceLaw(law: TimeLaw, chances: readonly number[]): OrderLaw {
  const win = checkedWin(chances);
  const running = win
    .flatMap((chance, at) => (chance > 0 ? [at] : []))
    .sort((left, right) => (win[right] ?? 0) - (win[left] ?? 0));
  const theta = locationsOf(
    law,
    running.map((at) => win[at] ?? 0),
  );
  const field: Field = { grid: raceGrid(law, theta), win, running };
  return {
    win,
    place: (places) => {
      checkPlaces(places);
      const placed = win.map(() => 0);
      running.forEach((at, row) => {
        placed[at] = placeChance(field.grid, row, places);
      });
      return placed;
    },
    front: (depth) => frontChances(field, depth),
    firstOf: (group) => {
      const first = firstChances(field, checkGroup(group, win));
      return group.map((at) => first[at] ?? 0);
    },
    without: (withdrawn) => firstChances(field, remainingAfter(withdrawn, win)),
  };
}
