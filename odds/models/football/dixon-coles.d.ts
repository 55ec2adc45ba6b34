/**
 * The low-score factor of Dixon & Coles (1997), with lambda the home and mu the away rate:
 * τ(0,0) = 1 − λμρ, τ(0,1) = 1 + λρ, τ(1,0) = 1 + μρ, τ(1,1) = 1 − ρ, and 1 elsewhere. It moves
 * neither the total mass nor the marginals.
 */
export declare function dixonColesFactor(home: number, away: number, rates: Readonly<{
    lambda: number;
    mu: number;
    rho: number;
}>): number;
/** The range of ρ in which no factor is negative. */
export declare const rhoBounds: (lambda: number, mu: number) => Readonly<{
    min: number;
    max: number;
}>;
