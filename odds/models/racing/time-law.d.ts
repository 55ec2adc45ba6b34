/**
 * The law of one running time on a scale on which runners differ by a shift alone: Z, so that runner i
 * takes θ_i + Z. Functions of z.
 */
export type TimeLaw = Readonly<{
    /** ln P(Z > z). */
    logSurvival: (z: number) => number;
    /** P(Z ≤ z), exact in relative terms far to the left. */
    cdf: (z: number) => number;
    /** Density over survival. */
    hazard: (z: number) => number;
    /** Outside [low, high] the density is under 1e-16 of its largest value. */
    low: number;
    high: number;
    /** About one standard deviation. */
    scale: number;
}>;
/** Henery (JRSS B 43, 1981): normal running times. */
export declare const NORMAL_TIMES: TimeLaw;
/**
 * Stern (JASA 85, 1990): gamma running times of a whole shape r, the time to r points at a constant rate.
 * Z is the logarithm of such a time, so that a rate is a shift. r = 1 is Harville's law; with growing
 * r it comes to Henery's.
 */
export declare function gammaTimes(shape: number): TimeLaw;
