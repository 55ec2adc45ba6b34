/** Losses of a book over equally likely scenarios: payouts less stakes, so that profits are negative. */
export type TailFigures = Readonly<{
  /** The loss that is passed with a chance of no more than 5 % or 1 %. */
  var95: number;
  var99: number;
  /** The mean of the worst 5 % or 1 %; an atom on the border is split. */
  cvar95: number;
  cvar99: number;
  /** The largest loss of any scenario that was drawn. */
  worst: number;
}>;

/** Moves the `count` largest numbers to the front, in any order (Hoare's selection). */
function largestFirst(values: Float64Array, count: number): void {
  let [from, to] = [0, values.length - 1];
  while (from < to) {
    const pivot = values[(from + to) >>> 1] ?? 0;
    let [left, right] = [from, to];
    while (left <= right) {
      while ((values[left] ?? 0) > pivot) left += 1;
      while ((values[right] ?? 0) < pivot) right -= 1;
      if (left <= right) {
        const moved = values[left] ?? 0;
        values[left] = values[right] ?? 0;
        values[right] = moved;
        left += 1;
        right -= 1;
      }
    }
    if (count - 1 <= right) to = right;
    else if (count - 1 >= left) from = left;
    else return;
  }
}

const ROUNDING = 1e-9;

/** How much of each of the worst scenarios a tail of this share takes: whole ones, and a part of the last. */
function tailCounts(scenarios: number, share: number): Readonly<{ whole: number; part: number }> {
  const mass = scenarios * share;
  const whole = Math.floor(mass + ROUNDING);
  return { whole, part: Math.max(0, mass - whole) };
}

function tailOf(losses: Float64Array, share: number): Readonly<{ cvar: number; quantile: number }> {
  const { whole, part } = tailCounts(losses.length, share);
  const taken = Math.min(losses.length, whole + 1);
  largestFirst(losses, taken);
  let [sum, last] = [0, Infinity];
  for (let at = 0; at < taken; at += 1) {
    const loss = losses[at] ?? 0;
    sum += loss;
    if (loss < last) last = loss;
  }
  // The smallest of these is the first that a tail of whole scenarios leaves out.
  return { cvar: (sum - last * (1 - part)) / (whole + part), quantile: last };
}

/** @param losses one for each scenario, at least 100 of them; left as they are. */
export function tailFigures(losses: Float64Array): TailFigures {
  const work = losses.slice();
  const twentieth = tailOf(work, 0.05);
  // The worst hundredth lies among the worst twentieth, which now stand in front.
  const front = work.subarray(0, tailCounts(losses.length, 0.05).whole + 1);
  const hundredth = tailOf(front, (0.01 * losses.length) / front.length);
  let worst = -Infinity;
  for (const loss of front) if (loss > worst) worst = loss;
  return {
    var95: twentieth.quantile,
    var99: hundredth.quantile,
    cvar95: twentieth.cvar,
    cvar99: hundredth.cvar,
    worst,
  };
}

/** Which scenarios make up a tail, and how much of each; the weights sum to 1. */
export type Tail = Readonly<{ weights: Float64Array; within: Uint32Array }>;

export function tailWeights(losses: Float64Array, share: number): Tail {
  const { whole, part } = tailCounts(losses.length, share);
  const order = Uint32Array.from(losses.keys()).sort(
    (left, right) => (losses[right] ?? 0) - (losses[left] ?? 0) || left - right,
  );
  const weights = new Float64Array(losses.length);
  const within = new Uint32Array(losses.length / 32);
  for (let at = 0; at < whole + (part > 0 ? 1 : 0); at += 1) {
    const scenario = order[at] ?? 0;
    weights[scenario] = (at < whole ? 1 : part) / (whole + part);
    within[scenario >>> 5] = (within[scenario >>> 5] ?? 0) | (1 << (scenario & 31));
  }
  return { weights, within };
}
