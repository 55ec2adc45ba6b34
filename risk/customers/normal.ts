const TERMS = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429] as const;

/** Φ(z) to 1e-7 (Abramowitz & Stegun 7.1.26). */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const tail = TERMS.reduceRight((sum, term) => (sum + term) * t, 0) * Math.exp(-x * x);
  return z < 0 ? tail / 2 : 1 - tail / 2;
}
