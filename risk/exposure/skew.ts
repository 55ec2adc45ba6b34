/**
 * How strongly open bets move prices. `liquidityMinor` is b in house minor units: an extra payout of b in
 * one scenario multiplies its odds-weight by e. `clip` is c, the largest exponent either way.
 */
export type SkewPolicy = Readonly<{ enabled: boolean; liquidityMinor: number; clip: number }>;

export const DEFAULT_SKEW: SkewPolicy = { enabled: true, liquidityMinor: 2_000_000, clip: 0.15 };

/**
 * The vector to quote from: π ∝ p · exp(clip((L − E_p L) / b, ±c)), normalised (the reservation price of
 * an exponential-utility bookmaker; Chen & Pennock 2007). One vector prices all markets, so they stay
 * coherent, and no event's log-odds move by more than 2c. Cells without mass stay without.
 * @returns `probabilities` itself when the skew is off. All arrays have the length of the index.
 */
export function tilt(
  probabilities: Float64Array,
  payouts: Float64Array,
  { enabled, liquidityMinor, clip }: SkewPolicy,
): Float64Array {
  if (!enabled) return probabilities;
  const cells = probabilities.length;
  let mean = 0;
  let mass = 0;
  for (let cell = 0; cell < cells; cell += 1) {
    const p = probabilities[cell] ?? 0;
    mass += p;
    mean += p * (payouts[cell] ?? 0);
  }
  mean /= mass;
  const tilted = new Float64Array(cells);
  let total = 0;
  for (let cell = 0; cell < cells; cell += 1) {
    const p = probabilities[cell] ?? 0;
    if (p === 0) continue;
    const pull = ((payouts[cell] ?? 0) - mean) / liquidityMinor;
    const weight = p * Math.exp(Math.min(clip, Math.max(-clip, pull)));
    tilted[cell] = weight;
    total += weight;
  }
  for (let cell = 0; cell < cells; cell += 1) tilted[cell] = ((tilted[cell] ?? 0) * mass) / total;
  return tilted;
}
