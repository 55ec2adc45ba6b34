/** Chances of 0..max goals of one team under one law of counts. */
export type CountChances = Float64Array;
export declare function poissonCounts(mean: number, max: number): CountChances;
/** Variance mean + mean²/r. */
export declare function negativeBinomialCounts(mean: number, r: number, max: number): CountChances;
/** Nothing with chance `zero`, otherwise Poisson. */
export declare function zeroInflatedCounts(mean: number, zero: number, max: number): CountChances;
/**
 * Goals in unit time when the waiting times have survival exp(−λ t^shape) (McShane et al. 2008):
 * P(x) = Σ_{j≥x} (−1)^{x+j} λ^j α_j^x / Γ(shape·j + 1). Shape 1 is Poisson.
 * @throws InputError NUMBER_INVALID where the terms of the series are so large that doubles cannot sum
 * them, which is so for means above 8 or so.
 */
export declare function weibullCounts(lambda: number, shape: number, max: number): CountChances;
