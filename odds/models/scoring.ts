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

export type Forecast = Readonly<{ probabilities: readonly number[]; outcome: number }>;

/** @throws RangeError when the outcome is not an index of the probabilities. */
export function scoreForecast({ probabilities, outcome }: Forecast): ForecastScore {
  const chance = probabilities[outcome];
  if (chance === undefined) throw new RangeError('The outcome is not one of the probabilities.');
  let [cumulative, ranked, brier] = [0, 0, 0];
  probabilities.forEach((probability, at) => {
    cumulative += probability;
    if (at < probabilities.length - 1) ranked += (cumulative - (at >= outcome ? 1 : 0)) ** 2;
    brier += (probability - (at === outcome ? 1 : 0)) ** 2;
  });
  const scored = chance > 0;
  return {
    rps: probabilities.length > 1 ? ranked / (probabilities.length - 1) : 0,
    brier,
    logLoss: scored ? -Math.log(chance) + 0 : undefined,
    ignorance: scored ? -Math.log2(chance) + 0 : undefined,
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const meanOrNothing = (values: readonly (number | undefined)[]): number | undefined => {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? mean(known) : undefined;
};

/** Means over forecasts; a log score is undefined when one of them is. */
export function averageScore(forecasts: readonly Forecast[]): ForecastScore {
  const scores = forecasts.map(scoreForecast);
  return {
    rps: mean(scores.map(({ rps }) => rps)),
    brier: mean(scores.map(({ brier }) => brier)),
    logLoss: meanOrNothing(scores.map(({ logLoss }) => logLoss)),
    ignorance: meanOrNothing(scores.map(({ ignorance }) => ignorance)),
  };
}

/** Closing-line value of prices taken: taken/fair − 1 each; `z` tests a mean of zero. */
export type ClosingLineValue = Readonly<{
  values: readonly number[];
  mean: number;
  /** Sample standard deviation; undefined for one price. */
  sd: number | undefined;
  /** Undefined where the values do not differ. */
  z: number | undefined;
}>;

export function closingLineValue(
  taken: readonly number[],
  closingFair: readonly number[],
): ClosingLineValue {
  if (taken.length !== closingFair.length || taken.length === 0) {
    throw new RangeError('Every price taken needs its closing price.');
  }
  const values = taken.map((price, at) => price / (closingFair[at] ?? Number.NaN) - 1);
  const middle = mean(values);
  if (values.length < 2) return { values, mean: middle, sd: undefined, z: undefined };
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const sd = Math.sqrt(squares / (values.length - 1));
  const z = sd > 0 ? middle / (sd / Math.sqrt(values.length)) : undefined;
  return { values, mean: middle, sd, z };
}

/** Expected calibration error over equal bins, and how many forecasts fell into each. */
export type Calibrated = Readonly<{ ece: number; counts: readonly number[] }>;

export function calibrationError(
  predicted: readonly number[],
  happened: readonly number[],
  bins: number,
): Calibrated {
  const totals = Array.from({ length: bins }, () => ({ count: 0, gap: 0 }));
  predicted.forEach((chance, at) => {
    const bin = totals[Math.min(bins - 1, Math.floor(chance * bins))];
    if (bin === undefined) throw new RangeError('A predicted chance lies outside 0..1.');
    bin.count += 1;
    bin.gap += chance - (happened[at] ?? 0);
  });
  const gaps = totals.reduce((sum, { gap }) => sum + Math.abs(gap), 0);
  return { ece: gaps / predicted.length, counts: totals.map(({ count }) => count) };
}
