import type { FiveWay } from '../models/mod.ts';

/** Cells that hold any mass. In play most of a space is out of reach, and skipping it is most of the speed. */
export function liveCells(vector: Float64Array): readonly number[] {
  const cells: number[] = [];
  for (let cell = 0; cell < vector.length; cell += 1) if ((vector[cell] ?? 0) > 0) cells.push(cell);
  return cells;
}

/** By payoff code, in the order of what they pay; used within one call only, as a board has hundreds. */
const sums = new Float64Array(5);

/** The expectation of a payoff table under the chances of its cells, result by result. */
export function outcomeChances(
  vector: Float64Array,
  cells: readonly number[],
  payoff: Uint8Array,
): FiveWay {
  sums.fill(0);
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at] ?? 0;
    const code = payoff[cell] ?? 0;
    sums[code] = (sums[code] ?? 0) + (vector[cell] ?? 0);
  }
  return {
    lose: sums[0] ?? 0,
    halfLose: sums[1] ?? 0,
    push: sums[2] ?? 0,
    halfWin: sums[3] ?? 0,
    win: sums[4] ?? 0,
  };
}
