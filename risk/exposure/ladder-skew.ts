/**
 * A trader's rule of thumb in place of the tilt: each `stepMinor` of net liability on an outcome raises its odds in
 * favour, p/(1 − p), by `share`, and then the market goes back to its sum as a whole. `clip` bounds the sum of all steps, in logarithms. House minor units.
 */
export type LadderPolicy = Readonly<{ stepMinor: number; share: number; clip: number }>;

export const DEFAULT_LADDER: LadderPolicy = { stepMinor: 50_000, share: 0.01, clip: 0.15 };

/**
 * The whole steps of a net liability. Those of the last time, `held`, stay until the liability is a whole step away
 * from them, so that a book around a boundary does not move its price to and fro.
 */
export function ladderSteps(netMinor: number, stepMinor: number, held = 0): number {
  const exact = netMinor / stepMinor;
  return Math.abs(exact - held) < 1 ? held : Math.trunc(exact) + 0;
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const HALVINGS = 60;

/**
 * Chances of one market moved by the steps of each outcome, with the sum that they had, whatever that is: the market
 * moves as a whole and no log-odds by more than 2 × clip. Chances of 0 and 1 stay.
 * @returns `chances` itself when all outcomes have the same steps.
 */
export function ladderChances(
  chances: readonly number[],
  steps: readonly number[],
  { share, clip }: LadderPolicy,
): readonly number[] {
  const pulls = steps.map((step) => Math.min(clip, Math.max(-clip, step * Math.log1p(share))));
  if (new Set(pulls).size < 2) return chances;
  const moved = (shift: number): readonly number[] =>
    chances.map((p, at) =>
      p <= 0 || p >= 1 ? p : logistic(Math.log(p / (1 - p)) + (pulls[at] ?? 0) + shift),
    );
  const sumOf = (values: readonly number[]): number => values.reduce((sum, p) => sum + p, 0);
  const sum = sumOf(chances);
  // Shifted by the least pull nothing falls, by the greatest nothing rises: the sum is kept in between.
  let [low, high] = [-Math.max(...pulls), -Math.min(...pulls)];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (sumOf(moved(middle)) < sum) low = middle;
    else high = middle;
  }
  return moved((low + high) / 2);
}
