/** Residuals at a point and their slopes, one column per unknown. */
export type Linearised = Readonly<{
    residuals: readonly number[];
    columns: readonly (readonly number[])[];
}>;
export type Fit = Readonly<{
    at: readonly number[];
    /** Sum of squared residuals. */
    squares: number;
    /** Whether the last step was too small to matter. */
    converged: boolean;
}>;
/**
 * The point with the least sum of squares, by Levenberg-Marquardt steps on exact slopes. `linearise` gives
 * undefined where the model does not exist, and such a step is not taken. For two or three well-scaled
 * unknowns; when the residuals can vanish the last steps are Newton's.
 */
export declare function leastSquaresOf(linearise: (at: readonly number[]) => Linearised | undefined, start: readonly number[]): Fit;
