/** Result codes of a payoff table, in the order of what they pay; markets/payoff.ts writes them. */
const CODES = 5;

/** Chances of the five results of one outcome; they sum to the mass of the vector. */
export type OutcomeChances = Readonly<{
  lose: number;
  halfLose: number;
  push: number;
  halfWin: number;
  win: number;
}>;

/** Cells that hold any mass. In play most of the space is out of reach, and skipping it is most of the speed. */
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

/** The expectation of a payoff table under a scenario vector, result by result. */
export function outcomeChances(
  vector: Float64Array,
  cells: Int32Array,
  payoff: Uint8Array,
): OutcomeChances {
  const mass = new Float64Array(CODES);
  for (const cell of cells) {
    const code = payoff[cell] ?? 0;
    mass[code] = (mass[code] ?? 0) + (vector[cell] ?? 0);
  }
  const [lose = 0, halfLose = 0, push = 0, halfWin = 0, win = 0] = mass;
  return { lose, halfLose, push, halfWin, win };
}

/**
 * The chance that makes 1/chance the fair price: stake-weighted win W against loss L, pushes dropped,
 * so that W × (odds − 1) = L. Undefined when the outcome can neither win nor lose.
 */
export function fairChance(chances: OutcomeChances): number | undefined {
  const win = chances.win + chances.halfWin / 2;
  const lose = chances.lose + chances.halfLose / 2;
  const decided = win + lose;
  return decided > 0 ? win / decided : undefined;
}
