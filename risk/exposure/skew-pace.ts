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
  const [from, to] = [before, after].map((payouts) => pullsOf(probabilities, payouts, policy));
  let [low, high] = [Infinity, -Infinity];
  for (let cell = 0; cell < probabilities.length; cell += 1) {
    if ((probabilities[cell] ?? 0) === 0) continue;
    const change = (to?.(cell) ?? 0) - (from?.(cell) ?? 0);
    low = Math.min(low, change);
    high = Math.max(high, change);
  }
  return Math.max(0, high - low);
}

function pullsOf(
  probabilities: Float64Array,
  payouts: Float64Array | null,
  { liquidityMinor, clip }: SkewPolicy,
): (cell: number) => number {
  if (payouts === null) return () => 0;
  let [mean, mass] = [0, 0];
  for (let cell = 0; cell < probabilities.length; cell += 1) {
    const p = probabilities[cell] ?? 0;
    mass += p;
    mean += p * (payouts[cell] ?? 0);
  }
  mean /= mass;
  return (cell) => Math.min(clip, Math.max(-clip, ((payouts[cell] ?? 0) - mean) / liquidityMinor));
}
