/** z of a mean closing-line value over n bets. */
export const meanZ = (mean: number, sd: number, n: number): number => (mean * Math.sqrt(n)) / sd;

/** Standard deviation of the profit of a unit bet at odds o with edge e: √((1+e)o − (1+e)²). */
export const profitDeviation = (edge: number, odds: number): number =>
  Math.sqrt((1 + edge) * odds - (1 + edge) ** 2);

/** Rounding error that must not make a whole number of bets one more. */
const SLACK = 1e-12;

/** Bets until an edge stands `z` standard errors above zero. */
export const betsNeeded = (edge: number, sd: number, z: number): number =>
  Math.ceil(((z * sd) / edge) ** 2 * (1 - SLACK));

/** Normal data, mean mu0 against mu1; alpha and beta are the chances of the two errors. */
export type SequentialTest = Readonly<{
  mu0: number;
  mu1: number;
  sd: number;
  alpha: number;
  beta: number;
}>;

export type SequentialBounds = Readonly<{ upper: number; lower: number; expectedBets: number }>;

/** Wald's bounds on the log likelihood ratio, and the mean length of the test when mu1 is true. */
export function sequentialBounds({ mu0, mu1, sd, alpha, beta }: SequentialTest): SequentialBounds {
  const upper = Math.log((1 - beta) / alpha);
  const lower = Math.log(beta / (1 - alpha));
  const drift = (mu1 - mu0) ** 2 / (2 * sd * sd);
  return { upper, lower, expectedBets: ((1 - beta) * upper + beta * lower) / drift };
}

export type SequentialDecision = 'accept' | 'clear' | 'continue';
export type SequentialResult = Readonly<{
  llr: number;
  /** `accept` mu1 at the upper bound, `clear` at the lower. */
  decision: SequentialDecision;
  /** Observations used until the decision. */
  used: number;
}>;

export function sequentialTest(test: SequentialTest, data: readonly number[]): SequentialResult {
  const { mu0, mu1, sd } = test;
  const { upper, lower } = sequentialBounds(test);
  let [llr, used] = [0, 0];
  for (const value of data) {
    llr += ((mu1 - mu0) / (sd * sd)) * (value - (mu0 + mu1) / 2);
    used += 1;
    if (llr >= upper) return { llr, decision: 'accept', used };
    if (llr <= lower) return { llr, decision: 'clear', used };
  }
  return { llr, decision: 'continue', used };
}

/** Terms below this share of a sum no longer change it. */
const NEGLIGIBLE = 1e-17;

/** ratio(from) + ratio(from)·ratio(from + step) + … until the terms have died away. */
function seriesFrom(from: number, step: 1 | -1, ratio: (k: number) => number): number {
  let sum = 0;
  let term = ratio(from);
  for (let k = from + step; term > sum * NEGLIGIBLE; k += step) {
    sum += term;
    term *= ratio(k);
  }
  return sum;
}

/**
 * P(X ≥ k) from the ratios of the chances next to each other, in units of P(X = k): no chance is worked out by
 * itself, so none vanishes when k is far from the mean, and a small tail keeps its digits.
 */
function upperTail(k: number, up: (k: number) => number, down: (k: number) => number): number {
  const [above, under] = [1 + seriesFrom(k, 1, up), seriesFrom(k, -1, down)];
  return above === Infinity ? 1 : above / (above + under);
}

/** P(X ≥ n) for a Poisson count. */
export function poissonTail(mean: number, atLeast: number): number {
  if (atLeast <= 0) return 1;
  if (mean <= 0) return 0;
  return upperTail(
    atLeast,
    (k) => mean / (k + 1),
    (k) => k / mean,
  );
}

/** P(X ≥ k) for n independent tries with chance p. */
export function binomialTail(n: number, p: number, atLeast: number): number {
  if (atLeast <= 0) return 1;
  if (atLeast > n || p <= 0) return 0;
  if (p >= 1) return 1;
  const odds = p / (1 - p);
  return upperTail(
    atLeast,
    (k) => ((n - k) / (k + 1)) * odds,
    (k) => k / (n - k + 1) / odds,
  );
}

/** Benjamini-Hochberg: indexes of the p-values that are flagged at a false-discovery rate. */
export function falseDiscoveries(pValues: readonly number[], rate: number): readonly number[] {
  const order = pValues.map((_, at) => at).sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));
  const last = order.findLastIndex(
    (index, rank) => (pValues[index] ?? 1) <= ((rank + 1) / pValues.length) * rate,
  );
  return order.slice(0, last + 1).sort((a, b) => a - b);
}
