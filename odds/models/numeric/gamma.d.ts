/** ln Γ(x) for x > 0, relative error near 1e-15. */
export declare function logGamma(x: number): number;
