/**
 * The low-score factor of Dixon & Coles (1997), with lambda the home and mu the away rate:
 * τ(0,0) = 1 − λμρ, τ(0,1) = 1 + λρ, τ(1,0) = 1 + μρ, τ(1,1) = 1 − ρ, and 1 elsewhere. It moves
 * neither the total mass nor the marginals.
 */
export function dixonColesFactor(
  home: number,
  away: number,
  rates: Readonly<{ lambda: number; mu: number; rho: number }>,
): number {
  const { lambda, mu, rho } = rates;
  if (home > 1 || away > 1) return 1;
  if (home === 0) return away === 0 ? 1 - lambda * mu * rho : 1 + lambda * rho;
  return away === 0 ? 1 + mu * rho : 1 - rho;
}

/** The range of ρ in which no factor is negative. */
export const rhoBounds = (lambda: number, mu: number): Readonly<{ min: number; max: number }> => ({
  min: Math.max(-1 / lambda, -1 / mu),
  max: Math.min(1 / (lambda * mu), 1),
});
