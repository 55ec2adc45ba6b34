/**
 * Worst-case optimal bookmaking without a probability model (Bhatt, Ordentlich & Sabag 2025; Tal &
 * Sabag 2025). F_t(x) = (1 − D)^t x1·…·xm with D the sum of the partial derivatives. The operator is
 * split into a shift by t and a rest, F_t(x) = Σ_k g_k k! e_{m−k}(x − t), because the plain binomial sum
 * loses all its digits when t is large.
 */

/** Coefficients of exp(t(ln(1 − D) + D)) in powers of D, up to D^m. */
function shiftedCoefficients(rounds: number, degree: number): readonly number[] {
  const coefficients = [1];
  for (let k = 1; k <= degree; k += 1) {
    let sum = 0;
    for (let j = 2; j <= k; j += 1) sum += coefficients[k - j] ?? 0;
    coefficients.push((-rounds * sum) / k);
  }
  return coefficients;
}

/** Elementary symmetric polynomials e_0..e_n. */
function symmetric(values: readonly number[]): readonly number[] {
  const sums = [1];
  for (const value of values) {
    sums.push(0);
    for (let size = sums.length - 1; size > 0; size -= 1) {
      sums[size] = (sums[size] ?? 0) + (sums[size - 1] ?? 0) * value;
    }
  }
  return sums;
}

/** F_t at allowances x; with fewer allowances than outcomes it is a partial derivative of F_t. */
function bookPolynomial(allowances: readonly number[], rounds: number): number {
  const degree = allowances.length;
  const sums = symmetric(allowances.map((allowance) => allowance - rounds));
  let [value, factorial] = [0, 1];
  shiftedCoefficients(rounds, degree).forEach((coefficient, k) => {
    if (k > 0) factorial *= k;
    value += coefficient * factorial * (sums[degree - k] ?? 0);
  });
  return value;
}

/**
 * The least maximum payout that a book over `outcomes` can guarantee after `bets` unit bets: the
 * largest root of F_T(x, …, x). For two outcomes it is T + √T.
 */
export function robustLoss(outcomes: number, bets: number): number {
  const coefficients = shiftedCoefficients(bets, outcomes);
  // In y = x − T: Σ_k g_k m!/(m − k)! y^{m−k}, all of whose roots are real.
  const falling = coefficients.map((coefficient, k) => {
    let product = coefficient;
    for (let factor = outcomes; factor > outcomes - k; factor -= 1) product *= factor;
    return product;
  });
  let y = outcomes * (Math.sqrt(bets) + 1);
  for (let round = 0; round < 500; round += 1) {
    let [value, slope] = [0, 0];
    for (const coefficient of falling) {
      slope = slope * y + value;
      value = value * y + coefficient;
    }
    // Newton's method from above the largest root falls towards it without passing.
    const next = y - value / slope;
    if (!(next < y)) break;
    y = next;
  }
  return bets + y;
}

/** Chances to quote with `betsLeft` unit bets to come, at the present allowances; they sum to 1. */
export function robustQuote(allowances: readonly number[], betsLeft: number): readonly number[] {
  const rounds = betsLeft - 1;
  const whole = bookPolynomial(allowances, rounds);
  return allowances.map((_, at) => bookPolynomial(allowances.toSpliced(at, 1), rounds) / whole);
}

export type RobustBook = Readonly<{
  loss: number;
  /** The quote before each bet, and the one after the last while bets are left. */
  quotes: readonly (readonly number[])[];
  /** Largest total owed on an outcome so far. */
  worstPayout: number;
}>;

/** Plays a sequence of unit bets, each on the index of an outcome. */
export function playRobustBook(
  outcomes: number,
  bets: number,
  sequence: readonly number[],
): RobustBook {
  if (sequence.length > bets) throw new RangeError('More bets than the book was made for.');
  const loss = robustLoss(outcomes, bets);
  const quotes: (readonly number[])[] = [];
  let allowances: readonly number[] = Array.from({ length: outcomes }, () => loss);
  for (let played = 0; played < bets && played <= sequence.length; played += 1) {
    const quote = robustQuote(allowances, bets - played);
    quotes.push(quote);
    const on = sequence[played];
    if (on === undefined) break;
    const chance = quote[on];
    if (chance === undefined) throw new RangeError('A bet is on none of the outcomes.');
    allowances = allowances.with(on, (allowances[on] ?? 0) - 1 / chance);
  }
  return { loss, quotes, worstPayout: loss - Math.min(...allowances) };
}
