import type { FiveWay } from '../models/mod.ts';

/** Cells that hold any mass. In play most of a space is out of reach, and skipping it is most of the speed. */
export function liveCells(vector: Float64Array): readonly number[] {
  const cells: number[] = [];
  for (let cell = 0; cell < vector.length; cell += 1) if ((vector[cell] ?? 0) > 0) cells.push(cell);
  return cells;
}

/** The expectation of a payoff table under the chances of its cells, result by result. */
export function outcomeChances(
  vector: Float64Array,
  cells: readonly number[],
  payoff: Uint8Array,
): FiveWay {
  let [lose, halfLose, push, halfWin, win] = [0, 0, 0, 0, 0];
  for (const cell of cells) {
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
