import { logGamma } from '../numeric/gamma.ts';
import { normalCdf } from '../numeric/normal.ts';

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

const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
/** From here on the tail is φ(z)/z·(1 − 1/z²) to eight digits, where nothing depends on it any more. */
const FAR = 30;

/** Henery (JRSS B 43, 1981): normal running times. */
export const NORMAL_TIMES: TimeLaw = {
  logSurvival: (z) => {
    if (z < 0) return Math.log1p(-normalCdf(z));
    if (z < FAR) return Math.log(normalCdf(-z));
    return (-z * z) / 2 - Math.log(z * Math.sqrt(2 * Math.PI)) + Math.log1p(-1 / (z * z));
  },
  cdf: normalCdf,
  hazard: (z) => (z < FAR ? density(z) / normalCdf(-z) : z + 1 / z),
  low: -9,
  high: 9,
  scale: 1,
};

/** ln Σ over k < shape of y^k / k! at y = e^z; terms of a large y are taken from the last one down. */
function logPartialExponential(z: number, shape: number, logFactor: number): number {
  const y = Math.exp(z);
  let [term, sum] = [1, 1];
  if (y <= 1) {
    for (let k = 1; k < shape; k += 1) {
      term *= y / k;
      sum += term;
    }
    return Math.log(sum);
  }
  for (let k = shape - 1; k > 0; k -= 1) {
    term *= k / y;
    sum += term;
  }
  return (shape - 1) * z - logFactor + Math.log(sum);
}

/** P(Gamma(shape) ≤ y) for a small y: the tail of the exponential series, all terms positive. */
function lowerGamma(y: number, shape: number): number {
  let term = Math.exp(shape * Math.log(y) - y - logGamma(shape + 1));
  let sum = 0;
  for (let k = shape + 1; term > sum * 1e-17; k += 1) {
    sum += term;
    term *= y / k;
  }
  return sum;
}

/**
 * Stern (JASA 85, 1990): gamma running times of a whole shape r, the time to r points at a constant rate.
 * Z is the logarithm of such a time, so that a rate is a shift. r = 1 is Harville's law; with growing
 * r it comes to Henery's.
 */
export function gammaTimes(shape: number): TimeLaw {
  const deviation = 1 / Math.sqrt(shape);
  /** ln (shape − 1)! */
  const logFactor = logGamma(shape);
  const logSurvival = (z: number): number =>
    logPartialExponential(z, shape, logFactor) - Math.exp(z);
  return {
    logSurvival,
    cdf: (z) =>
      Math.exp(z) < shape ? lowerGamma(Math.exp(z), shape) : -Math.expm1(logSurvival(z)),
    hazard: (z) => Math.exp(shape * z - logFactor - logPartialExponential(z, shape, logFactor)),
    low: Math.log(shape) - 40 / shape - 9 * deviation,
    high: Math.log(shape + 40 + 9 * Math.sqrt(shape)),
    scale: deviation,
  };
}
