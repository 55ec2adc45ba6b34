import { equalDistance } from './jensen-shannon.ts';
import {
  SLACK,
  solveExponent,
  solveOddsRatio,
  sumOf,
  type DevigMethod,
  type MethodParameter,
} from './methods.ts';
import { decreasingRoot, type Sloped } from './solve.ts';

export type FairBook = MethodParameter &
  Readonly<{
    probabilities: readonly number[];
    /** Some probability lies outside (0, 1): the method does not fit these prices. */
    invalid: boolean;
  }>;

type Solved = MethodParameter & Readonly<{ probabilities: readonly number[] }>;

/** Shin's probability of one outcome, in the form that keeps its digits for small prices. */
const shinShare = (z: number, square: number): readonly [share: number, slope: number] => {
  const root = Math.sqrt(z * z + 4 * (1 - z) * square);
  const share = (2 * square) / (root + z);
  const slope = (-share * ((z - 2 * square) / root + 1)) / (root + z);
  return [share, slope];
};

/** Shin 1993 eq. 5: the insiders' share z in [0, 1) that makes the probabilities sum to the target. */
function shin(implied: readonly number[], target: number): Solved | undefined {
  const bookSum = sumOf(implied);
  const squares = implied.map((price) => (price * price) / bookSum);
  const excess = (z: number): Sloped => {
    let [sum, slope] = [-target, 0];
    for (const square of squares) {
      const [share, change] = shinShare(z, square);
      sum += share;
      slope += change;
    }
    return [sum, slope];
  };
  const [atZero] = excess(0);
  if (atZero < -SLACK || sumOf(squares) >= target) return undefined;
  const z = atZero <= SLACK ? 0 : decreasingRoot(excess, 0, 0, 1);
  return { probabilities: squares.map((square) => shinShare(z, square)[0]), z };
}

function goto(implied: readonly number[], excess: number): Solved {
  const errors = implied.map((price) => Math.sqrt(1 - price));
  const unit = excess / sumOf(errors);
  return { probabilities: implied.map((price, at) => price - (errors[at] ?? 0) * unit) };
}

function solve(
  implied: readonly number[],
  method: DevigMethod,
  target: number,
): Solved | undefined {
  const bookSum = sumOf(implied);
  const count = implied.length;
  switch (method) {
    case 'multiplicative':
      return { probabilities: implied.map((price) => (target * price) / bookSum) };
    case 'additive':
      return { probabilities: implied.map((price) => price - (bookSum - target) / count) };
    case 'power': {
      const k = solveExponent(implied, target);
      return k === undefined ? undefined : { probabilities: implied.map((price) => price ** k), k };
    }
    case 'odds-ratio': {
      const c = solveOddsRatio(implied, target);
      if (c === undefined) return undefined;
      return { probabilities: implied.map((price) => price / (c + price - c * price)), c };
    }
    case 'shin':
      return shin(implied, target);
    case 'goto':
      return implied.some((price) => price > 1) ? undefined : goto(implied, bookSum - target);
    case 'balanced-book': {
      if (count === target) return undefined;
      const z = (bookSum - target) / (count - target);
      return { probabilities: implied.map((price) => (price - z) / (1 - z)), z };
    }
    case 'jensen-shannon': {
      const probabilities = equalDistance(implied, target);
      return probabilities && { probabilities };
    }
  }
}

/**
 * Fair probabilities that sum to `fairSum` from implied ones (1/odds). Undefined when the method has
 * no solution, as Shin's has none for a book below its fair sum.
 * Definitions: Clarke, Kovalchik & Ingram 2017; Shin 1993; Fingleton & Waldron 1999.
 */
export function devig(
  implied: readonly number[],
  method: DevigMethod,
  fairSum = 1,
): FairBook | undefined {
  const solved = solve(implied, method, fairSum);
  if (!solved?.probabilities.every(Number.isFinite)) return undefined;
  const invalid = solved.probabilities.some((chance) => chance <= 0 || chance >= 1);
  return { ...solved, invalid };
}
