import { InputError } from '#contracts/mod.ts';

import { normalQuantile } from '../numeric/normal.ts';
import { dot, gridWin, raceGrid, restBehind, rowOf, type RaceGrid } from './race-grid.ts';
import type { TimeLaw } from './time-law.ts';

const MAX_ROUNDS = 100;
/** Of ln(win chance). The integrals themselves lose a few more digits at large gamma shapes. */
const TOLERANCE = 1e-10;

/**
 * Solves a positive definite system in place by elimination: no pivots are needed. Row i is the matrix
 * row followed by its right side.
 */
function solve(rows: readonly Float64Array[]): readonly number[] {
  const size = rows.length;
  rows.forEach((pivot, column) => {
    for (let below = column + 1; below < size; below += 1) {
      const row = rowOf(rows, below);
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let at = column; at <= size; at += 1)
        row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0);
    }
  });
  const solution = new Array<number>(size).fill(0);
  for (let at = size - 1; at >= 0; at -= 1) {
    const row = rowOf(rows, at);
    let rest = row[size] ?? 0;
    for (let right = at + 1; right < size; right += 1) {
      rest -= (row[right] ?? 0) * (solution[right] ?? 0);
    }
    solution[at] = rest / (row[at] ?? 1);
  }
  return solution;
}

/**
 * Newton's step for ln(win chance). A runner's chance grows by M_ij for a shift of rival j and falls by
 * ΣM_ij for its own, M_ij = ∫ hazard_i hazard_j Π survival. Only differences count, so that the
 * favourite, who is first, stays: what the others lack is least felt in a large chance.
 */
function newtonStep(grid: RaceGrid, win: readonly number[], target: readonly number[]) {
  const behind = restBehind(grid, []);
  const weighted = grid.hazard.map((hazard) =>
    hazard.map((value, at) => value * (behind[at] ?? 0)),
  );
  const size = target.length;
  const rates = weighted.map((left) => grid.hazard.map((right) => dot(left, right)));
  const rows = Array.from({ length: size - 1 }, (_, at) => {
    const own = at + 1;
    const rate = rates[own] ?? [];
    const away = rate.reduce((sum, value, rival) => sum + (rival === own ? 0 : value), 0);
    const row = Float64Array.from({ length: size }, (__, column) => -(rate[column + 1] ?? 0));
    row[at] = away;
    row[size - 1] = (win[own] ?? 0) * Math.log((win[own] ?? 0) / (target[own] ?? 1));
    return row;
  });
  return [0, ...solve(rows)];
}

/**
 * Locations at which independent times of this law give the win chances, which are positive and begin
 * with the favourite's; only differences of locations mean anything.
 * @throws InputError when Newton's steps do not settle.
 */
export function locationsOf(law: TimeLaw, target: readonly number[]): readonly number[] {
  let theta = target.map((chance) => -normalQuantile(chance) * law.scale);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const grid = raceGrid(law, theta);
    const win = gridWin(grid);
    const misfit = Math.max(
      ...target.map((chance, at) => Math.abs(Math.log((win[at] ?? 0) / chance))),
    );
    if (misfit < TOLERANCE) return theta;
    const step = newtonStep(grid, win, target);
    const longest = Math.max(...step.map(Math.abs));
    const damping = Math.min(1, (2 * law.scale) / longest);
    theta = theta.map((location, at) => location + damping * (step[at] ?? 0));
  }
  throw new InputError('NO_SOLUTION', 'win', target, 'has no locations that give these chances');
}
