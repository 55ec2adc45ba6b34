import type { SkewPolicy } from './skew.ts';

/**
 * When bets alone may move prices: not while no log-odds would move by `leastMove`, and not within `everyMs` of the
 * last time.
 */
export type SkewPace = Readonly<{ leastMove: number; everyMs: number }>;

export const DEFAULT_PACE: SkewPace = { leastMove: 0.002, everyMs: 1_000 };

/**
 * The most by which any event's log-odds would move if the tilt went by the payouts `after` instead of `before`. Null
 * stands for an empty book; all arrays have the length of `probabilities`.
 */
export function tiltMove(
  probabilities: Float64Array,
  before: Float64Array | null,
  after: Float64Array | null,
  policy: SkewPolicy,
): number {
  if (!policy.enabled) return 0;
  const from = pullsOf(probabilities, before, policy);
  const to = pullsOf(probabilities, after, policy);
  let [low, high] = [Infinity, -Infinity];
  for (let cell = 0; cell < probabilities.length; cell += 1) {
    if ((probabilities[cell] ?? 0) === 0) continue;
    const change = (to[cell] ?? 0) - (from[cell] ?? 0);
    if (change < low) low = change;
    if (change > high) high = change;
  }
  return Math.max(0, high - low);
}

/** The exponents of the tilt. */
function pullsOf(
  probabilities: Float64Array,
  payouts: Float64Array | null,
  { liquidityMinor, clip }: SkewPolicy,
): Float64Array {
  const pulls = new Float64Array(probabilities.length);
  if (payouts === null) return pulls;
  let [mean, mass] = [0, 0];
  for (let cell = 0; cell < probabilities.length; cell += 1) {
    const p = probabilities[cell] ?? 0;
    mass += p;
    mean += p * (payouts[cell] ?? 0);
  }
  mean /= mass;
  for (let cell = 0; cell < probabilities.length; cell += 1) {
    const pull = ((payouts[cell] ?? 0) - mean) / liquidityMinor;
    pulls[cell] = Math.min(clip, Math.max(-clip, pull));
  }
  return pulls;
}
