/**
 * Scores of a forecast. The ranked probability score is divided by n − 1, so that it is ½Σ over three
 * outcomes; the Brier score is summed over outcomes; log scores are undefined at a chance of 0.
 */
export type ForecastScore = Readonly<{
    rps: number;
    brier: number;
    logLoss: number | undefined;
    ignorance: number | undefined;
}>;
export type Forecast = Readonly<{
    probabilities: readonly number[];
    outcome: number;
}>;
/** @throws RangeError when the outcome is not an index of the probabilities. */
export declare function scoreForecast({ probabilities, outcome }: Forecast): ForecastScore;
/** Means over forecasts; a log score is undefined when one of them is. */
export declare function averageScore(forecasts: readonly Forecast[]): ForecastScore;
/** Closing-line value of prices taken: taken/fair − 1 each; `z` tests a mean of zero. */
export type ClosingLineValue = Readonly<{
    values: readonly number[];
    mean: number;
    /** Sample standard deviation; undefined for one price. */
    sd: number | undefined;
    /** Undefined where the values do not differ. */
    z: number | undefined;
}>;
export declare function closingLineValue(taken: readonly number[], closingFair: readonly number[]): ClosingLineValue;
/** Expected calibration error over equal bins, and how many forecasts fell into each. */
export type Calibrated = Readonly<{
    ece: number;
    counts: readonly number[];
}>;
export declare function calibrationError(predicted: readonly number[], happened: readonly number[], bins: number): Calibrated;
