import { decreasingRoot, type Sloped } from '../solve.ts';
import { sumOf, type Method, type Solved } from './method.ts';

function remove(implied: readonly number[], fairSum: number): Solved | undefined {
  if (implied.some((price) => price > 1)) return undefined;
  const errors = implied.map((price) => Math.sqrt(1 - price));
  const unit = (sumOf(implied) - fairSum) / sumOf(errors);
  return { values: implied.map((price, at) => price - (errors[at] ?? 0) * unit) };
}

/** The positive root s of s² + us = 1 − p, in the form that keeps its digits. */
function errorOf(p: number, unit: number): number {
  const root = Math.sqrt(unit * unit + 4 * (1 - p));
  return unit > 0 ? (2 * (1 - p)) / (root + unit) : (root - unit) / 2;
}

/** Prices p + us, where s = √(1 − π) itself depends on the price: one unit u for all outcomes. */
function apply(probabilities: readonly number[], bookSum: number): Solved | undefined {
  if (bookSum >= probabilities.length || probabilities.some((p) => p > 1)) return undefined;
  const missing = (unit: number): Sloped => {
    let [sum, slope] = [bookSum, 0];
    for (const p of probabilities) {
      const error = errorOf(p, unit);
      sum -= p + unit * error;
      slope -= (2 * error * error) / (2 * error + unit);
    }
    return [sum, slope];
  };
  const unit = decreasingRoot(missing, 0, { low: -1e3, high: 1e6 });
  return { values: probabilities.map((p) => p + unit * errorOf(p, unit)) };
}

/**
 * Goto 2021 (`goto_conversion`): every price gives up the same number of its standard errors √(1 − π);
 * long shots may end below zero.
 */
export const GOTO: Method = { remove, apply };
