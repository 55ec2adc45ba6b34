import type { EdgeTest } from './edge-test.ts';
import { normalCdf } from './normal.ts';

export type TrueEdge = Readonly<{
  /** Mean and standard deviation of one observation. */
  mean: number;
  sd: number;
}>;

/**
 * The chance that a customer is flagged within so many bets: first passage of a Brownian motion with the
 * drift of the sum through the line of the test (inverse Gaussian law; Siegmund, Sequential Analysis, 1985, III).
 * Real sums jump over the line, so they are found a little sooner.
 */
export function detectionChance(
  { edge, alpha }: Pick<EdgeTest, 'edge' | 'alpha'>,
  { mean, sd }: TrueEdge,
  bets: number,
): number {
  const level = (sd * sd * Math.log(1 / alpha)) / edge;
  const drift = mean - edge / 2;
  const root = sd * Math.sqrt(bets);
  const direct = normalCdf((drift * bets - level) / root);
  const reflected = normalCdf((-level - drift * bets) / root);
  // A tail so small that the series has no digits of it left adds nothing.
  const weight = reflected < 1e-7 ? 0 : Math.exp((2 * drift * level) / (sd * sd)) * reflected;
  return Math.min(1, direct + weight);
}
