/** Φ(x) to about 1e-15 (Hart's rational approximation as given by West 2005). */
export declare const normalCdf: (x: number) => number;
/**
 * Φ⁻¹(p) for p in (0, 1): a rational start (Abramowitz & Stegun 26.2.23, error under 4.5e-4), then
 * Halley's steps on Φ, which reach the last bits. ±Infinity at 0 and 1.
 */
export declare function normalQuantile(p: number): number;
