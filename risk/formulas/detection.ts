/** z of a mean closing-line value over n bets. */
export const meanZ = (mean: number, sd: number, n: number): number => (mean * Math.sqrt(n)) / sd;

/** Standard deviation of the profit of a unit bet at odds o with edge e: √((1+e)o − (1+e)²). */
export const profitDeviation = (edge: number, odds: number): number =>
  Math.sqrt((1 + edge) * odds - (1 + edge) ** 2);

/** Bets until an edge stands `z` standard errors above zero. */
export const betsNeeded = (edge: number, sd: number, z: number): number =>
  Math.ceil(((z * sd) / edge) ** 2);

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

const MAX_TERMS = 100_000;

/** P(X ≥ n) for a Poisson count, summed from n up so that a small tail keeps its digits. */
export function poissonTail(mean: number, atLeast: number): number {
  if (atLeast <= 0) return 1;
  if (mean <= 0) return 0;
  let log = -mean;
  for (let k = 1; k <= atLeast; k += 1) log += Math.log(mean / k);
  let [term, sum] = [Math.exp(log), 0];
  for (let k = atLeast; k < atLeast + MAX_TERMS; k += 1) {
    sum += term;
    term *= mean / (k + 1);
    if (term < sum * 1e-17 && k > mean) break;
  }
  return sum;
}

/** P(X ≥ k) for n independent tries with chance p. */
export function binomialTail(n: number, p: number, atLeast: number): number {
  if (atLeast <= 0) return 1;
  if (atLeast > n || p <= 0) return 0;
  if (p >= 1) return 1;
  let log = 0;
  for (let k = 1; k <= atLeast; k += 1) log += Math.log(((n - k + 1) * p) / k);
  log += (n - atLeast) * Math.log1p(-p);
  let [term, sum] = [Math.exp(log), 0];
  for (let k = atLeast; k <= n; k += 1) {
    sum += term;
    term *= ((n - k) * p) / ((k + 1) * (1 - p));
  }
  return Math.min(1, sum);
}

/** Benjamini-Hochberg: indexes of the p-values that are flagged at a false-discovery rate. */
export function falseDiscoveries(pValues: readonly number[], rate: number): readonly number[] {
  const order = pValues.map((_, at) => at).sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));
  const last = order.findLastIndex(
    (index, rank) => (pValues[index] ?? 1) <= ((rank + 1) / pValues.length) * rate,
  );
  return order.slice(0, last + 1).sort((a, b) => a - b);
}
