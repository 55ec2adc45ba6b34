import type { Linearised } from './gauss-newton.ts';
import type { Decided, Equation } from './quotes.ts';
/** A bet's chances, and their slopes in each unknown. */
export type Sloped = Readonly<{
    value: Decided;
    slopes: readonly Decided[];
}>;
/**
 * How far a model is from the chances asked, in log-odds, each times the root of its weight, and the slopes
 * of that in the first `unknowns`. Undefined where some chance is not between 0 and 1.
 */
export declare function misfitOf(equations: readonly Equation[], read: (equation: Equation) => Sloped, unknowns: number): Linearised | undefined;
/** What one chance was asked to be, and what the fit makes of it. */
export type FittedChance = Readonly<{
    /** The place of its quote. */
    quote: number;
    outcome: Equation['outcome'];
    asked: number;
    fitted: number;
}>;
export type FitQuality = Readonly<{
    /** Root of the summed squared differences between asked and fitted chances. */
    residual: number;
    chances: readonly FittedChance[];
}>;
/** The quality of a fit, in chances. */
export declare function qualityOf(equations: readonly Equation[], read: (equation: Equation) => Decided): FitQuality;
