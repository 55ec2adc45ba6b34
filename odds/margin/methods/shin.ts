import { decreasingRoot, type Sloped } from '../solve.ts';
import { SLACK, sumOf, type Method, type Solved } from './method.ts';

const MOST_STEPS = 100;
/** Newton's error is about the square of its last step, so a smaller one leaves nothing to find. */
const ENOUGH = 1e-9;

/**
 * The insiders' share z: the sum of p(z) = 2s/(√(z² + 4(1 − z)s) + z), s = π²/Σπ, falls in z. Newton's
 * method from `first`, halving the bracket when a step would leave it. Written out without calls: it is the
 * hot path of every book that is read.
 */
function insiders(squares: readonly number[], fairSum: number, first: number): number {
  let [z, low, high] = [first, 0, 1];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    let excess = -fairSum;
    let slope = 0;
    for (const square of squares) {
      const root = Math.sqrt(z * z + 4 * (1 - z) * square);
      const over = 1 / (root + z);
      const share = 2 * square * over;
      excess += share;
      slope -= share * over * ((z - 2 * square) / root + 1);
    }
    if (excess === 0) return z;
    if (excess > 0) low = z;
    else high = z;
    const newton = z - excess / slope;
    const isInside = newton >= low && newton <= high;
    const next = isInside ? newton : (low + high) / 2;
    const moved = Math.abs(next - z);
    if (moved <= 1e-16 || (isInside && moved <= ENOUGH)) return next;
    z = next;
  }
  return z;
}

function remove(implied: readonly number[], fairSum: number): Solved | undefined {
  let bookSum = 0;
  for (const price of implied) bookSum += price;
  const squares: number[] = [];
  let atOne = 0;
  for (const price of implied) {
    const square = (price * price) / bookSum;
    squares.push(square);
    atOne += square;
  }
  // At z = 0 the shares are π/√Σπ, whose sum is √Σπ, and the sum of their slopes is half of √Σπ − n.
  const atZero = Math.sqrt(bookSum) - fairSum;
  if (!(atZero >= -SLACK && atOne < fairSum)) return undefined;
  const first = (2 * atZero) / (implied.length - Math.sqrt(bookSum));
  const isWithin = first > 0 && first < 1;
  const z = atZero <= SLACK ? 0 : insiders(squares, fairSum, isWithin ? first : 0);
  const values: number[] = [];
  for (const square of squares) {
    values.push((2 * square) / (Math.sqrt(z * z + 4 * (1 - z) * square) + z));
  }
  return { values, parameter: { z } };
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
