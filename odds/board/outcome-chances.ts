import type { FiveWay } from '../models/mod.ts';

/** Cells that hold any mass. In play most of a space is out of reach, and skipping it is most of the speed. */
export function liveCells(vector: Float64Array): Int32Array {
  let count = 0;
  for (const chance of vector) if (chance > 0) count += 1;
  const cells = new Int32Array(count);
  for (let cell = 0, at = 0; at < count; cell += 1) {
    if ((vector[cell] ?? 0) > 0) {
      cells[at] = cell;
      at += 1;
    }
  }
  return cells;
}

/** The expectation of a payoff table under the chances of its cells, result by result. */
export function outcomeChances(
  vector: Float64Array,
  cells: Int32Array,
  payoff: Uint8Array,
): FiveWay {
  let [lose, halfLose, push, halfWin, win] = [0, 0, 0, 0, 0];
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- an iterator over a typed array costs a third more here
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at] ?? 0;
    const chance = vector[cell] ?? 0;
    // Codes in the order of what they pay; most cells win or lose.
    const code = payoff[cell] ?? 0;
    if (code === 0) lose += chance;
    else if (code === 4) win += chance;
    else if (code === 2) push += chance;
    else if (code === 1) halfLose += chance;
    else halfWin += chance;
  }
  return { lose, halfLose, push, halfWin, win };
}
