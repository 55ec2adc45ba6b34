import { NEXT_AWAY, type FootballIndex } from '#markets/mod.ts';

import { gridOfCells, marginalsOf, type ScoreGrid, type ScoreMarginals } from './score-grid.ts';

export const FOOTBALL_PERIODS = ['full-time', 'first-half', 'second-half'] as const;
export type FootballPeriod = (typeof FOOTBALL_PERIODS)[number];

export type PeriodGrids = Readonly<Record<FootballPeriod, ScoreGrid>>;
export type PeriodMarginals = Readonly<Record<FootballPeriod, ScoreMarginals>>;

const addTo = (cells: Float64Array, at: number, mass: number): void => {
  cells[at] = (cells[at] ?? 0) + mass;
};

/** Scorelines of each period from a scenario vector, in one pass over its cells. */
export function periodGrids(index: FootballIndex, vector: Float64Array): PeriodGrids {
  const { maxFirst, maxSecond, size } = index;
  const max = maxFirst + maxSecond;
  const first = new Float64Array((maxFirst + 1) ** 2);
  const second = new Float64Array((maxSecond + 1) ** 2);
  const full = new Float64Array((max + 1) ** 2);
  for (let cell = 0; cell < size; cell += 1) {
    const mass = vector[cell] ?? 0;
    if (mass === 0) continue;
    const h1 = index.h1[cell] ?? 0;
    const a1 = index.a1[cell] ?? 0;
    const h2 = index.h2[cell] ?? 0;
    const a2 = index.a2[cell] ?? 0;
    addTo(first, h1 * (maxFirst + 1) + a1, mass);
    addTo(second, h2 * (maxSecond + 1) + a2, mass);
    addTo(full, (h1 + h2) * (max + 1) + a1 + a2, mass);
  }
  return {
    'full-time': gridOfCells(max, max, full, false),
    'first-half': gridOfCells(maxFirst, maxFirst, first, false),
    'second-half': gridOfCells(maxSecond, maxSecond, second, false),
  };
}

/** Marginals with prefix sums for every period. */
export function marginalsByPeriod(grids: PeriodGrids): PeriodMarginals {
  return {
    'full-time': marginalsOf(grids['full-time']),
    'first-half': marginalsOf(grids['first-half']),
    'second-half': marginalsOf(grids['second-half']),
  };
}

export type NextGoalChances = Readonly<{ home: number; away: number; none: number }>;

/** Who scores the next goal, when `goalsSoFar` goals have been scored in the match. */
export function nextGoalChances(
  index: FootballIndex,
  vector: Float64Array,
  goalsSoFar: number,
): NextGoalChances {
  let home = 0;
  let away = 0;
  let none = 0;
  for (let cell = 0; cell < index.size; cell += 1) {
    const mass = vector[cell] ?? 0;
    if (mass === 0) continue;
    const total =
      (index.h1[cell] ?? 0) + (index.a1[cell] ?? 0) + (index.h2[cell] ?? 0) + (index.a2[cell] ?? 0);
    if (total <= goalsSoFar) none += mass;
    else if (index.next[cell] === NEXT_AWAY) away += mass;
    else home += mass;
  }
  return { home, away, none };
}
