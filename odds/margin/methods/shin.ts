import { decreasingRoot, type Sloped } from '../solve.ts';
import { SLACK, sumOf, type Method, type Solved } from './method.ts';

/** Shin's probability of one outcome, in the form that keeps its digits for small prices. */
const shareOf = (z: number, square: number): readonly [share: number, slope: number] => {
  const root = Math.sqrt(z * z + 4 * (1 - z) * square);
  const share = (2 * square) / (root + z);
  const slope = (-share * ((z - 2 * square) / root + 1)) / (root + z);
  return [share, slope];
};

function remove(implied: readonly number[], fairSum: number): Solved | undefined {
  const bookSum = sumOf(implied);
  const squares = implied.map((price) => (price * price) / bookSum);
  const excess = (z: number): Sloped => {
    let [sum, slope] = [-fairSum, 0];
    for (const square of squares) {
      const [share, change] = shareOf(z, square);
      sum += share;
      slope += change;
    }
    return [sum, slope];
  };
  const [atZero] = excess(0);
  if (atZero < -SLACK || sumOf(squares) >= fairSum) return undefined;
  const z = atZero <= SLACK ? 0 : decreasingRoot(excess, 0, { low: 0, high: 1 });
  return { values: squares.map((square) => shareOf(z, square)[0]), parameter: { z } };
}

function apply(probabilities: readonly number[], bookSum: number): Solved | undefined {
  if (probabilities.some((p) => p < 0)) return undefined;
  const goal = Math.sqrt(bookSum);
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
  const z = atZero <= SLACK ? 0 : decreasingRoot(missing, 0, { low: 0, high: 1 });
  const shares = probabilities.map((p) => Math.sqrt(z * p + (1 - z) * p * p));
  const total = sumOf(shares);
  return { values: shares.map((y) => y * total), parameter: { z } };
}

/**
 * Shin 1993, eq. 5: a share z in [0, 1) of insiders makes π = y·Σy with y = √(zp + (1 − z)p²). Over two
 * outcomes it is the additive method. No solution for a book below its fair sum.
 */
export const SHIN: Method = { remove, apply };
