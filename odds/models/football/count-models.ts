import { InputError } from '#contracts/mod.ts';

import { logGamma } from '../numeric/gamma.ts';

/** Chances of 0..max goals of one team under one law of counts. */
export type CountChances = Float64Array;

export function poissonCounts(mean: number, max: number): CountChances {
  const chances = new Float64Array(max + 1);
  chances[0] = Math.exp(-mean);
  for (let k = 1; k <= max; k += 1) chances[k] = ((chances[k - 1] ?? 0) * mean) / k;
  return chances;
}

/** Variance mean + mean²/r. */
export function negativeBinomialCounts(mean: number, r: number, max: number): CountChances {
  const chances = new Float64Array(max + 1);
  chances[0] = (r / (r + mean)) ** r;
  for (let k = 1; k <= max; k += 1) {
    chances[k] = ((chances[k - 1] ?? 0) * ((r + k - 1) / k) * mean) / (r + mean);
  }
  return chances;
}

/** Nothing with chance `zero`, otherwise Poisson. */
export function zeroInflatedCounts(mean: number, zero: number, max: number): CountChances {
  const chances = poissonCounts(mean, max).map((chance) => (1 - zero) * chance);
  chances[0] = (chances[0] ?? 0) + zero;
  return chances;
}

/** Terms of the series kept beyond the largest count. */
const WEIBULL_TERMS = 90;
/** The largest error of a chance, from terms that cancel or are left out. */
const WEIBULL_ERROR = 1e-8;

/**
 * Goals in unit time when the waiting times have survival exp(−λ t^shape) (McShane et al. 2008):
 * P(x) = Σ_{j≥x} (−1)^{x+j} λ^j α_j^x / Γ(shape·j + 1). Shape 1 is Poisson.
 * @throws InputError NUMBER_INVALID where the terms of the series are so large that doubles cannot sum
 * them, which is so for means above 8 or so.
 */
export function weibullCounts(lambda: number, shape: number, max: number): CountChances {
  const terms = max + WEIBULL_TERMS;
  const ratio = Float64Array.from({ length: terms + 1 }, (_, j) =>
    Math.exp(logGamma(shape * j + 1) - logGamma(j + 1)),
  );
  const weight = Float64Array.from({ length: terms + 1 }, (_, j) =>
    lambda === 0 && j > 0 ? 0 : Math.exp((j && j * Math.log(lambda)) - logGamma(shape * j + 1)),
  );
  const chances = new Float64Array(max + 1);
  let alpha: Float64Array = ratio;
  for (let x = 0; x <= max; x += 1) {
    let [sum, largest, term] = [0, 0, 0];
    for (let j = x; j <= terms; j += 1) {
      term = (weight[j] ?? 0) * (alpha[j] ?? 0);
      sum += (x + j) % 2 === 0 ? term : -term;
      largest = Math.max(largest, term);
    }
    // The gamma function leaves some 1e-14 of each term.
    if (!(1e-14 * largest + term < WEIBULL_ERROR)) {
      throw new InputError(
        'NUMBER_INVALID',
        'lambda',
        lambda,
        `is too large for a shape of ${shape}`,
      );
    }
    chances[x] = Math.max(0, sum);
    alpha = nextAlpha(alpha, ratio, x);
  }
  return chances;
}

function nextAlpha(alpha: Float64Array, ratio: Float64Array, x: number): Float64Array {
  const next = new Float64Array(alpha.length);
  for (let j = x + 1; j < alpha.length; j += 1) {
    let sum = 0;
    for (let m = x; m < j; m += 1) sum += (alpha[m] ?? 0) * (ratio[j - m] ?? 0);
    next[j] = sum;
  }
  return next;
}
