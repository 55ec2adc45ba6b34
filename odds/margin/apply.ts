import {
  SLACK,
  solveExponent,
  solveOddsRatio,
  sumOf,
  type ApplyMethod,
  type MethodParameter,
} from './methods.ts';
import { decreasingRoot, type Sloped } from './solve.ts';

export type PricedBook = MethodParameter &
  Readonly<{
    /** 1/odds of every outcome, margin included. */
    implied: readonly number[];
    bookSum: number;
    /** Some implied probability lies outside (0, 1). */
    invalid: boolean;
  }>;

type Solved = MethodParameter & Readonly<{ implied: readonly number[] }>;

const BPS = 10_000;

/** Shin's prices for fair probabilities: y = √(zp + (1−z)p²), price = y·Σy. */
function shin(probabilities: readonly number[], target: number): Solved | undefined {
  const goal = Math.sqrt(target);
  // Minus the sum of y, so that the function falls in z.
  const missing = (z: number): Sloped => {
    let [sum, slope] = [goal, 0];
    for (const p of probabilities) {
      const y = Math.sqrt(z * p + (1 - z) * p * p);
      sum -= y;
      slope -= y > 0 ? (p - p * p) / (2 * y) : 0;
    }
    return [sum, slope];
  };
  const [atZero] = missing(0);
  const [atOne] = missing(1);
  if (atZero < -SLACK || atOne > 0) return undefined;
  const z = atZero <= SLACK ? 0 : decreasingRoot(missing, 0, 0, 1);
  const shares = probabilities.map((p) => Math.sqrt(z * p + (1 - z) * p * p));
  const total = sumOf(shares);
  return { implied: shares.map((y) => y * total), z };
}

function solve(
  probabilities: readonly number[],
  method: ApplyMethod,
  fair: number,
  target: number,
): Solved | undefined {
  switch (method) {
    case 'multiplicative':
      return { implied: probabilities.map((p) => (p * target) / fair) };
    case 'additive':
      return { implied: probabilities.map((p) => p + (target - fair) / probabilities.length) };
    case 'power': {
      const k = solveExponent(probabilities, target);
      return k === undefined ? undefined : { implied: probabilities.map((p) => p ** k), k };
    }
    case 'odds-ratio': {
      const ratio = solveOddsRatio(probabilities, target);
      if (ratio === undefined) return undefined;
      const c = 1 / ratio;
      return { implied: probabilities.map((p) => (c * p) / (1 - p + c * p)), c };
    }
    case 'shin':
      return shin(probabilities, target);
  }
}

/**
 * Implied probabilities with a margin on them: the book sum becomes (1 + margin) × the fair sum.
 * Undefined when the method has no solution (a sum that n outcomes cannot reach, Shin below fair).
 */
export function priceBook(
  probabilities: readonly number[],
  margin: number,
  method: ApplyMethod,
): PricedBook | undefined {
  const fair = sumOf(probabilities);
  const solved = solve(probabilities, method, fair, fair * (1 + margin));
  if (!solved?.implied.every(Number.isFinite)) return undefined;
  const invalid = solved.implied.some((value) => value <= 0 || value >= 1);
  return { ...solved, bookSum: sumOf(solved.implied), invalid };
}

/**
 * The live path: a margin in basis points on fair probabilities of outcomes that can still happen.
 * Where the method fails or leaves (0, 1), the proportional margin is taken instead; it always exists,
 * and a price that it pushes past certainty is then not offered by `publishedOdds`.
 */
export function applyMargin(
  probabilities: readonly number[],
  marginBps: number,
  method: ApplyMethod = 'odds-ratio',
): PricedBook {
  const priced = priceBook(probabilities, marginBps / BPS, method);
  if (priced !== undefined && !priced.invalid) return priced;
  const implied = probabilities.map((p) => p * (1 + marginBps / BPS));
  const invalid = implied.some((value) => value <= 0 || value >= 1);
  return { implied, bookSum: sumOf(implied), invalid };
}
