import { distribution, type Distribution } from './distribution.ts';

/** Chances of scorelines, home-major: cell = home × (maxAway + 1) + away. */
export type ScoreGrid = Readonly<{
  maxHome: number;
  maxAway: number;
  cells: Float64Array;
  /** Sum of the cells before normalisation. */
  mass: number;
}>;

export type ScoreMarginals = Readonly<{
  home: Distribution;
  away: Distribution;
  total: Distribution;
  /** Home minus away goals. */
  difference: Distribution;
}>;

function massOf(cells: Float64Array): number {
  let mass = 0;
  for (let cell = 0; cell < cells.length; cell += 1) mass += cells[cell] ?? 0;
  return mass;
}

/** Wraps raw cells into a grid, divided by their own sum unless `normalise` is false. */
export function gridOfCells(
  maxHome: number,
  maxAway: number,
  cells: Float64Array,
  normalise = true,
): ScoreGrid {
  const mass = massOf(cells);
  const scaled = normalise ? cells.map((cell) => cell / mass) : cells;
  return { maxHome, maxAway, cells: scaled, mass };
}

export const scoreChance = (grid: ScoreGrid, home: number, away: number): number =>
  home > grid.maxHome || away > grid.maxAway || home < 0 || away < 0
    ? 0
    : (grid.cells[home * (grid.maxAway + 1) + away] ?? 0);

/** Sum of the cells where a statement about the score holds. */
export function chanceWhere(
  grid: ScoreGrid,
  holds: (home: number, away: number) => boolean,
): number {
  let sum = 0;
  for (let home = 0; home <= grid.maxHome; home += 1) {
    for (let away = 0; away <= grid.maxAway; away += 1) {
      if (holds(home, away)) sum += scoreChance(grid, home, away);
    }
  }
  return sum;
}

/** The four marginals that price every full-time line. */
export function marginalsOf(grid: ScoreGrid): ScoreMarginals {
  const { maxHome, maxAway, cells } = grid;
  const home = new Float64Array(maxHome + 1);
  const away = new Float64Array(maxAway + 1);
  const total = new Float64Array(maxHome + maxAway + 1);
  const difference = new Float64Array(maxHome + maxAway + 1);
  for (let x = 0, cell = 0; x <= maxHome; x += 1) {
    for (let y = 0; y <= maxAway; y += 1, cell += 1) {
      const chance = cells[cell] ?? 0;
      home[x] = (home[x] ?? 0) + chance;
      away[y] = (away[y] ?? 0) + chance;
      total[x + y] = (total[x + y] ?? 0) + chance;
      const at = x - y + maxAway;
      difference[at] = (difference[at] ?? 0) + chance;
    }
  }
  return {
    home: distribution(0, home),
    away: distribution(0, away),
    total: distribution(0, total),
    difference: distribution(-maxAway, difference),
  };
}
