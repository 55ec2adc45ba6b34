import type { FiveWay } from '../models/mod.ts';

/** Result codes of a payoff table, in the order of what they pay; markets/football/payoff.ts writes them. */
const CODES = 5;

/** Cells that hold any mass. In play most of a space is out of reach, and skipping it is most of the speed. */
export function liveCells(vector: Float64Array): Int32Array {
  const cells = new Int32Array(vector.length);
  let count = 0;
  for (let cell = 0; cell < vector.length; cell += 1) {
    if ((vector[cell] ?? 0) > 0) {
      cells[count] = cell;
      count += 1;
    }
  }
  return cells.subarray(0, count);
}

/** The expectation of a payoff table under the chances of its cells, result by result. */
export function outcomeChances(
  vector: Float64Array,
  cells: Int32Array,
  payoff: Uint8Array,
): FiveWay {
  const mass = new Float64Array(CODES);
  for (const cell of cells) {
    const code = payoff[cell] ?? 0;
    mass[code] = (mass[code] ?? 0) + (vector[cell] ?? 0);
  }
  const [lose = 0, halfLose = 0, push = 0, halfWin = 0, win = 0] = mass;
  return { lose, halfLose, push, halfWin, win };
}
